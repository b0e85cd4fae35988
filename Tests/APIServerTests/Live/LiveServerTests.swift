import Client
import Document
import NIOCore
import Resources
import Testing

@testable import APIServer

@Suite struct LiveServerTests {
    private func withServer(_ body: (HTTPSClient, APIServer, Int) async throws -> Void) async throws {
        try await LiveServer.run { try await body($0.client, $0.server, $0.port) }
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
