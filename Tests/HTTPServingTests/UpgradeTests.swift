import HTTPServing
import NIOCore
import NIOHTTP1
import Testing

@Suite struct UpgradeTests {
    /// Echoes raw bytes after an upgrade, then half-closes.
    static let echoing = ClosureHandler { request, exchange in
        exchange.upgrade(to: "SPDY/3.1") { raw in
            while let part = try? await raw.inbound.next() { try? await raw.write(part) }
            raw.finishWriting()
        }
    }

    @Test func rawBytesBothWays() async throws {
        try await withServer(Self.echoing) { _, port in
            let client = HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil)
            let answer = try await client.request("POST", "/exec", headers: ["Connection": "Upgrade", "Upgrade": "SPDY/3.1"])
            #expect(answer.status == 101)
            #expect(answer.headers.first(name: "upgrade") == "SPDY/3.1")
            let raw = try #require(answer.upgraded)
            let piece = ByteBuffer(repeating: 7, count: 100_000)
            let sending = Task {
                for _ in 0..<20 { try await raw.write(piece) }
                raw.finishWriting()
            }
            let echoed = try await raw.inbound.collect(upTo: 10_000_000)
            try await sending.value
            #expect(echoed.readableBytes == 2_000_000)
            raw.close()
        }
    }

    @Test func earlyBytesAreNotLost() async throws {
        try await withServer(Self.echoing) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send("POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\nearly")
                #expect(try await socket.read { $0.hasSuffix("early") }.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
            }
        }
    }

    @Test func aPlainRequestCannotBeUpgraded() async throws {
        try await withServer(Self.echoing) { _, port in
            let answer = try await HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil).request("GET", "/")
            #expect(answer.status == 400)
            answer.close()
        }
    }

    @Test func refusedUpgradeDeliversTheAnswer() async throws {
        let handler = ClosureHandler { _, exchange in exchange.respond(.text(403, "no")) }
        try await withServer(handler) { _, port in
            let client = HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil)
            let answer = try await client.request("POST", "/", headers: ["Connection": "Upgrade", "Upgrade": "SPDY/3.1"])
            #expect(answer.status == 403 && answer.upgraded == nil)
            #expect(String(buffer: try await answer.body.collect(upTo: 100)) == "no\n")
            answer.close()
        }
    }

    @Test func spdySessionsTalk() async throws {
        let handler = ClosureHandler { _, exchange in
            exchange.upgrade(to: "SPDY/3.1") { raw in
                let session = SPDYSession(connection: raw, role: .server)
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { try? await session.run() }
                    group.addTask {
                        while let stream = try? await session.incoming.next() {
                            try? await stream.reply()
                            try? await stream.write(ByteBuffer(string: (stream.headers.first(name: "streamType") ?? "") + ":"))
                            while let part = try? await stream.inbound.next() { try? await stream.write(part) }
                            await stream.finish()
                        }
                    }
                }
            }
        }
        try await withServer(handler) { _, port in
            let client = HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil)
            let answer = try await client.request("POST", "/exec", headers: ["Connection": "Upgrade", "Upgrade": "SPDY/3.1"])
            let session = SPDYSession(connection: try #require(answer.upgraded), role: .client)
            let running = Task { try await session.run() }
            for kind in ["stdin", "error"] {
                let stream = try await session.openStream(headers: [SPDYHeader("streamType", kind)])
                try await stream.write(ByteBuffer(repeating: UInt8(ascii: "z"), count: 100_000))
                await stream.finish()
                let text = String(buffer: try await stream.inbound.collect(upTo: 1_000_000))
                #expect(text.hasPrefix(kind + ":zzz") && text.utf8.count == 100_000 + kind.utf8.count + 1)
            }
            session.close()
            _ = try? await running.value
        }
    }
}
