import Client
import Document
import FoundationEssentials
import PKI
import Resources
import Testing

@testable import APIServer

/// One server in front of another that has a group of its own: a kind that a CustomResourceDefinition makes there, and nowhere else.
@Suite struct AggregationTests {
    private static let flunders = ResourceType(group: "wardle.example.com", version: "v1", plural: "flunders", kind: "Flunder")
    private static let definition: JSON = [
        "metadata": ["name": "flunders.wardle.example.com"],
        "spec": [
            "group": "wardle.example.com", "scope": "Namespaced", "names": ["plural": "flunders", "kind": "Flunder", "shortNames": ["fl"]],
            "versions": [
                [
                    "name": "v1", "served": true, "storage": true, "subresources": ["status": [:]],
                    "schema": [
                        "openAPIV3Schema": [
                            "type": "object", "properties": ["spec": ["type": "object", "properties": ["reference": ["type": "string"]]]],
                        ]
                    ],
                ]
            ],
        ],
    ]
    private static let name = "v1.wardle.example.com"
    private static let flunder: JSON = [
        "apiVersion": "wardle.example.com/v1", "kind": "Flunder", "metadata": ["name": "a"], "spec": ["reference": "x"],
    ]

    private struct Pair {
        let front: LiveServer
        let back: LiveServer
    }

    /// The service leads to the server behind, as Endpoints that somebody wrote say.
    private func withServers(trustsFront: Bool = true, _ body: (Pair) async throws -> Void) async throws {
        let proxies = try CertificateAuthority.create(commonName: "proxy-ca")
        let proxy = try proxies.issue(commonName: "front-proxy-client", usages: [.client])
        try await LiveServer.run(dnsNames: ["wardle.default.svc"]) { configuration in
            if trustsFront {
                configuration.frontProxy = FrontProxy(authorityPEM: proxies.certificatePEM, names: ["front-proxy-client"])
            }
        } _: { back in
            try await back.client.createDocument(
                Self.definition, .customResourceDefinitions, namespace: "")
            try await eventually { try await served(Self.flunders, back) }
            try await LiveServer.run {
                $0.proxyClient = proxy
            } _: { front in
                try await front.client.createDocument(
                    ["metadata": ["name": "wardle"], "spec": ["ports": [["port": 443, "targetPort": 8443]]]], .services,
                    namespace: "default")
                try await front.client.createDocument(
                    [
                        "metadata": ["name": "wardle"],
                        "subsets": [["addresses": [["ip": "10.9.9.9"]], "ports": [["port": .int(Int64(back.port))]]]],
                    ], .endpoints, namespace: "default")
                // Loopback is no address of an endpoint that may be written; the cache takes what the store would.
                try lead(front, to: back.port)
                try await body(Pair(front: front, back: back))
            }
        }
    }

    private func lead(_ front: LiveServer, to port: Int) throws {
        let store = try #require(front.server.core.registry.store(.endpoints))
        let key = ObjectKey(namespace: "default", name: "wardle")
        var document = try #require(try store[key]?.document())
        document["subsets"] = [["addresses": [["ip": "127.0.0.1"]], "ports": [["port": .int(Int64(port))]]]]
        let revision = store.cache.snapshot().revision + 1
        document["metadata"]["resourceVersion"] = .string(String(revision))
        store.cache.apply([.init(key: key, revision: revision, record: ObjectRecord(document: document))])
    }

    private func served(_ type: ResourceType, _ server: LiveServer) async throws -> Bool {
        do {
            _ = try await server.client.list(type, ListOptions(namespace: "default"))
            return true
        } catch let error as APIError where error.isNotFound || error.code == 503 {
            return false
        }
    }

