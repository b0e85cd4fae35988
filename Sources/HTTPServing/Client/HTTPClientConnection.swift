import NIOCore
import NIOHTTP1
import NIOPosix

/// What a server answered: the head, and then either its body or, after a 101, the raw connection.
package struct HTTPClientAnswer: Sendable {
    package var status: Int
    package var headers: HTTPHeaders
    /// The body as it comes; empty after a 101.
    package var body: ByteStream
    /// The bytes after a 101; nil otherwise.
    package var upgraded: RawConnection?
    /// The messages after a 101 to a request for a WebSocket; nil otherwise.
    package var webSocket: WebSocketConnection?
    private let channel: any Channel

    init(
        status: Int, headers: HTTPHeaders, body: ByteStream, upgraded: RawConnection? = nil, webSocket: WebSocketConnection? = nil,
        channel: any Channel
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.upgraded = upgraded
        self.webSocket = webSocket
        self.channel = channel
    }

    /// Ends the connection, whatever is still under way on it.
    package func close() { channel.close(promise: nil) }
}

/// A small HTTP/1.1 client for what pooled clients do badly: upgrades and endless bodies. One connection, one request.
package struct HTTPClientConnection: Sendable {
    package var host: String
    package var port: Int
    /// Nil speaks plain HTTP.
    package var tls: ClientTLS?
    /// Nil goes to the server directly.
    package var proxy: ClientProxy?
    /// Time for the connection and, separately, for the answer's head.
    package var connectTimeout: TimeAmount = .seconds(10)
    package var answerTimeout: TimeAmount = .seconds(60)
    private let group: any EventLoopGroup

    package init(host: String, port: Int, tls: ClientTLS?, group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton) {
        self.host = host
        self.port = port
        self.tls = tls
        self.group = group
    }

    /// Sends a request and returns with the answer's head; the body follows in the answer's stream, held back by its reader's pace.
    ///
    /// - Parameters:
    ///   - target: path and query, raw.
    ///   - headers: `Host` and the body's length are added.
    ///   - body: sent as it comes; nil for none. With `bodyLength` nil it is sent in chunks.
    ///   - upgrade: what the connection becomes when the server answers 101.
    package func request(
        _ method: String, _ target: String, headers: HTTPHeaders = [:], body: ByteStream? = nil, bodyLength: Int? = nil,
        upgrade: HTTPClientUpgrade = .raw
    ) async throws -> HTTPClientAnswer {
        var head = HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: method), uri: target, headers: headers)
        if !head.headers.contains(name: "host") { head.headers.add(name: "Host", value: Self.authority(host, port)) }
        if body == nil {
            let sendsNothing = ["GET", "HEAD", "DELETE", "OPTIONS"].contains(method)
            if !sendsNothing { head.headers.replaceOrAdd(name: "Content-Length", value: "0") }
        } else if let bodyLength {
            head.headers.replaceOrAdd(name: "Content-Length", value: String(bodyLength))
        } else {
            head.headers.replaceOrAdd(name: "Transfer-Encoding", value: "chunked")
        }
        let (channel, answer) = try await connect(upgrade)
        do {
            do {
                if let body {
                    try await channel.writeAndFlush(HTTPClientRequestPart.head(head)).get()
                    sendBody(body, on: channel)
                } else {
                    // In one flush: an answer to the head that upgrades the connection must not come between the two.
                    channel.write(HTTPClientRequestPart.head(head), promise: nil)
                    try await channel.writeAndFlush(HTTPClientRequestPart.end(nil)).get()
                }
            } catch ChannelError.ioOnClosedChannel {
                // It was closed before, for a reason that the reading side knows: a certificate that is not believed, say.
                return try await answer.get()
            }
            // Ends the connection, after the answer has failed by it.
            let late = HTTPServingError.timedOut("no answer within \(answerTimeout.nanoseconds / 1_000_000) ms")
            let timeout = channel.eventLoop.scheduleTask(in: answerTimeout) { channel.pipeline.fireErrorCaught(late) }
            defer { timeout.cancel() }
            return try await answer.get()
        } catch {
            channel.close(promise: nil)
            throw error
        }
    }

    private func connect(_ upgrade: HTTPClientUpgrade) async throws -> (any Channel, EventLoopFuture<HTTPClientAnswer>) {
        let eventLoop = group.next()
        let answer = eventLoop.makePromise(of: HTTPClientAnswer.self)
        do {
            return (try await connect(on: eventLoop, answer, upgrade), answer.futureResult)
        } catch {
            answer.fail(error)
            throw error
        }
    }

    private func connect(
        on eventLoop: any EventLoop, _ answer: EventLoopPromise<HTTPClientAnswer>, _ upgrade: HTTPClientUpgrade
    ) async throws -> any Channel {
        let (tls, host, port, proxy) = (tls, host, port, proxy)
        let established = proxy.map { _ in eventLoop.makePromise(of: Void.self) }
        @Sendable func addHandlers(_ channel: any Channel) throws {
            let pipeline = channel.pipeline.syncOperations
            if let tls { try pipeline.addHandler(try tls.makeHandler(host: host)) }
            let decoder = HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes)
            try pipeline.addHandlers([
                HTTPRequestEncoder(), ByteToMessageHandler(decoder), HTTPClientHandler(answer: answer, upgrade: upgrade),
            ])
        }
        do {
            let channel = try await ClientBootstrap(group: eventLoop)
                .connectTimeout(connectTimeout)
                .channelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
                .channelOption(ChannelOptions.socketOption(.so_keepalive), value: 1)
                .channelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        guard let proxy, let established else { return try addHandlers(channel) }
                        let handshake = ProxyHandshake(proxy, host: host, port: port)
                        try channel.pipeline.syncOperations.addHandler(
                            ProxyConnectHandler(handshake, established: established, prepare: addHandlers))
                    }
                }
                .connect(host: proxy?.host ?? host, port: proxy?.port ?? port).get()
            if let established {
                let timeout = eventLoop.scheduleTask(in: connectTimeout) { channel.close(promise: nil) }
                defer { timeout.cancel() }
                try await established.futureResult.get()
            }
            return channel
        } catch {
            established?.fail(error)
            throw error
        }
    }

    private func sendBody(_ body: ByteStream, on channel: any Channel) {
        Task {
            do {
                while let part = try await body.next() {
                    try await channel.writeAndFlush(HTTPClientRequestPart.body(.byteBuffer(part))).get()
                }
                try await channel.writeAndFlush(HTTPClientRequestPart.end(nil)).get()
            } catch {
                channel.close(promise: nil)
            }
        }
    }

    package static func authority(_ host: String, _ port: Int) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
