import Document
import HTTPServing
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import APIServer

/// Bytes that are no requests, clients that are slow, half open or too many: the server puts an end to them and serves on.
@Suite struct WireFuzzTests {
    private struct Echo: HTTPHandler {
        func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy { .collect(limit: 1 << 16) }
        func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
            if request.path == "/ws" {
                exchange.upgrade(to: "test") { raw in while let bytes = try? await raw.inbound.next() { try? await raw.write(bytes) } }
            } else {
                exchange.respond(status: 200, body: request.body)
            }
        }
    }

    private func withEcho(_ limits: HTTPLimits, _ body: (Int) async throws -> Void) async throws {
        let server = HTTPServer(
            configuration: HTTPServerConfiguration(listeners: [.init(host: "127.0.0.1", port: 0)], limits: limits), handler: Echo(),
            logger: .init(label: "test") { _ in Silent() })
        let running = Task { try await server.run() }
        let port = try await server.waitUntilListening().first?.port ?? 0
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(port)) } catch { outcome = .failure(error) }
        server.beginShutdown()
        try await running.value
        try outcome.get()
    }

    /// Opens a connection, sends `bytes`, and returns how many bytes came back until the server closed it, or nil when it stayed open.
    private func send(_ bytes: [UInt8], port: Int, halfCloses: Bool = true, patience: TimeAmount = .milliseconds(300)) async throws -> Int?
    {
        let counter = Counter()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(ChannelOptions.allowRemoteHalfClosure, value: false)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(counter.handler()) }
            }.connect(host: "127.0.0.1", port: port).get()
        try? await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
        if halfCloses { try? await channel.close(mode: .output).get() }
        let timer = channel.eventLoop.scheduleTask(in: patience) {
            counter.stayedOpen.store(true)
            channel.close(promise: nil)
        }
        try? await channel.closeFuture.get()
        timer.cancel()
        return counter.stayedOpen.load() ? nil : counter.received.load()
    }

    /// Whether an ordinary request is answered; on a busy machine it may itself be too slow for such short limits, and try again.
    private func answers(_ port: Int) async -> Bool {
        for _ in 0..<100 {
            let connection = HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil)
            if let answer = try? await connection.request("GET", "/healthz", headers: ["Connection": "close"]) {
                answer.close()
                return answer.status == 200
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    @Test func strangeBytes() async throws {
        var limits = HTTPLimits()
        (limits.headerTimeout, limits.idleTimeout, limits.bodyTimeout) = (.milliseconds(100), .milliseconds(100), .milliseconds(100))
        let words = [
            "\r\n", "HTTP/1.1", "HTTP/2.0", "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n",
            "Transfer-Encoding: chunked\r\n", "FFFFFFFFFFFFFFFF\r\n", ": ", " ", "GET ", "\0",
        ]
        let run = FuzzRun()
        try await withEcho(limits) { port in
            var mutator = InputMutator(seed: run.seed, corpus: FuzzRun.corpus("http"), words: words)
            for number in 0..<(run.cases / 5) {
                let input = mutator.input()
                _ = try await send(input, port: port, halfCloses: number % 2 == 0)
                if number % 50 == 0 { #expect(await answers(port), "after \(input)") }
            }
            #expect(await answers(port))
        }
    }

    @Test func slowAndHalfOpenClientsAreLetGo() async throws {
        var limits = HTTPLimits()
        (limits.headerTimeout, limits.idleTimeout, limits.bodyTimeout) = (.milliseconds(200), .milliseconds(200), .milliseconds(200))
        try await withEcho(limits) { port in
            let patience = TimeAmount.seconds(10)
            for text in [
                "", "GET /x HT", "GET /x HTTP/1.1\r\nHost: a\r\n", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            ] {
                let received = try await send(Array(text.utf8), port: port, halfCloses: false, patience: patience)
                #expect(received != nil, "a client that says no more than \(text) is let go")
            }
            #expect(await answers(port))
        }
    }

    @Test func headersAndConnectionsHaveLimits() async throws {
        var limits = HTTPLimits()
        (limits.maxHeaderBytes, limits.maxHeaderFields, limits.maxConnections) = (8_192, 50, 20)
        try await withEcho(limits) { port in
            let patience = TimeAmount.seconds(10)
            let long = "GET /x HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 20_000))\r\n\r\n"
            #expect(try await send(Array(long.utf8), port: port, halfCloses: false, patience: patience) != nil)
            let many = "GET /x HTTP/1.1\r\nHost: a\r\n" + (0..<500).map { "X\($0): y\r\n" }.joined() + "\r\n"
            #expect(try await send(Array(many.utf8), port: port, halfCloses: false, patience: patience) != nil)
            var open: [any Channel] = []
            for _ in 0..<60 {
                open.append(
                    try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(host: "127.0.0.1", port: port).get())
            }
            for channel in open { try? await channel.close() }
            #expect(await answers(port), "it answers again once they are gone")
        }
    }
}
