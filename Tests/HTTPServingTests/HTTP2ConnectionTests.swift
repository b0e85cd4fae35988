import NIOCore
import NIOEmbedded
import NIOHPACK
import NIOHTTP1
import NIOHTTP2
import Testing

@testable import HTTPServing

/// The connection handler alone, fed with frames, in virtual time.
@Suite struct HTTP2ConnectionTests {
    private let channel = EmbeddedChannel()
    private let limits = HTTPLimits()

    private func connect(_ handler: some HTTPHandler) throws {
        let connection = HTTP2Connection(
            handler: handler, limits: limits, info: HTTPConnectionInfo(isHTTP2: true), compression: CompressionPolicy(),
            eventLoop: channel.eventLoop)
        try channel.pipeline.syncOperations.addHandler(connection)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        channel.embeddedEventLoop.run()
        let first = try #require(try channel.readOutbound(as: HTTP2Frame.self))
        guard case .windowUpdate(let increment) = first.payload else {
            Issue.record("the connection's window is widened first")
            return
        }
        #expect(increment == limits.connectionWindow - 65_535)
    }

    private func request(_ id: Int, method: String = "GET", path: String = "/x?y=1", extra: [(String, String)] = [], end: Bool = true)
        throws
    {
        let block = HPACKHeaders([(":method", method), (":path", path), (":scheme", "https"), (":authority", "host")] + extra)
        try channel.writeInbound(HTTP2Frame(streamID: HTTP2StreamID(id), payload: .headers(.init(headers: block, endStream: end))))
    }

    private func data(_ id: Int, _ count: Int, end: Bool) throws {
        let bytes = ByteBuffer(repeating: 1, count: count)
        try channel.writeInbound(
            HTTP2Frame(streamID: HTTP2StreamID(id), payload: .data(.init(data: .byteBuffer(bytes), endStream: end))))
    }

    /// What was sent since the last call, one word or two a frame.
    private func sent() throws -> [String] {
        channel.embeddedEventLoop.run()
        var words: [String] = []
        while let frame = try channel.readOutbound(as: HTTP2Frame.self) {
            let id = Int(frame.streamID)
            switch frame.payload {
            case .headers(let headers):
                words.append("\(id) head \(headers.headers.first(name: ":status") ?? "")\(headers.endStream ? " end" : "")")
            case .data(let data): words.append("\(id) data \(data.data.readableBytes)\(data.endStream ? " end" : "")")
            case .rstStream(let code): words.append("\(id) reset \(code.networkCode)")
            case .goAway(let last, let code, _): words.append("goaway \(Int(last)) \(code.networkCode)")
            case .windowUpdate(let increment): words.append("\(id) window \(increment)")
            default: words.append("other")
            }
        }
        return words
    }

    @Test func answersWithoutLeavingTheEventLoop() throws {
        try connect(echo)
        try request(1)
        #expect(try sent() == ["1 head 200", "1 data 12 end"])
        try request(3, method: "HEAD")
        #expect(try sent() == ["3 head 200 end"])
        _ = try? channel.finish()
    }

    @Test func collectsBodiesAndGivesWindowsBack() throws {
        try connect(echo)
        try request(1, method: "POST", end: false)
        try data(1, limits.streamWindow / 2, end: false)
        #expect(try sent() == ["1 window \(limits.streamWindow / 2)"])
        try data(1, 10, end: true)
        #expect(try sent() == ["1 head 200", "1 data 65536", "1 data 65536", "1 data 23 end"])
        _ = try? channel.finish()
    }

    @Test func refusesBodiesOverTheLimit() throws {
        try connect(ClosureHandler(policy: { _, _, _ in .collect(limit: 10) }, body: echo.body))
        try request(1, method: "POST", extra: [("content-length", "11")], end: false)
        // Once the answer is out the client is told to stop sending.
        #expect(try sent().prefix(3) == ["1 head 413", "1 data 38 end", "1 reset 0"])
        try request(3, method: "POST", end: false)
        try data(3, 11, end: false)
        #expect(try sent().first == "3 head 413")
        _ = try? channel.finish()
    }

