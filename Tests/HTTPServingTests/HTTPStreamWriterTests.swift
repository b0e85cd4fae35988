import HTTPServing
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@Suite struct HTTPStreamWriterTests {
    @Test func writesFromAnyThreadArriveInOrder() async throws {
        let handler = ClosureHandler { _, exchange in
            let writer = exchange.stream(status: 200, headers: ["Content-Type": "application/json"])
            NIOSingletons.posixBlockingThreadPool.submit { _ in
                for number in 0..<1_000 { writer.write(ByteBuffer(string: "\(number)\n")) }
                writer.finish()
            }
        }
        try await withServer(handler) { _, port in
            let answer = try await HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil).request("GET", "/")
            let body = String(buffer: try await answer.body.collect(upTo: 100_000))
            #expect(body == (0..<1_000).map { "\($0)\n" }.joined())
            #expect(answer.headers.first(name: "transfer-encoding") == "chunked")
            answer.close()
        }
    }

    @Test func slowClientsAreCutOff() async throws {
        let overflowed = Inbox<Int>()
        let handler = ClosureHandler { _, exchange in
            let writer = exchange.stream(status: 200, headers: [:], pendingLimit: 4 * 1024 * 1024)
            writer.onClose { overflowed.push(-1) }
            let piece = ByteBuffer(repeating: 0, count: 1024 * 1024)
            NIOSingletons.posixBlockingThreadPool.submit { _ in
                for count in 0..<100 where !writer.write(piece) {
                    overflowed.push(count)
                    return
                }
            }
        }
        try await withServer(handler) { _, port in
            // A client that sends its request and never reads.
            let sleeper = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(ChannelOptions.autoRead, value: false)
                .connect(host: "127.0.0.1", port: port).get()
            try await sleeper.writeAndFlush(ByteBuffer(string: "GET / HTTP/1.1\r\nHost: a\r\n\r\n")).get()
            let first = try #require(try await overflowed.next())
            let second = try #require(try await overflowed.next())
            #expect(Set([first, second]).contains(-1))
            #expect(max(first, second) >= 4)
            try? await sleeper.close()
        }
    }

    @Test func aClientThatLeavesEndsTheStream() async throws {
        let closed = Inbox<Bool>()
        let handler = ClosureHandler { _, exchange in
            let writer = exchange.stream(status: 200, headers: [:])
            writer.write(ByteBuffer(string: "first"))
            writer.onClose { closed.push(writer.isClosed) }
        }
        try await withServer(handler) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await socket.read { $0.contains("first") }
            }
            #expect(try await closed.next() == true)
        }
    }

    @Test func drainEndsWatchesAndLetsRequestsFinish() async throws {
        let arrived = Inbox<Void>()
        let handler = ClosureHandler { request, exchange in
            if request.path == "/watch" {
                exchange.stream(status: 200, headers: [:]).write(ByteBuffer(string: "event"))
            } else {
                exchange.eventLoop.scheduleTask(in: .milliseconds(200)) { exchange.respond(status: 200, body: ByteBuffer(string: "late")) }
            }
            arrived.push(())
        }
        let texts = Inbox<String>()
        try await withServer(handler) { server, port in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for path in ["/watch", "/late"] {
                    group.addTask {
                        try await withSocket(port: port) { socket in
                            try await socket.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                            let text = try await socket.readAll()
                            texts.push(text)
                        }
                    }
                }
                _ = try await arrived.next()
                _ = try await arrived.next()
                server.beginShutdown()
                try await group.waitForAll()
            }
        }
        texts.finish()
        var all = ""
        for try await text in texts { all += text }
        #expect(all.contains("5\r\nevent\r\n0\r\n\r\n"))
        #expect(all.contains("late"))
    }
}
