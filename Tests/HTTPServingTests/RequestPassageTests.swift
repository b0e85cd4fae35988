import HTTPServing
import NIOCore
import NIOHTTP1
import Testing

@Suite struct RequestPassageTests {
    /// Answers with the fields it was sent, a line each.
    private static let backend = ClosureHandler { request, exchange in
        if request.isWebSocketUpgrade {
            return exchange.webSocket(subprotocol: nil) { socket in
                while let message = try? await socket.messages.next() { socket.post(message) }
            }
        }
        let lines = request.headers.map { "\($0.name.lowercased()): \($0.value)" }.sorted().joined(separator: "\n")
        exchange.respond(
            status: 201, headers: ["X-Seen": request.method + " " + request.path, "Keep-Alive": "timeout=5"],
            body: ByteBuffer(string: lines))
    }

    /// A passage to the backend behind a server of its own.
    private func withPassage(headers: HTTPHeaders, _ body: (HTTPClientConnection) async throws -> Void) async throws {
        try await withServer(Self.backend) { _, port in
            let passage = RequestPassage(to: HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil), headers: headers)
            let front = ClosureHandler(policy: { _, _, _ in .stream }) { request, exchange in
                Task { try await passage.pass(request, to: "/passed" + request.path, exchange) }
            }
            try await withServer(front) { _, port in try await body(HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil)) }
        }
    }

    private func lines(_ answer: HTTPClientAnswer) async throws -> [String] {
        String(buffer: try await answer.body.collect(upTo: 1 << 16)).split(separator: "\n").map(String.init)
    }

    @Test func ownFieldsReplaceTheClients() async throws {
        let own = HTTPHeaders([
            ("Authorization", "Bearer own"), ("Impersonate-Group", "a"), ("Impersonate-Group", "b"), ("User-Agent", "own"),
        ])
        try await withPassage(headers: own) { client in
            let answer = try await client.request(
                "GET", "/x",
                headers: ["Authorization": "Bearer theirs", "Impersonate-Group": "admins", "User-Agent": "theirs", "X-Other": "1"])
            #expect(answer.status == 201 && answer.headers.first(name: "x-seen") == "GET /passed/x")
            #expect(answer.headers["keep-alive"].isEmpty)
            let seen = try await lines(answer)
            #expect(seen.filter { $0.hasPrefix("authorization") } == ["authorization: Bearer own"])
            #expect(seen.filter { $0.hasPrefix("impersonate") } == ["impersonate-group: a", "impersonate-group: b"])
            #expect(seen.contains("user-agent: theirs") && seen.contains("x-other: 1"))
            answer.close()
        }
    }

    @Test func upgradesAreJoined() async throws {
        try await withPassage(headers: [:]) { client in
            let answer = try await client.webSocket("/ws", subprotocols: [])
            let socket = try #require(answer.webSocket)
            try await socket.send(.binary(ByteBuffer(string: "there and back")))
            #expect(try await socket.messages.next() == .binary(ByteBuffer(string: "there and back")))
            await socket.close(.normal)
        }
    }

    @Test func nothingIsAnsweredWhenTheBackendIsAway() async throws {
        let passage = RequestPassage(to: HTTPClientConnection(host: "127.0.0.1", port: 1, tls: nil), headers: [:])
        let front = ClosureHandler { request, exchange in
            Task {
                do {
                    try await passage.pass(request, to: "/", exchange)
                } catch {
                    exchange.respond(.text(502, "away"))
                }
            }
        }
        try await withServer(front) { _, port in
            let answer = try await HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil).request("GET", "/")
            #expect(answer.status == 502)
            answer.close()
        }
    }
}
