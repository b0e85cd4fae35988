import Storage
import Testing

@testable import APIServer

@Suite struct ServerPresenceTests {
    @Test func whoRenewsIsThereAndWhoDoesNotIsMissed() async throws {
        let storage = MemoryStorage()
        let first = ServerPresence(storage: storage, addresses: ["10.0.0.1"])
        let second = ServerPresence(storage: storage, addresses: ["10.0.0.2"])
        var seen = ServerPresence.Seen()
        try await second.renew()
        try await first.renew()
        #expect(try await first.present(&seen, now: .seconds(0)) == ["10.0.0.1", "10.0.0.2"])
        try await second.renew()
        #expect(try await first.present(&seen, now: .seconds(25)) == ["10.0.0.1", "10.0.0.2"])
        #expect(try await first.present(&seen, now: .seconds(50)) == ["10.0.0.1", "10.0.0.2"], "renewed at 25")
        #expect(try await first.present(&seen, now: .seconds(56)) == ["10.0.0.1"])
        #expect(try await storage.get("/registry/masterleases/10.0.0.2") == nil)
        // It was only slow.
        try await second.renew()
        #expect(try await first.present(&seen, now: .seconds(60)) == ["10.0.0.1", "10.0.0.2"])
    }

    @Test func whoLeavesIsNotWaitedFor() async throws {
        let storage = MemoryStorage()
        let first = ServerPresence(storage: storage, addresses: ["10.0.0.1"])
        let second = ServerPresence(storage: storage, addresses: ["10.0.0.2"])
        try await first.renew()
        try await second.renew()
        var seen = ServerPresence.Seen()
        #expect(try await first.leave(&seen, now: .seconds(1)) == ["10.0.0.2"])
        #expect(try await second.present(&seen, now: .seconds(2)) == ["10.0.0.2"])
    }
}