    @Test func endsBodiesThatStall() throws {
        try connect(echo)
        try request(1, method: "POST", end: false)
        channel.embeddedEventLoop.advanceTime(by: limits.bodyTimeout)
        #expect(try sent().prefix(1) == ["1 head 408"])
        _ = try? channel.finish()
    }

    @Test func aResetEndsTheExchange() throws {
        let closed = Inbox<Bool>()
        try connect(
            ClosureHandler { _, exchange in
                exchange.onClose { closed.push(true) }
                exchange.stream(status: 200, headers: [:]).write(ByteBuffer(string: "event"))
            })
        try request(1)
        #expect(try sent() == ["1 head 200", "1 data 5"])
        #expect(closed.pendingWeight == 0)
        channel.pipeline.fireUserInboundEventTriggered(StreamClosedEvent(streamID: 1, reason: .cancel))
        #expect(closed.pendingWeight == 1)
        _ = try? channel.finish()
    }

    @Test func drainsWithGoAway() throws {
        try connect(ClosureHandler { _, exchange in exchange.stream(status: 200, headers: [:]).write(ByteBuffer(string: "event")) })
        try request(5)
        _ = try sent()
        channel.pipeline.fireUserInboundEventTriggered(DrainEvent())
        #expect(try sent() == ["goaway 5 0", "5 data 0 end"])
        try request(7)
        #expect(try sent() == ["7 reset 7"])
        channel.pipeline.fireUserInboundEventTriggered(StreamClosedEvent(streamID: 5, reason: nil))
        #expect(try sent() == ["goaway 5 0"])
        channel.embeddedEventLoop.run()
        #expect(!channel.isActive)
    }

    @Test func idleConnectionsAreToldToGo() throws {
        try connect(echo)
        channel.embeddedEventLoop.advanceTime(by: limits.headerTimeout)
        #expect(try sent() == ["goaway 0 0"])
        #expect(!channel.isActive)
    }

    @Test func aClientThatDoesNotReadOneAnswerGetsTheOthersWhole() throws {
        let pieces = 40
        try connect(
            ClosureHandler { _, exchange in
                let writer = exchange.stream(status: 200, headers: [:])
                for number in 0..<pieces { writer.write(ByteBuffer(repeating: UInt8(number), count: 64 * 1024)) }
                writer.finish()
            })
        let stalling = StallingHandler(stream: 1)
        try channel.pipeline.syncOperations.addHandler(stalling, position: .first)
        try request(1)
        try request(3)
        let words = try sent()
        #expect(words.filter { $0.hasPrefix("3 data") } == Array(repeating: "3 data 65536", count: pieces) + ["3 data 0 end"])
        #expect(!words.contains { $0.hasPrefix("1 data") })
        #expect(stalling.heldBytes <= 512 * 1024)
        stalling.letGo()
        channel.embeddedEventLoop.run()
        #expect(stalling.heldBytes == pieces * 64 * 1024)
        stalling.letGo()
        _ = try? channel.finish()
    }
}

/// Takes the data of one stream and does not say that it has left until it is told to.
private final class StallingHandler: ChannelOutboundHandler {
    typealias OutboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    private let stream: HTTP2StreamID
    private var isStalled = true
    private var held: [EventLoopPromise<Void>] = []
    private(set) var heldBytes = 0

    init(stream: Int) { self.stream = HTTP2StreamID(stream) }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let frame = unwrapOutboundIn(data)
        guard frame.streamID == stream, case .data(let data) = frame.payload else {
            return context.write(wrapOutboundOut(frame), promise: promise)
        }
        heldBytes += data.data.readableBytes
        guard let promise else { return }
        if isStalled { held.append(promise) } else { promise.succeed() }
    }

    func letGo() {
        isStalled = false
        let waiting = held
        held = []
        for promise in waiting { promise.succeed() }
    }
}
