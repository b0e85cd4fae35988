import Client
import DNSWire
import Document
import Logging
import Resources
import Testing

@testable import ClusterDNS

/// The DNS server from the API to the socket.
@Suite struct ClusterDNSTests {
    private func addresses(_ port: Int, _ name: String) async throws -> [String] {
        let query = DNSMessage.query(id: 1, DNSQuestion(name: try DNSName(name), type: .a))
        return try DNSMessage(parsing: try await DNSClient.udp(port, query.encoded())).answers.map(line)
    }

    @Test func followsTheCluster() async throws {
        let client = MemoryClient()
        let logger = Logger(label: "test")
        client.add(Namespace(name: "default"))
        client.add(ZoneFixture.service("web", ["clusterIP": "10.96.0.20", "ports": [["port": 80]]]))
        let informers = InformerSet(client: client, logger: logger)
        let dns = ClusterDNS(
            configuration: ClusterDNSConfiguration(host: "127.0.0.1", port: 0, zone: ZoneFixture.configuration), informers: informers,
            logger: logger)
        try await withThrowingTaskGroup { group in
            group.addTask { try await informers.run() }
            group.addTask { try await dns.run() }
            let port = try await dns.waitUntilListening()
            #expect(try await addresses(port, "web.default.svc.cluster.local") == ["web.default.svc.cluster.local. 5 A 10.96.0.20"])
            client.add(ZoneFixture.service("late", ["clusterIP": "10.96.0.30", "ports": [["port": 80]]]))
            var found: [String] = []
            for _ in 0..<500 where found.isEmpty {
                found = try await addresses(port, "late.default.svc.cluster.local")
                if found.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            }
            #expect(found == ["late.default.svc.cluster.local. 5 A 10.96.0.30"])
            group.cancelAll()
        }
    }

    @Test func takenPortIsAnErrorForRunAndForThoseWhoWait() async throws {
        let client = MemoryClient()
        let logger = Logger(label: "test")
        let informers = InformerSet(client: client, logger: logger)
        let dns = ClusterDNS(
            configuration: ClusterDNSConfiguration(host: "192.0.2.77", port: 5353, zone: ZoneFixture.configuration), informers: informers,
            logger: logger)
        await withThrowingTaskGroup { group in
            group.addTask { try await informers.run() }
            let serving = Task { try await dns.run() }
            await #expect(throws: (any Error).self) { try await dns.waitUntilListening() }
            await #expect(throws: (any Error).self) { try await serving.value }
            group.cancelAll()
        }
    }
}
