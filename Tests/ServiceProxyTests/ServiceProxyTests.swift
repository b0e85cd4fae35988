import Client
import Document
import Logging
import Netfilter
import Resources
import ServiceLifecycle
import Testing

@testable import ServiceProxy

/// The proxy from the API to the packet filter, both in memory.
@Suite struct ServiceProxyTests {
    private let client = MemoryClient()
    private let filter = RecordingPacketFilter()

    private func withProxy(_ body: () async throws -> Void) async throws {
        let logger = Logger(label: "test")
        let informers = InformerSet(client: client, logger: logger)
        let proxy = ServiceProxy(
            configuration: Fixtures.configuration, informers: informers, filter: filter, commands: RecordingCommands(), logger: logger)
        try await withThrowingTaskGroup { group in
            group.addTask { try await informers.run() }
            group.addTask { try await proxy.run() }
            try await proxy.waitUntilSynced()
            try await body()
            group.cancelAll()
        }
    }

    /// Waits for a transaction that holds `text`.
    private func transaction(with text: String) async throws -> String? {
        for _ in 0..<500 {
            if let found = filter.applied.first(where: { $0.contains(text) }) { return found }
            try await Task.sleep(for: .milliseconds(10))
        }
        return nil
    }

    @Test func followsTheClusterAndLeavesNothingBehind() async throws {
        client.add(Fixtures.service("web", ["clusterIP": "10.96.0.20", "ports": [["port": 80]]]))
        try await withProxy {
            #expect(filter.applied.first?.contains("10.96.0.20 . tcp . 80 : goto refuse") == true)
            client.add(Fixtures.slice("web", port: 8080, [Fixtures.ready("10.244.0.2")]))
            let served = try await transaction(with: "10.96.0.20 . tcp . 80 : goto pick-services-1")
            #expect(served?.contains("delete table") == false)
            // A refused change is written as a whole the next time, without another change having to come.
            filter.failNext(.refused("busy"))
            client.add(Fixtures.service("other", ["clusterIP": "10.96.0.21", "ports": [["port": 80]]]))
            let whole = try await transaction(with: "10.96.0.21 . tcp . 80 : goto refuse")
            #expect(whole?.contains("delete table ip coxswain-proxy") == true)
            client.remove(.services, namespace: "default", name: "web")
            #expect(try await transaction(with: "delete element ip coxswain-proxy services { 10.96.0.20 . tcp . 80 }") != nil)
        }
        #expect(filter.applied.last == "add table ip coxswain-proxy\ndelete table ip coxswain-proxy\n")
    }
}
