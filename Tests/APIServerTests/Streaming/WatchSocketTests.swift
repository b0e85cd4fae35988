import Document
import HTTPServing
import Logging
import NIOCore
import NIOHTTP1
import Resources
import Storage
import Testing

@testable import APIServer

@Suite struct WatchSocketTests {
    /// An API server over plain HTTP; its door as a client reaches it, and its core.
    private func withServer(_ body: (HTTPClientConnection, ServerCore) async throws -> Void) async throws {
        let core = ServerCore(registry: ResourceRegistry(storage: MemoryStorage()), parts: .init(authorizer: TestServer.AllowAll()))
        let subscription = try await core.start(logger: Logger(label: "test"))
        try await serving(core.door(StreamingTests.Anybody())) { port in
            try await body(HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil), core)
        }
        subscription.cancel()
    }

    private func create(_ name: String, in core: ServerCore, padding: Int = 1) async throws {
        let map: JSON = [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": .string(name), "namespace": "default"],
            "data": ["k": .string(String(repeating: "x", count: padding))],
        ]
        _ = try await core.registry.store(.configMaps)?.create(map, key: ObjectKey(namespace: "default", name: name))
    }

    private func next(_ socket: WebSocketConnection) async throws -> JSON? {
        guard let message = try await socket.messages.next() else { return nil }
        guard case .text(let bytes) = message else { throw APIError.internalError("a message that is no text") }
        return try JSON.parse(Array(bytes.readableBytesView))
    }

    @Test func anEventAMessage() async throws {
        try await withServer { api, core in
            try await create("a", in: core)
            try await create("b", in: core)
            let token = "base64url.bearer.authorization.k8s.io." + "c2VzYW1l"
            let answer = try await api.webSocket(TestServer.configMaps + "?watch=1", subprotocols: [token, "base64.binary.k8s.io"])
            #expect(answer.headers.first(name: "sec-websocket-protocol") == "base64.binary.k8s.io")
            let socket = try #require(answer.webSocket)
            var names: [String] = []
            while names.count < 2, let event = try await next(socket) {
                #expect(event["type"] == "ADDED")
                names.append(event["object"]["metadata"]["name"].string ?? "")
            }
            #expect(names == ["a", "b"])
            try await create("c", in: core)
            #expect(try await next(socket)?["object"]["metadata"]["name"] == "c")
            await socket.close(.normal)
        }
    }

    @Test func aPlaceThatIsGoneIsTold() async throws {
        try await withServer { api, core in
            for index in 0..<3 { try await create("m\(index)", in: core) }
            let answer = try await api.webSocket(TestServer.configMaps + "?watch=1&resourceVersion=1&timeoutSeconds=1", subprotocols: [])
            let socket = try #require(answer.webSocket)
            // Either the history reaches back that far, or the client is told to list anew; the end comes by the timeout in any case.
            while let event = try await next(socket) { #expect(event["type"] == "ADDED" || event["object"]["code"] == 410) }
        }
    }

    @Test func manyLargeEventsArriveInOrder() async throws {
        try await withServer { api, core in
            for index in 0..<60 { try await create("m\(100 + index)", in: core, padding: 50_000) }
            let answer = try await api.webSocket(TestServer.configMaps + "?watch=1", subprotocols: [])
            let socket = try #require(answer.webSocket)
            for index in 0..<60 { #expect(try await next(socket)?["object"]["metadata"]["name"].string == "m\(100 + index)") }
            await socket.close(.normal)
        }
    }

    @Test func severalSubprotocolsAreRefused() async throws {
        try await withServer { api, _ in
            let answer = try await api.webSocket(TestServer.configMaps + "?watch=1", subprotocols: ["a", "b"])
            #expect(answer.status == 400)
            answer.close()
        }
    }
}
