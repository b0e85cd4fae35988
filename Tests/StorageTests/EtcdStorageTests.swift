import EtcdSupport
import Synchronization
import Testing

@testable import Storage

#if canImport(Glibc)
    import Glibc
#endif

@Suite(.enabled(if: EtcdProcess.isInstalled), .timeLimit(.minutes(5))) struct EtcdStorageTests {
    @Test func twoStoresOnOneEtcdSeeEachOthersWritesAtOnce() async throws {
        try await EtcdProcess.with { etcd in
            let first = try await etcd.open()
            let second = try await etcd.open()
            let log = EventLog()
            _ = try second.subscribe(prefix: "/", after: second.currentRevision, log.append)
            for index in 0..<50 {
                let revision = try await first.create("/k/\(index)")
                try await second.catchUp(to: nil)
                #expect(log.events.last?.revision == revision, "what was answered before is there after catching up")
            }
            let seen = try #require(await first.get("/k/0"))
            try await second.update("/k/0", "2")
            await #expect(throws: StorageError.self) { try await first.update("/k/0", "3", expected: seen.modRevision) }
            #expect(first.currentRevision >= second.currentRevision, "whoever is refused sees what was in the way")
            #expect(try await first.text("/k/0") == "2")
            await first.close()
            await second.close()
        }
    }

    @Test func keysLieUnderTheRootAndOthersAreNoConcern() async throws {
        try await EtcdProcess.with { etcd in
            var address = etcd.address
            address.keyRoot = "/one"
            let one = try await EtcdStorage.open(address, compaction: nil, logger: quiet)
            let all = try await etcd.open()
            let log = EventLog()
            _ = try one.subscribe(prefix: "/registry/", after: one.currentRevision, log.append)
            let first = try await one.create("/registry/a")
            let other = try await all.create("/registry/b")
            #expect(try await all.text("/one/registry/a") == "v")
            #expect(try await one.list(prefix: "").values.map(\.key) == ["/registry/a"])
            try await one.catchUp(to: other)
            #expect(one.currentRevision == other && other == first + 1)
            #expect(log.events.map(\.key) == ["/registry/a"])
            await one.close()
            await all.close()
        }
    }

    @Test func everyAcknowledgedWriteOutlivesAKilledEtcd() async throws {
        try await EtcdProcess.with { etcd in
            let store = try await etcd.open()
            let base = store.currentRevision
            let log = EventLog()
            _ = try store.subscribe(prefix: "/k/", after: base, log.append)
            let tally = Tally()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<6 {
                    group.addTask {
                        for index in 0..<60 {
                            let key = "/k/\(writer)-\(index)"
                            do {
                                let revision = try await store.create(key, key)
                                tally.acknowledged.withLock { $0.append((key, revision)) }
                            } catch {
                                tally.failures.withLock { $0 += 1 }
                            }
                        }
                    }
                }
                group.addTask {
                    while tally.acknowledged.withLock({ $0.count < 100 }) { try await Task.sleep(for: .milliseconds(5)) }
                    etcd.kill()
                    #expect(store.currentRevision > base)
                    try etcd.start()
                }
                try await group.waitForAll()
            }
            let written = tally.acknowledged.withLock { $0 }
            #expect(written.count + tally.failures.withLock { $0 } == 360)
            #expect(written.count >= 300, "a short outage is waited for")
            try await store.catchUp(to: nil)
            #expect(store.problem == nil)
            var stored: [String: StoredValue] = [:]
            for value in try await store.list(prefix: "/k/").values { stored[value.key] = value }
            let lost = written.filter { stored[$0.0]?.modRevision != $0.1 }
            #expect(lost.isEmpty, "lost \(lost.count)")
            let revisions = log.events.map(\.revision)
            #expect(revisions == revisions.sorted() && Set(revisions).count == revisions.count, "in order, exactly once")
            #expect(Set(log.events.map(\.key)) == Set(stored.keys), "no event is missing")
            await store.close()
        }
    }

    @Test func aSilentEtcdIsToldAndRecoversByItself() async throws {
        try await EtcdProcess.with { etcd in
            let store = try await etcd.open()
            try await store.create("/a", "1")
            etcd.signal(SIGSTOP)
            let error = await #expect(throws: StorageError.self) { try await store.update("/a", "2") }
            guard case .timedOut? = error else { return #expect(Bool(false), "expected a time-out, got \(String(describing: error))") }
            #expect(store.problem != nil)
            await #expect(throws: StorageError.self) { try await store.catchUp(to: nil) }
            etcd.signal(SIGCONT)
            try await eventually { (try? await store.update("/a", "3")) != nil }
            #expect(store.problem == nil)
            #expect(try await store.text("/a") == "3")
            await store.close()
        }
    }

    @Test func aStoreWhoseHistoryIsGoneBeginsAnew() async throws {
        try await EtcdProcess.with { etcd in
            let store = try await etcd.open()
            let log = EventLog()
            _ = try store.subscribe(prefix: "/", after: store.currentRevision, onEnd: log.finish, log.append)
            try await store.create("/a", "1")
            // While this store cannot hear of it, another writes and has the history forgotten.
            etcd.kill()
            try etcd.start()
            let other = try await etcd.open()
            for index in 0..<20 { try await other.create("/b/\(index)") }
            try await other.compact(through: other.currentRevision)
            try await eventually { store.currentRevision >= other.currentRevision }
            if log.end == nil {
                #expect(log.events.count == 21, "it was quick enough to hear all")
            } else {
                let start = store.currentRevision
                let again = EventLog()
                _ = try store.subscribe(prefix: "/", after: start, again.append)
                try await store.create("/c")
                #expect(again.events.map(\.key) == ["/c"])
            }
            await store.close()
            await other.close()
        }
    }

    @Test func anotherEtcdInItsPlaceIsReadAnew() async throws {
        try await EtcdProcess.with { etcd in
            let store = try await etcd.open()
            let log = EventLog()
            _ = try store.subscribe(prefix: "/", after: store.currentRevision, onEnd: log.finish, log.append)
            for index in 0..<5 { try await store.create("/a/\(index)") }
            etcd.kill()
            etcd.wipe()
            try etcd.start()
            try await eventually { log.end != nil }
            guard case .compacted? = log.end else { return #expect(Bool(false), "got \(String(describing: log.end))") }
            let again = EventLog()
            _ = try store.subscribe(prefix: "/", after: store.currentRevision, again.append)
            try await store.create("/b")
            #expect(again.events.map(\.key) == ["/b"])
            #expect(try await store.list(prefix: "/").values.map(\.key) == ["/b"])
            await store.close()
        }
    }

    @Test func historyIsCompactedInTurns() async throws {
        try await EtcdProcess.with { etcd in
            let store = try await etcd.open()
            let compactor = EtcdCompactor(client: store.client, period: .seconds(1), logger: quiet)
            let early = try await store.create("/a", "1")
            var turn = try await compactor.compact(.init())
            try await store.update("/a", "2")
            turn = try await compactor.compact(turn)
            #expect(turn.version == 2)
            await #expect(throws: StorageError.self) { try await store.list(prefix: "/a", startAfter: nil, limit: nil, at: early) }
            // A server that does not know of the others' turns takes none.
            let late = try await compactor.compact(.init())
            #expect(late.version == 2)
            #expect(try await store.text("/a") == "2")
            await store.close()
        }
    }

    @Test func aMemberIsLostAndTheOthersGoOn() async throws {
        try await EtcdProcess.cluster(of: 3) { members in
            let store = try await EtcdStorage.open(
                EtcdAddress(endpoints: members.map(\.endpoint)), compaction: nil, logger: quiet)
            let log = EventLog()
            _ = try store.subscribe(prefix: "/", after: store.currentRevision, log.append)
            for index in 0..<20 { try await store.create("/before/\(index)") }
            // The one that is asked and watched is the first; the others elect another leader if it was.
            members[0].kill()
            var written = 0
            for index in 0..<20 where (try? await store.create("/after/\(index)")) != nil { written += 1 }
            #expect(written >= 18, "\(written) of 20 writes were done")
            try await store.catchUp(to: nil)
            #expect(store.problem == nil)
            #expect(log.events.filter { $0.key.hasPrefix("/before/") }.count == 20)
            #expect(Set(log.events.map(\.key)).count >= 20 + written)
            #expect(try await store.list(prefix: "/before/").values.count == 20)
            await store.close()
        }
    }

    @Test func hundredsOfCallsASecondKeepOneConnection() async throws {
        try await EtcdProcess.with { etcd in
            let store = try await etcd.open()
            try await store.create("/a", "0")
            for index in 1...600 { try await store.update("/a", "\(index)") }
            #expect(try await store.text("/a") == "600")
            #expect(store.problem == nil)
            await store.close()
        }
    }

    @Test func nobodyThereIsSaidClearly() async throws {
        let address = EtcdAddress(endpoints: [.init(host: "127.0.0.1", port: 1)])
        let client = try EtcdClient(address, tls: EtcdTLSFiles(), logger: quiet)
        let error = await #expect(throws: StorageError.self) { try await client.call(EtcdRange(key: [0]), timeout: .seconds(2)) }
        guard case .unavailable(let text)? = error else { return #expect(Bool(false), "got \(String(describing: error))") }
        #expect(text.contains("127.0.0.1:1"))
        client.close()
    }
}

/// What became of writes.
private final class Tally: Sendable {
    let acknowledged = Mutex<[(String, UInt64)]>([])
    let failures = Mutex(0)
}

/// Waits until `body` holds, for a minute at most.
func eventually(_ body: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if try await body() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("it did not come to be within a minute")
}
