import HTTPServing
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@Suite struct WebSocketTests {
    static let echoing = ClosureHandler { request, exchange in
        let chosen = request.webSocketSubprotocols.first { $0.hasPrefix("v5") }
        exchange.webSocket(subprotocol: chosen, messageLimit: 1_000) { socket in
            while let message = try? await socket.messages.next() { try? await socket.send(message) }
        }
    }

    static let handshake =
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: v4.channel.k8s.io, v5.channel.k8s.io\r\n\r\n"

    /// A client frame with the mask 1 2 3 4 (RFC 6455 section 5.2).
    static func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [first, 0x80 | UInt8(payload.count), 1, 2, 3, 4] + payload.enumerated().map { $1 ^ UInt8($0 % 4 + 1) }
    }

    private func afterHandshake(_ body: (RawSocket) async throws -> Void) async throws {
        try await withServer(Self.echoing) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send(Self.handshake)
                let head = try await socket.read { $0.hasSuffix("\r\n\r\n") }
                // The key and its answer are the example of RFC 6455 section 1.3.
                #expect(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
                #expect(head.contains("Sec-WebSocket-Protocol: v5.channel.k8s.io\r\n"))
                try await body(socket)
            }
        }
    }

    @Test func echoesMessagesAndJoinsFragments() async throws {
        try await afterHandshake { socket in
            try await socket.send(Self.frame(0x82, [9, 8, 7]))
            #expect(try await socket.readBytes(5) == [0x82, 3, 9, 8, 7])
            try await socket.send(Self.frame(0x01, Array("ab".utf8)) + Self.frame(0x89, [5]) + Self.frame(0x80, Array("cd".utf8)))
            // The ping between the fragments is answered first.
            #expect(try await socket.readBytes(9) == [0x8A, 1, 5, 0x81, 4] + Array("abcd".utf8))
        }
    }

    @Test func answersAClose() async throws {
        try await afterHandshake { socket in
            try await socket.send(Self.frame(0x88, [0x03, 0xE8]))
            #expect(try await socket.readBytes(100) == [0x88, 2, 0x03, 0xE8])
        }
    }

    @Test func closesOnTooLargeMessages() async throws {
        try await afterHandshake { socket in
            let payload = [UInt8](repeating: 0, count: 100)
            for index in 0..<11 { try? await socket.send(Self.frame(index == 0 ? 0x02 : 0x00, payload)) }
            let answer = try await socket.readBytes(100)
            #expect(answer.prefix(4).suffix(2) == [0x03, 0xF1])
        }
    }

    @Test func closesOnUnmaskedFrames() async throws {
        try await afterHandshake { socket in
            try await socket.send([0x82, 1, 0])
            #expect(try await socket.readBytes(100).prefix(4).suffix(2) == [0x03, 0xEA])
        }
    }

    @Test func refusesAHandshakeWithoutKey() async throws {
        try await withServer(Self.echoing) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send(
                    "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n")
                #expect(try await socket.readAll().hasPrefix("HTTP/1.1 400 "))
            }
        }
    }

    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
    func base64(plain: String, encoded: String) {
        #expect(Base64.encode(plain.utf8) == encoded)
        #expect(Base64.decode(encoded.utf8) == Array(plain.utf8))
        #expect(Base64.decode("a".utf8) == nil && Base64.decode("?".utf8) == nil)
    }
}

/// A server that is stopped while clients are connected.
@Suite struct ShutdownTests {
    /// The quickest of several stops: the machine may have other things to do for a while.
    private func quickestStop(after handshake: String, _ handler: ClosureHandler) async throws -> Duration {
        var quickest = Duration.seconds(3600)
        for _ in 0..<10 where quickest >= Self.limit { quickest = min(quickest, try await stop(after: handshake, handler)) }
        return quickest
    }

    private static let limit = Duration.milliseconds(500)

    /// Joins what a stopped server must not wait for: a WebSocket and a raw connection, whose clients never say farewell.
    private func stop(after handshake: String, _ handler: ClosureHandler) async throws -> Duration {
        var began = ContinuousClock.now
        var channels: [any Channel] = []
        try await withServer(handler) { _, port in
            // Nobody reads what the server says on these.
            for _ in 0..<3 {
                let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .channelOption(ChannelOptions.autoRead, value: false).connect(host: "127.0.0.1", port: port).get()
                channels.append(channel)
                try await channel.writeAndFlush(ByteBuffer(string: handshake)).get()
            }
            try await Task.sleep(for: .milliseconds(50))
            began = .now
        }
        let took = ContinuousClock.now - began
        for channel in channels { try? await channel.close() }
        return took
    }

    @Test func webSocketsDoNotHoldItUp() async throws {
        let handler = ClosureHandler { _, exchange in
            exchange.webSocket(subprotocol: nil, messageLimit: 1_000) { socket in
                while (try? await socket.messages.next()) != nil {}
                await socket.close(.normal)
            }
        }
        #expect(try await quickestStop(after: WebSocketTests.handshake, handler) < Self.limit)
    }

    @Test func rawConnectionsDoNotHoldItUp() async throws {
        let handler = ClosureHandler { _, exchange in
            exchange.upgrade(to: "raw") { connection in
                while (try? await connection.inbound.next()) != nil {}
                connection.close()
            }
        }
        let handshake = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\n"
        #expect(try await quickestStop(after: handshake, handler) < Self.limit)
    }
}
