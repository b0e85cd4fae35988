import Testing

@testable import Storage

/// Revisions are counted from that of the new store: etcd's first is 1.
@Suite struct StorageConformanceTests {
    @Test(arguments: StoreUnderTest.allCases)
    func revisionsAreConsecutiveAndValuesKeepTheirOwn(_ kind: StoreUnderTest) async throws {
        try await kind.with { store in
            let base = store.currentRevision
            #expect(base <= 1)
            #expect(try await store.create("/a", "1") == base + 1)
            #expect(try await store.create("/b", "2") == base + 2)
            #expect(try await store.update("/a", "3") == base + 3)
            #expect(store.currentRevision == base + 3)
            let a = try #require(await store.get("/a"))
            #expect(a == StoredValue(key: "/a", value: Array("3".utf8), createRevision: base + 1, modRevision: base + 3))
            #expect(try await store.delete("/a") == base + 4)
            #expect(try await store.get("/a") == nil)
            #expect(try await store.create("/a", "") == base + 5)
            #expect(try await store.get("/a")?.createRevision == base + 5)
            #expect(try await store.text("/a") == "")
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func writesAreDecidedAgainstTheCurrentRow(_ kind: StoreUnderTest) async throws {
        try await kind.with { store in
            let revision = try await store.create("/a", "1")
            let current = try #require(await store.get("/a"))
            await #expect(throws: StorageError.keyExists(current)) { try await store.create("/a", "2") }
            await #expect(throws: StorageError.keyNotFound) { try await store.update("/b", "2") }
            await #expect(throws: StorageError.keyNotFound) { try await store.delete("/b") }
            await #expect(throws: StorageError.revisionConflict(current: current)) { try await store.update("/a", "2", expected: 99) }
            await #expect(throws: StorageError.revisionConflict(current: current)) { try await store.delete("/a", expected: 99) }
            #expect(store.currentRevision == revision, "a refused write takes no revision")
            #expect(try await store.update("/a", "2", expected: revision) == revision + 1)
            await #expect(throws: StorageError.self) { try await store.update("/a", "3", expected: 0) }
            #expect(try await store.delete("/a", expected: revision + 1) == revision + 2)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func oneOfManyWritersWinsEachRace(_ kind: StoreUnderTest) async throws {
        try await kind.with { store in
            let base = store.currentRevision
            try await store.create("/counter", "0")
            let writers = 8
            let increments = 25
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<writers {
                    group.addTask {
                        var done = 0
                        while done < increments {
                            guard let seen = try await store.get("/counter"), let count = Int(seen.text) else {
                                throw StorageError.keyNotFound
                            }
                            do {
                                try await store.update("/counter", String(count + 1), expected: seen.modRevision)
                                done += 1
                            } catch StorageError.revisionConflict {
                                continue
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await store.text("/counter") == String(writers * increments))
            #expect(store.currentRevision == base + UInt64(writers * increments + 1))
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func subscribersSeeEveryEventOnceInOrderAndBeforeTheWriter(_ kind: StoreUnderTest) async throws {
        try await kind.with { store in
            let first = EventLog()
            let running = try store.subscribe(prefix: "/k/", after: store.currentRevision, first.append)
            var late: [(UInt64, EventLog)] = []
            try await withThrowingTaskGroup(of: [(UInt64, EventLog)].self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for index in 0..<40 {
                            let key = "/k/\(writer)/\(index % 10)"
                            let revision = try await index < 10 ? store.create(key, "\(index)") : store.update(key, "\(index)")
                            #expect(first.events.last.map { $0.revision >= revision } == true, "delivered before acknowledged")
                            try await store.create("/other/\(writer)/\(index)")
                        }
                        return []
                    }
                }
                group.addTask {
                    var joined: [(UInt64, EventLog)] = []
                    for _ in 0..<10 {
                        let log = EventLog()
                        let start = store.currentRevision
                        _ = try store.subscribe(prefix: "/k/", after: start, log.append)
                        joined.append((start, log))
                        await Task.yield()
                    }
                    return joined
                }
                for try await joined in group { late += joined }
            }
            let revisions = first.events.map(\.revision)
            #expect(revisions.count == 320)
            #expect(zip(revisions, revisions.dropFirst()).allSatisfy { $0 < $1 })
            #expect(first.events.allSatisfy { $0.key.hasPrefix("/k/") && $0.value?.modRevision == $0.revision })
            for (start, log) in late {
                #expect(log.events == first.events.filter { $0.revision > start }, "no gap and no duplicate after \(start)")
            }
            running.cancel()
            try await store.create("/k/after")
            #expect(first.events.count == 320)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func eventsCarryBothValues(_ kind: StoreUnderTest) async throws {
        try await kind.with { store in
            let log = EventLog()
            _ = try store.subscribe(prefix: "/", after: store.currentRevision, log.append)
            try await store.create("/a", "1")
            try await store.update("/a", "2")
            try await store.delete("/a")
            #expect(log.events.map(\.kind) == [.put, .put, .delete])
            #expect(log.events.map { $0.value?.text } == ["1", "2", nil])
            #expect(log.events.map { $0.previous?.text } == [nil, "1", "2"])
            #expect(log.events.map(\.isCreation) == [true, false, false])
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func listsByPages(_ kind: StoreUnderTest) async throws {
        try await kind.with { store in
            let base = store.currentRevision
            for index in 0..<25 { try await store.create("/pods/\(index < 10 ? "0" : "")\(index)") }
            try await store.create("/podsecurity/x")
            try await store.create("/a")
            try await store.create("/zz")
            var keys: [String] = []
            var after: String?
            var pages = 0
            while true {
                let page = try await store.list(prefix: "/pods/", startAfter: after, limit: 10, at: base + 28)
                keys += page.values.map(\.key)
                pages += 1
                #expect(page.revision == base + 28)
                guard page.more else { break }
                after = page.values.last?.key
            }
            #expect(pages == 3)
            #expect(keys == (0..<25).map { "/pods/\($0 < 10 ? "0" : "")\($0)" })
            let exact = try await store.list(prefix: "/pods/", startAfter: "/pods/14", limit: 10, at: nil)
            #expect(exact.values.count == 10 && !exact.more)
            #expect(try await store.list(prefix: "/nothing/").values.isEmpty)
            #expect(try await store.list(prefix: "").values.count == 28)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func listsTheStateOfAnOlderRevision(_ kind: StoreUnderTest) async throws {
        try await kind.with { store in
            let base = store.currentRevision
            try await store.create("/p/a", "1")  // 1
            try await store.create("/p/c", "1")  // 2
            try await store.create("/p/e", "1")  // 3
            try await store.update("/p/a", "2")  // 4
            try await store.delete("/p/c")  // 5
            try await store.create("/p/b", "1")  // 6
            try await store.create("/p/c", "9")  // 7
            try await store.create("/p/z", "1")  // 8
            func state(at revision: UInt64) async throws -> [String] {
                try await store.list(prefix: "/p/", startAfter: nil, limit: nil, at: base + revision).values.map {
                    "\($0.key.last ?? " ")\($0.text)"
                }
            }
            #expect(try await state(at: 0) == [])
            #expect(try await state(at: 3) == ["a1", "c1", "e1"])
            #expect(try await state(at: 4) == ["a2", "c1", "e1"])
            #expect(try await state(at: 5) == ["a2", "e1"])
            #expect(try await state(at: 8) == ["a2", "b1", "c9", "e1", "z1"])
            let page = try await store.list(prefix: "/p/", startAfter: "/p/a", limit: 1, at: base + 3)
            #expect(page.values.map(\.key) == ["/p/c"] && page.more)
            let last = try await store.list(prefix: "/p/", startAfter: "/p/c", limit: 1, at: base + 3)
            #expect(last.values.map(\.key) == ["/p/e"] && !last.more)
            await #expect(throws: StorageError.futureRevision(current: base + 8)) { try await state(at: 9) }
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func compactionEndsHistory(_ kind: StoreUnderTest) async throws {
        try await kind.with { store in
            let base = store.currentRevision
            for index in 1...10 { try await store.create("/k/\(index)") }
            try await store.compact(through: base + 5)
            #expect(store.compactedRevision == base + 5)
            #expect(throws: StorageError.compacted(oldest: base + 5)) { try store.subscribe(prefix: "/", after: base + 4) { _ in } }
            await #expect(throws: StorageError.compacted(oldest: base + 5)) {
                try await store.list(prefix: "/", startAfter: nil, limit: nil, at: base + 4)
            }
            #expect(try await store.list(prefix: "/", startAfter: nil, limit: nil, at: base + 5).values.count == 5)
            let log = EventLog()
            _ = try store.subscribe(prefix: "/", after: base + 5, log.append)
            #expect(log.events.map(\.revision) == (6...10).map { base + $0 })
            #expect(throws: StorageError.futureRevision(current: base + 10)) { try store.subscribe(prefix: "/", after: base + 11) { _ in } }
            await #expect(throws: StorageError.futureRevision(current: base + 10)) { try await store.compact(through: base + 11) }
            await #expect(throws: StorageError.compacted(oldest: base + 5)) { try await store.compact(through: base + 3) }
            #expect(try await store.list(prefix: "/").values.count == 10)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func historyIsBoundedByCountAndBytes(_ kind: StoreUnderTest) async throws {
        var limits = StorageLimits()
        limits.historyEvents = 4
        try await kind.with(limits: limits) { store in
            let base = store.currentRevision
            for index in 1...10 { try await store.create("/k/\(index)") }
            #expect(store.compactedRevision == base + 6)
            #expect(try await store.get("/k/1") != nil)
        }
        limits = StorageLimits()
        limits.historyBytes = 1_000
        try await kind.with(limits: limits) { store in
            let base = store.currentRevision
            for index in 1...10 { try await store.create("/k/\(index)", String(repeating: "x", count: 300)) }
            #expect(store.compactedRevision == base + 7)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func loadHandsOverEverythingAtOneRevision(_ kind: StoreUnderTest) async throws {
        try await kind.with { store in
            let base = store.currentRevision
            for index in 0..<50 { try await store.create("/k/\(index)") }
            try await store.create("/x")
            var count = 0
            #expect(try await store.load(prefix: "/k/") { _ in count += 1 } == base + 51)
            #expect(count == 50)
            struct Stop: Error {}
            await #expect(throws: Stop.self) { try await store.load(prefix: "/") { _ in throw Stop() } }
            #expect(try await store.list(prefix: "/k/").values.count == 50, "a stopped load leaves the store usable")
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func listsAreWholeWhileOthersWrite(_ kind: StoreUnderTest) async throws {
        try await kind.with { store in
            try await store.create("/pair/a", "0")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for index in 1...200 { try await store.update("/pair/a", "\(index)") }
                }
                group.addTask {
                    var last: UInt64 = 0
                    for _ in 0..<60 {
                        let list = try await store.list(prefix: "/pair/")
                        let value = try #require(list.values.first)
                        #expect(value.modRevision == list.revision, "the list is of the revision it names")
                        #expect(list.revision >= last)
                        last = list.revision
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func aClosedStoreSaysSo(_ kind: StoreUnderTest) async throws {
        try await kind.with { store in
            let log = EventLog()
            _ = try store.subscribe(prefix: "/", after: store.currentRevision, onEnd: log.finish, log.append)
            try await store.create("/a")
            await store.close()
            #expect(log.end == .closed)
            await #expect(throws: StorageError.closed) { try await store.create("/b") }
            await #expect(throws: StorageError.closed) { try await store.list(prefix: "/") }
            #expect(throws: StorageError.closed) { try store.subscribe(prefix: "/", after: 1) { _ in } }
            await store.close()
        }
    }
}
