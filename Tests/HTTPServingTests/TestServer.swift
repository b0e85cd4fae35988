import HTTPServing
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

/// A handler made of closures.
struct ClosureHandler: HTTPHandler {
    var policy: @Sendable (String, String, HTTPHeaders) -> BodyPolicy = { _, _, _ in .collect(limit: 1024 * 1024) }
    var body: @Sendable (HTTPRequest, HTTPExchange) -> Void

    func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy { policy(method, path, headers) }
    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) { body(request, exchange) }
}

/// Runs a server on a free loopback port for the time of `body`, and shuts it down after.
func withServer<Result>(
    _ handler: some HTTPHandler, tls: ServerTLS? = nil, limits: HTTPLimits = HTTPLimits(),
    configure: (inout HTTPServerConfiguration) -> Void = { _ in }, _ body: (HTTPServer, Int) async throws -> Result
) async throws -> Result {
    var configuration = HTTPServerConfiguration(listeners: [.init(host: "127.0.0.1", port: 0, tls: tls)], limits: limits)
    configure(&configuration)
    let server = HTTPServer(configuration: configuration, handler: handler, logger: Logger(label: "test"))
    let running = Task { try await server.run() }
    let port = try #require(try await server.waitUntilListening().first?.port)
    do {
        let result = try await body(server, port)
        server.beginShutdown()
        try await running.value
        return result
    } catch {
        server.beginShutdown()
        try await running.value
        throw error
    }
}

/// A bare TCP client: bytes out, bytes in.
func withSocket<Result>(port: Int, _ body: (RawSocket) async throws -> Result) async throws -> Result {
    let inbox = ByteStream()
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .channelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
        .channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(InboxHandler(inbox)) }
        }
        .connect(host: "127.0.0.1", port: port).get()
    let socket = RawSocket(channel: channel, inbox: inbox)
    do {
        let result = try await body(socket)
        try? await channel.close()
        return result
    } catch {
        try? await channel.close()
        throw error
    }
}

struct RawSocket {
    let channel: any Channel
    let inbox: ByteStream

    func send(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)).get() }
    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get() }

    /// Reads until the text so far ends as told, or the peer closes.
    func read(until isEnough: (String) -> Bool) async throws -> String {
        var text = ""
        while !isEnough(text), let part = try await inbox.next() { text += String(buffer: part) }
        return text
    }

    /// At least so many bytes, or all there are.
    func readBytes(_ count: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count, let part = try await inbox.next() { bytes += Array(part.readableBytesView) }
        return bytes
    }

    func readAll() async throws -> String { try await read { _ in false } }
}

private final class InboxHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let inbox: ByteStream
    init(_ inbox: ByteStream) { self.inbox = inbox }
    func channelRead(context: ChannelHandlerContext, data: NIOAny) { inbox.push(unwrapInboundIn(data)) }
    func channelInactive(context: ChannelHandlerContext) { inbox.finish() }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { inbox.finish() }
    }
}

/// Answers with the facts of the request.
let echo = ClosureHandler { request, exchange in
    var body = ByteBuffer(string: "\(request.method) \(request.path) ?\(request.query) ")
    body.writeImmutableBuffer(request.body)
    exchange.respond(status: 200, headers: ["Content-Type": "text/plain"], body: body)
}
