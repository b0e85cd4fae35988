import HTTPServing
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@Suite struct HTTP1ConnectionTests {
    @Test func answersPipelinedRequestsInOrder() async throws {
        // The first answer comes late and from another thread; the others must wait for it.
        let handler = ClosureHandler { request, exchange in
            if request.path == "/slow" {
                exchange.eventLoop.scheduleTask(in: .milliseconds(50)) {
                    NIOSingletons.posixBlockingThreadPool.submit { _ in exchange.respond(status: 200, body: ByteBuffer(string: "slow;")) }
                }
            } else {
                exchange.respond(status: 200, body: ByteBuffer(string: "\(request.path);"))
            }
        }
        try await withServer(handler) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send(
                    "GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /b?x=%20y HTTP/1.1\r\nHost: a\r\n\r\n"
                        + "GET /c HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                let text = try await socket.readAll()
                let order = ["slow;", "/b;", "/c;"].compactMap { text.firstRange(of: $0)?.lowerBound }
                #expect(order.count == 3 && order == order.sorted())
                #expect(text.contains("Connection: close"))
                #expect(text.contains("Content-Length: 5\r\n"))
            }
        }
    }

    @Test func keepsPathAndQueryRaw() async throws {
        try await withServer(echo) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send("GET http://host/a%2Fb?q=%41&r HTTP/1.1\r\nHost: host\r\nConnection: close\r\n\r\n")
                #expect(try await socket.readAll().hasSuffix("GET /a%2Fb ?q=%41&r "))
            }
        }
    }

    @Test func refusesBodiesOverTheLimit() async throws {
        let handler = ClosureHandler(policy: { _, _, _ in .collect(limit: 10) }, body: echo.body)
        try await withServer(handler) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n")
                #expect(try await socket.readAll().hasPrefix("HTTP/1.1 413 "))
            }
            try await withSocket(port: port) { socket in
                try await socket.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n6\r\n123456\r\n0\r\n\r\n")
                #expect(try await socket.readAll().hasPrefix("HTTP/1.1 413 "))
            }
            try await withSocket(port: port) { socket in
                try await socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nConnection: close\r\n\r\n1234567890")
                #expect(try await socket.readAll().hasSuffix("POST / ? 1234567890"))
            }
        }
    }

    @Test func refusesOversizedHeaders() async throws {
        var limits = HTTPLimits()
        limits.maxHeaderBytes = 4096
        try await withServer(echo, limits: limits) { _, port in
            try await withSocket(port: port) { socket in
                let filling = String(repeating: "x", count: 5000)
                try await socket.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + filling + "\r\n\r\n")
                #expect(try await socket.readAll().hasPrefix("HTTP/1.1 431 "))
            }
        }
    }

    @Test func refusesWhatIsNotHTTP() async throws {
        try await withServer(echo) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send("NONSENSE\r\n\r\n")
                #expect(try await socket.readAll().hasPrefix("HTTP/1.1 400 "))
            }
        }
    }

    @Test func endsConnectionsThatNeverSayAnything() async throws {
        var limits = HTTPLimits()
        limits.headerTimeout = .milliseconds(100)
        try await withServer(echo, limits: limits) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send("GET / HTTP/1.1\r\nHos")
                #expect(try await socket.readAll() == "")
            }
        }
    }

    @Test func endsBodiesThatStall() async throws {
        var limits = HTTPLimits()
        limits.bodyTimeout = .milliseconds(100)
        try await withServer(echo, limits: limits) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc")
                #expect(try await socket.readAll().hasPrefix("HTTP/1.1 408 "))
            }
        }
    }

    @Test func endsIdleConnections() async throws {
        var limits = HTTPLimits()
        limits.idleTimeout = .milliseconds(100)
        try await withServer(echo, limits: limits) { server, port in
            try await withSocket(port: port) { socket in
                try await socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await socket.readAll().hasSuffix("GET / ? "))
            }
        }
    }

    @Test func continuesWhenAsked() async throws {
        try await withServer(echo) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n")
                let first = try await socket.read { $0.hasSuffix("\r\n\r\n") }
                #expect(first == "HTTP/1.1 100 Continue\r\n\r\n")
                try await socket.send("hi")
                #expect(try await socket.readAll().hasSuffix("POST / ? hi"))
            }
        }
    }

    @Test func answersHeadWithoutBody() async throws {
        try await withServer(echo) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send("HEAD /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                let text = try await socket.readAll()
                #expect(text.contains("Content-Length: 10\r\n") && text.hasSuffix("\r\n\r\n"))
            }
        }
    }

    @Test func headerValuesCannotBreakOut() async throws {
        let handler = ClosureHandler { _, exchange in exchange.respond(status: 200, headers: ["X": "a\r\nY: b"]) }
        try await withServer(handler) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                #expect(try await socket.readAll().contains("X: a  Y: b\r\n"))
            }
        }
    }

    @Test func sendsLargeGatheredAnswersWhole() async throws {
        let piece = ByteBuffer(repeating: UInt8(ascii: "p"), count: 3_700)
        let handler = ClosureHandler { _, exchange in
            exchange.respond(status: 200, headers: [:], chunks: Array(repeating: piece, count: 2_000))
        }
        try await withServer(handler) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                let text = try await socket.readAll()
                #expect(text.utf8.count > 7_400_000)
                #expect(text.utf8.reversed().prefix { $0 == UInt8(ascii: "p") }.count == 7_400_000)
            }
        }
    }

    @Test func tooManyConnectionsAreClosed() async throws {
        var limits = HTTPLimits()
        limits.maxConnections = 1
        try await withServer(echo, limits: limits) { _, port in
            try await withSocket(port: port) { first in
                try await first.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await first.read { $0.hasSuffix("GET /1 ? ") }
                try await withSocket(port: port) { second in
                    _ = try? await second.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
                    let answer = try await second.readAll()
                    #expect(answer == "")
                }
            }
        }
    }

    @Test func streamsRequestBodiesAsTheyCome() async throws {
        let handler = ClosureHandler(policy: { _, _, _ in .stream }) { _, exchange in
            let writer = exchange.stream(status: 200, headers: [:])
            Task {
                for try await part in exchange.bodyStream { writer.write(part) }
                writer.finish()
            }
        }
        try await withServer(handler) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nConnection: close\r\n\r\nabc")
                _ = try await socket.read { $0.contains("abc") }
                try await socket.send("def")
                #expect(try await socket.readAll().hasSuffix("3\r\ndef\r\n0\r\n\r\n"))
            }
        }
    }
}
