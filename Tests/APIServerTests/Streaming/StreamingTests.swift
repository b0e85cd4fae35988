import Document
import HTTPServing
import Logging
import NIOCore
import NIOHTTP1
import PKI
import Resources
import Storage
import Testing

@testable import APIServer

@Suite struct StreamingTests {
    struct Anybody: RequestAuthenticator {
        func authenticate(headers: HTTPHeaders, connection: HTTPConnectionInfo) throws(APIError) -> UserInfo? { UserInfo(name: "tester") }
    }

    /// An API server over plain HTTP with one pod on one node, whose kubelet is a fake one.
    private func withServer(_ body: (HTTPClientConnection) async throws -> Void) async throws {
        try await withServer { api, _ in try await body(api) }
    }

    private func withServer(_ body: (HTTPClientConnection, ServerCore) async throws -> Void) async throws {
        let authority = try CertificateAuthority.create(commonName: "test-ca")
        let identity = try authority.issue(commonName: "node", addresses: ["127.0.0.1"], usages: [.server, .client])
        let tls = try ServerTLS(
            certificateChain: Array(identity.certificatePEM.utf8), privateKey: Array(identity.privateKeyPEM.utf8))
        try await serving(FakeKubelet(), tls: tls) { kubeletPort in
            let registry = ResourceRegistry(storage: MemoryStorage())
            var parts = ServerCore.Parts(authorizer: TestServer.AllowAll())
            parts.connects = StreamingHandlers.all(
                registry: registry, kubelets: try KubeletAccess(identity: identity, authorityPEM: authority.certificatePEM))
            let core = ServerCore(registry: registry, parts: parts)
            let subscription = try await core.start(logger: Logger(label: "test"))
            try await store(registry, kubeletPort: kubeletPort)
            try await serving(core.door(Anybody())) { port in
                try await body(HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil), core)
            }
            subscription.cancel()
        }
    }

    private func store(_ registry: ResourceRegistry, kubeletPort: Int) async throws {
        let node: JSON = [
            "apiVersion": "v1", "kind": "Node", "metadata": ["name": "n1"],
            "status": [
                "addresses": [["type": "InternalIP", "address": "127.0.0.1"]],
                "daemonEndpoints": ["kubeletEndpoint": ["Port": .int(Int64(kubeletPort))]],
            ],
        ]
        let pod: JSON = [
            "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "web", "namespace": "default"],
            "spec": ["nodeName": "n1", "containers": [["name": "main", "image": "i"], ["name": "refused", "image": "i"]]],
        ]
        _ = try await registry.store(.nodes)?.create(node, key: ObjectKey(namespace: "", name: "n1"))
        _ = try await registry.store(.pods)?.create(pod, key: ObjectKey(namespace: "default", name: "web"))
    }

    private static let pod = "/api/v1/namespaces/default/pods/web"
    private static let webSocket: HTTPHeaders = [
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    ]

    /// A masked client frame with a mask of zeroes, which leaves the payload as it is.
    private static func frame(_ payload: [UInt8], opcode: UInt8 = 2) -> ByteBuffer {
        ByteBuffer(bytes: [0x80 | opcode, 0x80 | UInt8(payload.count), 0, 0, 0, 0] + payload)
    }

    /// The payloads of the server's frames until it closes; all are shorter than 64 KiB.
    private static func messages(_ raw: RawConnection) async throws -> [[UInt8]] {
        var bytes: [UInt8] = []
        for try await part in raw.inbound { bytes += Array(part.readableBytesView) }
        var payloads: [[UInt8]] = []
        var index = 0
        while index + 2 <= bytes.count, bytes[index] & 15 != 8 {
            var length = Int(bytes[index + 1])
            index += 2
            if length == 126 {
                length = Int(bytes[index]) << 8 | Int(bytes[index + 1])
                index += 2
            }
            payloads.append(Array(bytes[index..<(index + length)]))
            index += length
        }
        return payloads
    }

    @Test func execOverWebSocket() async throws {
        try await withServer { api in
            var headers = Self.webSocket
            headers.add(name: "Sec-WebSocket-Protocol", value: "v5.channel.k8s.io, v4.channel.k8s.io")
            let answer = try await api.request(
                "GET", Self.pod + "/exec?command=cat&container=main&stdin=true&stdout=true", headers: headers)
            #expect(answer.status == 101 && answer.headers.first(name: "sec-websocket-protocol") == "v5.channel.k8s.io")
            let raw = try #require(answer.upgraded)
            try await raw.write(Self.frame([0] + Array("hello".utf8)))
            try await raw.write(Self.frame([255, 0]))
            let payloads = try await Self.messages(raw)
            #expect(payloads.first == [1])
            #expect(payloads.filter { $0.first == 1 }.flatMap { $0.dropFirst() } == Array("hello".utf8))
            let last = try #require(payloads.last { $0.first == 3 })
            let status = try JSON.parse(Array(last.dropFirst()))
            #expect(status["reason"].string == "NonZeroExitCode")
            raw.close()
        }
    }

    @Test func execOverSPDYIsPassedThrough() async throws {
        try await withServer { api in
            let headers: HTTPHeaders = ["Connection": "Upgrade", "Upgrade": "SPDY/3.1", "X-Stream-Protocol-Version": "v4.channel.k8s.io"]
            let target = Self.pod + "/exec?command=cat&container=main&stdin=true&stdout=true"
            let answer = try await api.request("POST", target, headers: headers)
            #expect(answer.status == 101 && answer.headers.first(name: "x-stream-protocol-version") == "v4.channel.k8s.io")
            let session = SPDYSession(connection: try #require(answer.upgraded), role: .client)
            let running = Task { try await session.run() }
            let errors = try await session.openStream(headers: [SPDYHeader("streamType", "error")])
            let stdin = try await session.openStream(headers: [SPDYHeader("streamType", "stdin")])
            let stdout = try await session.openStream(headers: [SPDYHeader("streamType", "stdout")])
            try await stdin.write(ByteBuffer(string: "through"))
            await stdin.finish()
            #expect(String(buffer: try await stdout.inbound.collect(upTo: 100)) == "through")
            #expect(String(buffer: try await errors.inbound.collect(upTo: 1000)).contains("NonZeroExitCode"))
            session.close()
            _ = try? await running.value
        }
    }

    @Test func refusalsOfTheKubeletReachTheClient() async throws {
        try await withServer { api in
            let spdy: HTTPHeaders = ["Connection": "Upgrade", "Upgrade": "SPDY/3.1"]
            let answer = try await api.request("POST", Self.pod + "/exec?container=refused&stdout=true", headers: spdy)
            #expect(answer.status == 400)
            #expect(String(buffer: try await answer.body.collect(upTo: 1000)) == "no such container\n")
            answer.close()
        }
    }

    @Test(arguments: [
        ("/exec?container=nobody&stdout=true", 400, "container nobody is not valid for pod web"),
        ("/exec?stdout=true", 400, "a container name must be specified for pod web, choose one of: [main refused]"),
        ("/exec?container=main", 400, "you must specify at least 1 of stdin, stdout, stderr"),
        ("/exec?container=main&stdout=true", 400, "Upgrade request required"),
        (
            "/log?container=main&tailLines=-1", 422,
            #"PodLogOptions "web" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0"#
        ),
    ])
    func badRequests(query: String, code: Int, message: String) async throws {
        try await withServer { api in
            let answer = try await api.request("GET", Self.pod + query)
            let body = try JSON.parse(Array(try await answer.body.collect(upTo: 10_000).readableBytesView))
            #expect(answer.status == code && body["message"].string == message)
            answer.close()
        }
    }

    @Test func logsArePassedOn() async throws {
        try await withServer { api in
            let answer = try await api.request("GET", Self.pod + "/log?container=main&tailLines=5&timestamps=true&follow=true")
            #expect(answer.status == 200 && answer.headers.first(name: "content-type") == "text/plain")
            let text = String(buffer: try await answer.body.collect(upTo: 1000))
            #expect(text == "/containerLogs/default/web/main?follow=true&timestamps=true&tailLines=5\ncertificates: 1\n")
            answer.close()
        }
    }

    @Test func portForwardInsideAWebSocket() async throws {
        try await withServer { api in
            var headers = Self.webSocket
            headers.add(name: "Sec-WebSocket-Protocol", value: "SPDY/3.1+portforward.k8s.io")
            let answer = try await api.request("GET", Self.pod + "/portforward", headers: headers)
            #expect(answer.status == 101 && answer.headers.first(name: "sec-websocket-protocol") == "SPDY/3.1+portforward.k8s.io")
            let raw = try #require(answer.upgraded)
            // A SPDY ping of a client comes back through both connections.
            try await raw.write(Self.frame([0x80, 3, 0, 6, 0, 0, 0, 4, 0, 0, 0, 1]))
            let echoed = try await raw.inbound.next()
            #expect(echoed.map { Array($0.readableBytesView) } == [0x82, 12, 0x80, 3, 0, 6, 0, 0, 0, 4, 0, 0, 0, 1])
            raw.close()
        }
    }

    @Test func portForwardOverChannels() async throws {
        try await withServer { api in
            var headers = Self.webSocket
            headers.add(name: "Sec-WebSocket-Protocol", value: "v4.channel.k8s.io")
            let answer = try await api.request("GET", Self.pod + "/portforward?ports=80", headers: headers)
            let raw = try #require(answer.upgraded)
            try await raw.write(Self.frame([0] + Array("knock".utf8)))
            var bytes: [UInt8] = []
            while bytes.count < 18, let part = try await raw.inbound.next() { bytes += Array(part.readableBytesView) }
            #expect(bytes == [0x82, 3, 0, 80, 0, 0x82, 3, 1, 80, 0, 0x82, 6, 0] + Array("knock".utf8))
            raw.close()
        }
    }

    @Test func nodesProxyReachesTheKubelet() async throws {
        try await withServer { api in
            let answer = try await api.request("GET", "/api/v1/nodes/n1/proxy/stats/a%20b?x=1&y=%26")
            #expect(String(buffer: try await answer.body.collect(upTo: 1000)) == "GET /stats/a%20b?x=1&y=%26")
            answer.close()
            let redirect = try await api.request("GET", "/api/v1/nodes/n1/proxy")
            #expect(redirect.status == 301 && redirect.headers.first(name: "location") == "/api/v1/nodes/n1/proxy/")
            redirect.close()
        }
    }

    private func put(_ registry: ResourceRegistry, _ type: ResourceType, _ namespace: String, _ name: String, _ content: JSON) async throws
    {
        var object: JSON = ["apiVersion": .string(type.apiVersion), "kind": .string(type.kind)]
        object["metadata"] = ["name": .string(name), "namespace": .string(namespace)]
        _ = try await registry.store(type)?.create(
            MergePatch.apply(content, to: object), key: ObjectKey(namespace: namespace, name: name))
    }

    private func slice(_ service: String, port: Int, _ endpoints: [JSON]) -> JSON {
        [
            "metadata": ["labels": ["kubernetes.io/service-name": .string(service)]], "addressType": "IPv4",
            "endpoints": .array(endpoints), "ports": [["name": "http", "port": .int(Int64(port))]],
        ]
    }

    /// Slices lead to ready pods of the service's namespace alone, unless the service is the cluster's own.
    @Test func servicesProxyFollowsSlices() async throws {
        try await withServer { api, core in
            let registry = core.registry
            try await serving(FakeKubelet()) { port in
                let ports: JSON = ["spec": ["ports": [["name": "http", "port": 80], ["name": "other", "port": 81]]]]
                for name in ["web", "foreign"] { try await put(registry, .services, "default", name, ports) }
                let own: JSON = ["metadata": ["labels": ["kubernetes.io/cluster-service": "true"]]]
                try await put(registry, .services, "kube-system", "kube-dns", MergePatch.apply(own, to: ports))
                try await put(registry, .pods, "default", "a", ["status": ["podIPs": [["ip": "127.0.0.1"]]]])
                let target: JSON = ["kind": "Pod", "name": "a", "namespace": "default"]
                let endpoints: [JSON] = [
                    ["addresses": ["127.0.0.1"], "targetRef": target],
                    ["addresses": ["192.0.2.1"], "targetRef": target],
                    ["addresses": ["127.0.0.2"], "targetRef": target, "conditions": ["ready": false]],
                ]
                let bare: [JSON] = [["addresses": ["127.0.0.1"]]]
                try await put(registry, .endpointSlices, "default", "web-1", slice("web", port: port, endpoints))
                try await put(registry, .endpointSlices, "default", "foreign-1", slice("foreign", port: port, bare))
                try await put(registry, .endpointSlices, "kube-system", "kube-dns", slice("kube-dns", port: port, bare))
                func ask(_ namespace: String, _ name: String) async throws -> (status: UInt, text: String) {
                    let answer = try await api.request("GET", "/api/v1/namespaces/\(namespace)/services/\(name)/proxy/x")
                    defer { answer.close() }
                    return (UInt(answer.status), String(buffer: try await answer.body.collect(upTo: 10_000)))
                }
                for name in ["web:http", "web:80", "http:web:http"] {
                    for _ in 0..<5 { #expect(try await ask("default", name).text == "GET /x?") }
                }
                #expect(try await ask("kube-system", "kube-dns:http").text == "GET /x?")
                for name in ["web:other", "foreign:http"] {
                    let refused = try await ask("default", name)
                    #expect(refused.status == 503 && refused.text.contains("no endpoints available for service \\\"\(name)\\\""))
                }
                let unknown = try await ask("default", "web:82")
                #expect(unknown.status == 503 && unknown.text.contains("no service port"))
            }
        }
    }

    /// Metrics count what clients were answered, whoever answered them.
    @Test func connectionsAreCountedByWhatTheyWereAnswered() async throws {
        try await withServer { api, core in
            func ask(_ target: String, headers: HTTPHeaders = [:], method: String = "GET") async throws -> (status: Int, text: String) {
                let answer = try await api.request(method, target, headers: headers)
                defer { answer.close() }
                if let raw = answer.upgraded { raw.close() }
                return (answer.status, String(buffer: try await answer.body.collect(upTo: 10_000)))
            }
            #expect(try await ask("/api/v1/nodes/n1/proxy/stats").status == 200)
            #expect(try await ask("/api/v1/nodes/n1/proxy").status == 301)
            #expect(try await ask(Self.pod + "/log?container=main").status == 200)
            let spdy: HTTPHeaders = ["Connection": "Upgrade", "Upgrade": "SPDY/3.1", "X-Stream-Protocol-Version": "v4.channel.k8s.io"]
            #expect(try await ask(Self.pod + "/exec?command=cat&container=main&stdout=true", headers: spdy, method: "POST").status == 101)
            #expect(try await ask(Self.pod + "/exec?container=refused&stdout=true", headers: spdy, method: "POST").status == 400)
            // Nobody listens at a port that was given back.
            let closed = try await serving(FakeKubelet()) { $0 }
            try await put(core.registry, .pods, "default", "gone", ["status": ["podIP": "127.0.0.1"]])
            let refused = try await ask("/api/v1/namespaces/default/pods/gone:\(closed)/proxy/")
            #expect(refused.status == 503)
            #expect(
                try JSON.parse(Array(refused.text.utf8))["message"]
                    == .string("error trying to reach service: dial tcp 127.0.0.1:\(closed): connect: connection refused"))

            let counted = [
                ("nodes", "proxy", 200, 1), ("nodes", "proxy", 301, 1), ("pods", "log", 200, 1), ("pods", "exec", 101, 1),
                ("pods", "exec", 400, 1), ("pods", "proxy", 503, 1),
            ].map { resource, subresource, code, count in
                "apiserver_request_total{code=\"\(code)\",component=\"apiserver\",dry_run=\"\",group=\"\",resource=\"\(resource)\","
                    + "scope=\"resource\",subresource=\"\(subresource)\",verb=\"CONNECT\",version=\"v1\"} \(count)\n"
            }
            // A request is counted a moment after its answer.
            var text = ""
            for _ in 0..<200 where !counted.allSatisfy({ text.contains($0) }) {
                try await Task.sleep(for: .milliseconds(10))
                text = ""
                core.metrics.write(to: &text)
            }
            for line in counted { #expect(text.contains(line), "\(line)") }
        }
    }
}
