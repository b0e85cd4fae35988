import NIOCore
import Resources
import Testing

@testable import APIServer

@Suite struct EventHistoryTests {
    private func event(_ revision: UInt64, bytes: Int = 100) -> CacheEvent {
        let record = ObjectRecord(
            key: ObjectKey(namespace: "a", name: "p\(revision)"), uid: "", revision: revision, bytes: Array(repeating: 32, count: bytes),
            labels: [])
        return CacheEvent(revision: revision, record: record, previous: nil)
    }

    @Test func isBoundedByNumberAndSize() {
        var limits = EventHistory.Limits()
        limits.events = 10
        var history = EventHistory(startRevision: 0, limits: limits)
        for revision in 1...25 as ClosedRange<UInt64> { history.append(event(revision * 2)) }
        #expect(history.first == 15)
        #expect(history.end == 25)
        #expect(history.startRevision == 30)
        #expect(history.number(after: 29) == nil)
        #expect(history.number(after: 30) == 15)
        #expect(history.number(after: 41) == 20)
        #expect(history.number(after: 999) == 25)
        #expect(history.events(from: 23, limit: 10).map(\.revision) == [48, 50])
    }

    @Test func keepsLinesOfTheLatestOnly() throws {
        var limits = EventHistory.Limits()
        (limits.frameBytes, limits.events) = (1_000, 50)
        var history = EventHistory(startRevision: 0, limits: limits)
        let events = (1...200).map { event(UInt64($0)) }
        for event in events {
            history.append(event)
            _ = event.frame(.added)
        }
        let old = events[160]
        let first = try #require(old.frame(.added))
        let second = try #require(old.frame(.added))
        #expect(first == second)
        first.withUnsafeReadableBytes { a in second.withUnsafeReadableBytes { b in #expect(a.baseAddress != b.baseAddress) } }
        let latest = try #require(events[199].frame(.added))
        let again = try #require(events[199].frame(.added))
        latest.withUnsafeReadableBytes { a in again.withUnsafeReadableBytes { b in #expect(a.baseAddress == b.baseAddress) } }
    }
}
