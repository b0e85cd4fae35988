import NIOCore
import Resources
import Synchronization
import Testing

@testable import APIServer

@Suite struct WatchCacheTests {
    private static let start = Timestamp(seconds: 1_700_000_000)

    private func cache() -> WatchCache { WatchCache { 0 } }

    private func put(_ cache: WatchCache, _ name: String, _ revision: UInt64, app: String = "x") {
        let record = RecordTreeTests.record("a", name, revision, labels: [(key: "app", value: app)])
        cache.apply([.init(key: record.key, revision: revision, record: record)])
    }

    private func delete(_ cache: WatchCache, _ name: String, _ revision: UInt64) {
        cache.apply([.init(key: ObjectKey(namespace: "a", name: name), revision: revision, record: nil)])
    }

    private func names(_ page: ListPage) -> [String] { page.records.map { "\($0.key.name)@\($0.revision)" } }

    @Test func listsAnOlderRevision() throws {
        let cache = cache()
        put(cache, "a", 1)
        put(cache, "b", 2)
        put(cache, "a", 3)
        delete(cache, "b", 4)
        put(cache, "c", 5)
        var query = ListQuery()
        (query.resourceVersion, query.match) = ("2", .exact)
        #expect(names(try cache.list(query, now: Self.start)) == ["a@1", "b@2"])
        query.resourceVersion = "3"
        #expect(names(try cache.list(query, now: Self.start)) == ["a@3", "b@2"])
        query.resourceVersion = "4"
        #expect(names(try cache.list(query, now: Self.start)) == ["a@3"])
        query.resourceVersion = ""
        query.match = nil
        let page = try cache.list(query, now: Self.start)
        #expect(names(page) == ["a@3", "c@5"])
        #expect(page.revision == 5)
    }

    @Test func pagesStayConsistentWhileObjectsChange() throws {
        let cache = cache()
        for index in 0..<10 { put(cache, "p\(index)", UInt64(index + 1)) }
        var query = ListQuery(selection: Selection(namespace: "a"))
        query.limit = 4
        let first = try cache.list(query, now: Self.start)
        #expect(first.records.count == 4)
        #expect(first.remaining == 6)
        put(cache, "p5", 11)
        delete(cache, "p7", 12)
        put(cache, "p45", 13)
        query.continueToken = first.continueToken
        let second = try cache.list(query, now: Self.start)
        #expect(names(second) == ["p4@5", "p5@6", "p6@7", "p7@8"])
        #expect(second.revision == 10)
        #expect(second.remaining == 2)
        query.continueToken = second.continueToken
        let third = try cache.list(query, now: Self.start)
        #expect(names(third) == ["p8@9", "p9@10"])
        #expect(third.continueToken.isEmpty)
    }

    @Test func goesOnWithAnExpiredTokenAtTheStateOfTheDay() throws {
        let cache = cache()
        for index in 0..<6 { put(cache, "p\(index)", UInt64(index + 1)) }
        var query = ListQuery()
        query.limit = 2
        query.continueToken = try cache.list(query, now: Self.start).continueToken
        let second = try cache.list(query, now: Self.start.adding(seconds: 200))
        #expect(names(second) == ["p2@3", "p3@4"])
        put(cache, "p4", 7)
        // It is the first page that grows old, however quickly the others were asked for.
        for token in [query.continueToken, second.continueToken] {
            query.continueToken = token
            let error = try #require(throws: APIError.self) { try cache.list(query, now: Self.start.adding(seconds: 301)) }
            #expect(error.code == 410)
            #expect(error.reason == .expired)
            #expect(error.message.hasPrefix("The provided continue parameter is too old to display a consistent list result."))
            query.continueToken = try #require(error.continueToken)
        }
        let rest = try cache.list(query, now: Self.start.adding(seconds: 400))
        #expect(names(rest) == ["p4@7", "p5@6"])
        #expect(rest.revision == 7)
    }

    @Test func refusesRevisionsOutOfReach() throws {
        let cache = cache()
        cache.load([RecordTreeTests.record("a", "a", 50)], at: 60)
        var query = ListQuery()
        query.resourceVersion = "61"
        #expect(throws: APIError.self) { try cache.list(query, now: Self.start) }
        (query.resourceVersion, query.match) = ("10", .exact)
        do {
            _ = try cache.list(query, now: Self.start)
            Issue.record("an old revision was listed")
        } catch {
            #expect(error.code == 410)
            #expect(error.reason == .expired)
        }
        #expect(cache.watch(Selection(), from: .after(59)) {} == nil)
        #expect(cache.watch(Selection(), from: .after(60)) {} != nil)
    }

    @Test func tellsOfObjectsThatEnterAndLeaveASelection() throws {
        let cache = cache()
        let selection = Selection(namespace: "a", labels: try .parse("app=x"))
        let watch = try #require(cache.watch(selection, from: .after(0)) {})
        put(cache, "p", 1, app: "y")
        put(cache, "p", 2, app: "x")
        put(cache, "p", 3, app: "x")
        put(cache, "p", 4, app: "y")
        delete(cache, "p", 5)
        guard case .events(let events) = watch.take() else {
            Issue.record("there were no events")
            return
        }
        let kinds = events.map { $0.kind(for: selection) }
        #expect(kinds == [nil, .added, .modified, .deleted, nil])
        let last = try #require(events[3].frame(.deleted))
        #expect(String(buffer: last).contains("\"resourceVersion\":\"4\""))
        #expect(String(buffer: last).hasPrefix("{\"type\":\"DELETED\",\"object\":{"))
        #expect(String(buffer: last).hasSuffix("}\n"))
    }

    @Test func wakesOnlyThoseConcerned() throws {
        let cache = cache()
        let woken = Atomic<Int>(0)
        let watch = try #require(
            cache.watch(Selection(namespace: "b"), from: .now) { woken.wrappingAdd(1, ordering: .relaxed) })
        _ = watch.takeInitial()
        guard case .idle = watch.take() else {
            Issue.record("a new watch of nothing is idle")
            return
        }
        put(cache, "p", 1)
        put(cache, "q", 2)
        #expect(woken.load(ordering: .relaxed) == 0)
        let other = RecordTreeTests.record("b", "r", 3)
        cache.apply([.init(key: other.key, revision: 3, record: other)])
        put(cache, "s", 4)
        #expect(woken.load(ordering: .relaxed) == 1)
        guard case .events(let events) = watch.take() else {
            Issue.record("the event was lost")
            return
        }
        #expect(events.map(\.revision) == [3, 4])
    }

    @Test func endsWatchersThatFallBehind() throws {
        let cache = cache()
        let watch = try #require(cache.watch(Selection(), from: .after(0)) {})
        for revision in 1...10_200 as ClosedRange<UInt64> { put(cache, "p", revision) }
        guard case .lost = watch.take() else {
            Issue.record("a watcher kept up without reading")
            return
        }
        #expect(cache.oldestRevision > 0)
    }

    @Test func encodesAnEventOnce() throws {
        let event = CacheEvent(revision: 3, record: RecordTreeTests.record("a", "p", 3), previous: nil)
        let first = try #require(event.frame(.added))
        let second = try #require(event.frame(.added))
        #expect(first == second)
        first.withUnsafeReadableBytes { a in second.withUnsafeReadableBytes { b in #expect(a.baseAddress == b.baseAddress) } }
    }

    @Test func letsGoOfWatchers() throws {
        let cache = cache()
        do {
            let watch = try #require(cache.watch(Selection(), from: .now) {})
            #expect(cache.watcherCount == 1)
            watch.cancel()
        }
        #expect(cache.watcherCount == 0)
    }
}
