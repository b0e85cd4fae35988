import Client
import Document
import Resources
import Synchronization
import Testing

@testable import APIServer

@Suite struct ServerLeaseTests {
    @Test func saysAgainThatTheServerIsThere() async throws {
        let server = try await TestServer()
        let time = Mutex(Timestamp(seconds: 1_700_000_000))
        try await server.client.createDocument(["metadata": ["name": "kube-system"]], .namespaces)
        let lease = ServerLease(client: server.client, address: "10.0.0.1:6443", uid: "u") { time.withLock { $0 } }
        try await lease.renew()
        let first = try #require(try await server.client.list(.leases, ListOptions(namespace: "kube-system")).records.first)
        // Of `printf 10.0.0.1:6443 | sha256sum`, the first 16 bytes in base 32.
        #expect(first.key.name == "apiserver-\(Self.name)")
        #expect(first.label("apiserver.kubernetes.io/identity") == "kube-apiserver")
        #expect(first.label("kubernetes.io/hostname") == "10.0.0.1")
        #expect(first.part("spec", "holderIdentity").string == first.key.name + "_u")
        #expect(first.part("spec", "leaseDurationSeconds").int == 3600)
        time.withLock { $0 = Timestamp(seconds: 1_700_000_010) }
        try await lease.renew()
        let list = try await server.client.list(.leases, ListOptions(namespace: "kube-system"))
        #expect(list.records.count == 1)
        #expect(list.records.first?.part("spec", "renewTime").string == "2023-11-14T22:13:30.000000Z")
        #expect(list.revision > first.revision)
    }

    private static let name = "n23urbwhbowx2hfdttkiht5ye4"
}
