import Client
import Document
import Logging
import NIOCore
import PKI
import Resources
import Storage
import Testing

@testable import APIServer

/// A whole server on a port of its own, spoken to over TLS as clients do.
@Suite struct LiveServerTests {
    /// Starts a server, hands over a client with an administrator's certificate, and stops both.
    private func withServer(_ body: (HTTPSClient, APIServer, Int) async throws -> Void) async throws {
        let authority = try CertificateAuthority.create(commonName: "test-ca")
        let serving = try authority.issue(
            commonName: "kube-apiserver", dnsNames: ["localhost"], addresses: ["127.0.0.1"], usages: [.server])
        var configuration = APIServerConfiguration(
            storage: MemoryStorage(), servingIdentity: serving, clientAuthorityPEM: authority.certificatePEM,
            serviceAccountSigner: try TokenSigner.create())
        (configuration.host, configuration.port) = ("127.0.0.1", 0)
        configuration.serverAddresses = ["10.0.0.1"]
        configuration.tokenFile = "sesame,jane,jane-uid\n"
        var logger = Logger(label: "live-test")
        logger.logLevel = .error
        let server = try APIServer(configuration, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            let port = try await server.waitUntilReady().first?.port ?? 0
            let admin = try authority.issue(commonName: "admin", organizations: ["system:masters"], usages: [.client])
            let client = try HTTPSClient(
                ClientConfiguration(
                    server: "https://127.0.0.1:\(port)", authorityPEM: authority.certificatePEM,
                    clientCertificatePEM: admin.certificatePEM, privateKeyPEM: admin.privateKeyPEM), logger: logger)
            do {
                try await body(client, server, port)
            } catch {
                try? await client.shutdown()
                group.cancelAll()
                throw error
            }
            try await client.shutdown()
            group.cancelAll()
        }
    }

    @Test func startsWithItsObjectsAndServesAnAdministrator() async throws {
        try await withServer { client, _, _ in
            let namespaces = try await client.list(.namespaces, ListOptions()).records.map(\.key.name)
            #expect(namespaces.contains("default") && namespaces.contains("kube-system"))
            let service = try await client.get(Service.self, namespace: "default", name: "kubernetes")
            #expect(service.json["spec"]["clusterIP"] == "10.96.0.1")
            let version = try await client.send(APIRequest(path: "/version"))
            #expect(version.status == 200)
        }
    }

    @Test func watchesOverTheWire() async throws {
        try await withServer { client, _, _ in
            let list = try await client.list(.configMaps, ListOptions(namespace: "default"))
            let stream = try await client.watch(.configMaps, WatchOptions(namespace: "default", revision: list.revision))
            for index in 0..<200 {
                try await client.createDocument(
                    ["metadata": ["name": .string("c\(index)")], "data": ["k": "v"]], .configMaps, namespace: "default")
            }
            var names: Set<String> = []
            for try await event in stream {
                if case .added(let record) = event { names.insert(record.key.name) }
                if names.count == 200 { break }
            }
            #expect(names.count == 200)
        }
    }

    @Test func marksTheEndOfTheInitialState() async throws {
        try await withServer { client, _, _ in
            let answer = try await client.send(
                APIRequest(
                    path: "/api/v1/namespaces",
                    query: [
                        ("watch", "true"), ("sendInitialEvents", "true"), ("resourceVersionMatch", "NotOlderThan"),
                        ("allowWatchBookmarks", "true"), ("timeoutSeconds", "1"),
                    ]))
            let lines = answer.body.split(separator: UInt8(ascii: "\n")).compactMap { try? JSON.parse(Array($0)) }
            let bookmark = try #require(lines.firstIndex { $0["type"] == "BOOKMARK" })
            #expect(lines[..<bookmark].allSatisfy { $0["type"] == "ADDED" && $0["object"]["kind"] == "Namespace" })
            #expect(bookmark >= 4)
            #expect(lines[bookmark]["object"]["metadata"]["annotations"]["k8s.io/initial-events-end"] == "true")
        }
    }

    @Test func tellsWatchersOfOldRevisionsInTheStream() async throws {
        try await withServer { client, server, _ in
            guard let cache = server.core.registry.store(.configMaps)?.cache else { return }
            cache.load([], at: 1_000_000)
            let answer = try await client.send(
                APIRequest(path: "/api/v1/configmaps", query: [("watch", "true"), ("resourceVersion", "5"), ("timeoutSeconds", "5")]))
            let line = try JSON.parse(Array(answer.body.dropLast()))
            #expect(line["type"] == "ERROR")
            #expect(line["object"]["code"] == 410)
            #expect(line["object"]["reason"] == "Expired")
        }
    }

    @Test func makesTheServiceKubernetesAgain() async throws {
        try await withServer { client, _, _ in
            try await client.delete(Service.self, namespace: "default", name: "kubernetes")
            for _ in 0..<100 {
                if try await client.find(Service.self, namespace: "default", name: "kubernetes") != nil { return }
                try await Task.sleep(for: .milliseconds(20))
            }
            Issue.record("the service did not come back")
        }
    }

    @Test func refusesLargeBodies() async throws {
        try await withServer { client, _, _ in
            let data = String(repeating: "x", count: 4 << 20)
            do {
                try await client.createDocument(
                    ["metadata": ["name": "big"], "data": ["k": .string(data)]], .configMaps, namespace: "default")
                Issue.record("a body over the limit was accepted")
            } catch let error as APIError {
                #expect(error.code == 413)
            }
        }
    }
}