    private func eventually(_ holds: () async throws -> Bool) async throws {
        for _ in 0..<500 {
            if try await holds() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("what was waited for did not come")
    }

    private func register(_ pair: Pair, bundle: String? = nil, port: Int = 443) async throws {
        let authority = Data(pair.back.authority.certificatePEM.utf8).base64EncodedString()
        try await pair.front.client.createDocument(
            [
                "metadata": ["name": .string(Self.name)],
                "spec": [
                    "group": "wardle.example.com", "version": "v1", "groupPriorityMinimum": 2000, "versionPriority": 200,
                    "caBundle": .string(bundle ?? authority),
                    "service": ["namespace": "default", "name": "wardle", "port": .int(Int64(port))],
                ],
            ], .apiServices, namespace: "")
    }

    private func condition(_ pair: Pair) async throws -> Condition? {
        let object = try await pair.front.client.getDocument(.apiServices, namespace: "", name: Self.name)
        return (object["status"]["conditions"].array ?? []).map { Condition($0) }[type: "Available"]
    }

    private func json(_ pair: Pair, _ path: String, accept: String? = nil) async throws -> JSON {
        try JSON.parse(try await pair.front.client.send(APIRequest(path: path, accept: accept)).body)
    }

    @Test func passesRequestsOn() async throws {
        try await withServers { pair in
            try await register(pair)
            try await eventually { try await condition(pair)?.isTrue ?? false }
            #expect(try await condition(pair)?.message == "all checks passed")
            let start = try await pair.front.client.list(Self.flunders, ListOptions(namespace: "default")).revision
            let stream = try await pair.front.client.watch(Self.flunders, WatchOptions(namespace: "default", revision: start))
            try await pair.front.client.createDocument(Self.flunder, Self.flunders, namespace: "default")
            for try await event in stream {
                guard case .added(let record) = event else { continue }
                #expect(record.key.name == "a")
                break
            }
            // It is there, and only there; also for who asks from inside of the process.
            #expect(try await pair.back.client.list(Self.flunders, ListOptions()).records.map(\.key.name) == ["a"])
            #expect(pair.front.server.core.registry.served(Self.flunders) == nil)
            let inside = pair.front.server.client(as: UserInfo(name: "me", groups: [UserInfo.Group.masters]))
            #expect(try await inside.list(Self.flunders, ListOptions(namespace: "default")).records.map(\.key.name) == ["a"])
            try await inside.delete(Self.flunders, namespace: "default", name: "a")
            #expect(try await pair.front.client.list(Self.flunders, ListOptions()).records.isEmpty)
            // Refusals come as they are said there.
            do {
                _ = try await pair.front.client.getDocument(Self.flunders, namespace: "default", name: "b")
                Issue.record("an object was found that is not there")
            } catch let error as APIError {
                #expect(error.message == #"flunders.wardle.example.com "b" not found"#)
            }
        }
    }

    @Test func saysWhoAsks() async throws {
        try await withServers { pair in
            try await register(pair)
            try await eventually { try await condition(pair)?.isTrue ?? false }
            // A token of the server in front: nobody the one behind knows, but by the word of its proxy.
            let jane = pair.front.server.client(as: UserInfo(name: "jane", uid: "7", groups: ["system:masters"]))
            try await jane.createDocument(Self.flunder, Self.flunders, namespace: "default")
            let other = pair.front.server.client(
                as: UserInfo(name: "mallory", groups: ["readers", "system:authenticated"], extra: ["example.com/x": ["1"]]))
            do {
                // The one in front lets nobody through that its own rules do not allow, so they have to say the same.
                try await pair.front.client.createDocument(
                    ["metadata": ["name": "r"], "rules": [["apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]]]], .clusterRoles,
                    namespace: "")
                try await pair.front.client.createDocument(
                    [
                        "metadata": ["name": "r"],
                        "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "r"],
                        "subjects": [["apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "mallory"]],
                    ], .clusterRoleBindings, namespace: "")
                _ = try await other.getDocument(Self.flunders, namespace: "default", name: "a")
                Issue.record("somebody was let in that the server behind does not know")
            } catch let error as APIError {
                #expect(error.message.contains(#"User "mallory" cannot get resource "flunders""#), "\(error.message)")
            }
        }
    }

    @Test func tellsOfTheGroup() async throws {
        try await withServers { pair in
            try await register(pair)
            try await eventually { try await condition(pair)?.isTrue ?? false }
            let groups = try await json(pair, "/apis")["groups"].array ?? []
            // Before those of custom kinds and metrics, after the server's own.
            let names = groups.compactMap { $0["name"].string }
            #expect(names.firstIndex(of: "wardle.example.com") ?? -1 > names.firstIndex(of: "resource.k8s.io") ?? 99)
            #expect(names.firstIndex(of: "wardle.example.com") ?? 99 < names.firstIndex(of: "metrics.k8s.io") ?? -1)
            #expect(try await json(pair, "/apis/wardle.example.com")["preferredVersion"]["version"] == "v1")
            #expect(try await json(pair, "/apis/wardle.example.com/v1")["resources"][0]["name"] == "flunders")
            let all = try await json(
                pair, "/apis", accept: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json")
            let group = try #require(all["items"].array?.first { $0["metadata"]["name"] == "wardle.example.com" })
            #expect(group["versions"][0]["freshness"] == "Current")
            let resource = group["versions"][0]["resources"][0]
            #expect(resource["resource"] == "flunders")
            #expect(resource["shortNames"] == ["fl"])
            #expect(resource["subresources"][0]["subresource"] == "status")
            let index = try await json(pair, "/openapi/v3")["paths"]["apis/wardle.example.com/v1"]["serverRelativeURL"].string ?? ""
            #expect(index.hasPrefix("/openapi/v3/apis/wardle.example.com/v1?hash="))
            let schemas = try await json(pair, index)["components"]["schemas"]
            #expect(schemas["com.example.wardle.v1.Flunder"]["properties"]["spec"].object != nil)
            let swagger = try await json(pair, "/openapi/v2")
            #expect(swagger["definitions"]["com.example.wardle.v1.Flunder"]["properties"]["spec"].object != nil)
            #expect(swagger["paths"]["/apis/wardle.example.com/v1/namespaces/{namespace}/flunders"]["get"].object != nil)
        }
    }

    @Test func refusesWhileTheServerIsNotThere() async throws {
        try await withServers { pair in
            try await register(pair, port: 444)
            try await eventually { try await condition(pair)?.reason == "ServicePortError" }
            #expect(try await condition(pair)?.message == #"service/wardle in "default" is not listening on port 444"#)
            do {
                _ = try await pair.front.client.list(Self.flunders, ListOptions())
                Issue.record("a server that is not there answered")
            } catch let error as APIError {
                #expect(error.code == 503)
            }
            let all = try await json(
                pair, "/apis", accept: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json")
            let group = try #require(all["items"].array?.first { $0["metadata"]["name"] == "wardle.example.com" })
            #expect(group["versions"][0]["freshness"] == "Stale")
            // Another authority's word does not do.
            let strangers = try CertificateAuthority.create(commonName: "strangers").certificatePEM
            try await pair.front.client.patchDocument(
                .apiServices, name: Self.name,
                .merge([
                    "spec": [
                        "service": ["port": 443], "caBundle": .string(Data(strangers.utf8).base64EncodedString()),
                    ]
                ]))
            try await eventually { try await condition(pair)?.reason == "FailedDiscoveryCheck" }
            let unknown = try await condition(pair)?.message ?? ""
            #expect(unknown.hasSuffix("tls: failed to verify certificate: x509: certificate signed by unknown authority"), "\(unknown)")
            // A null in a literal is left out, and here it is meant.
            let noBundle = try JSON.parse(Array(#"{"spec":{"caBundle":null,"insecureSkipTLSVerify":true}}"#.utf8))
            try await pair.front.client.patchDocument(.apiServices, name: Self.name, .merge(noBundle))
            try await eventually { try await condition(pair)?.isTrue ?? false }
            let closed = try await serving(FakeKubelet()) { $0 }
            try lead(pair.front, to: closed)
            try await eventually { try await condition(pair)?.reason == "FailedDiscoveryCheck" }
            let place = "https://127.0.0.1:\(closed)/apis/wardle.example.com/v1"
            #expect(
                try await condition(pair)?.message == "failing or missing response from \(place): Get \"\(place)\": "
                    + "dial tcp 127.0.0.1:\(closed): connect: connection refused")
            try await pair.front.client.delete(.services, namespace: "default", name: "wardle")
            try await eventually { try await condition(pair)?.reason == "ServiceNotFound" }
            try await pair.front.client.delete(.apiServices, namespace: "", name: Self.name)
            try await eventually { try await json(pair, "/apis")["groups"].array?.contains { $0["name"] == "wardle.example.com" } == false }
        }
    }

    @Test func doesNotBelieveAServerThatDoesNotKnowIt() async throws {
        try await withServers(trustsFront: false) { pair in
            try await register(pair)
            try await eventually { try await condition(pair)?.reason == "FailedDiscoveryCheck" }
            let message = try await condition(pair)?.message ?? ""
            #expect(message.hasSuffix(": 401") || message.hasSuffix(": 403"), "\(message)")
        }
    }
}
