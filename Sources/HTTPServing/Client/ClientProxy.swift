import NIOCore

/// A proxy through which a client connection goes: of HTTP, asked for a tunnel with CONNECT (RFC 9110 §9.3.6), or of SOCKS 5 (RFC 1928).
package struct ClientProxy: Sendable {
    package enum Kind: Sendable { case http, socks }

    package var kind: Kind
    package var host: String
    package var port: Int
    /// The value of `Proxy-Authorization`; for HTTP alone.
    package var authorization: String?

    package init(kind: Kind, host: String, port: Int, authorization: String? = nil) {
        self.kind = kind
        self.host = host
        self.port = port
        self.authorization = authorization
    }
}

/// What is said to a proxy before a connection belongs to the client and its server alone: bytes in, bytes out, no socket.
struct ProxyHandshake {
    enum Step: Equatable {
        /// More of the answer has yet to come.
        case wait
        case send([UInt8])
        /// The tunnel is there; what was received beyond the answer belongs to it.
        case open
    }

    /// Bytes of an answer to CONNECT.
    static let answerLimit = 64 * 1024

    private enum State { case connecting, greeting, requesting, open }

    private let proxy: ClientProxy
    private let host: String
    private let port: Int
    private var state: State
    private(set) var received: [UInt8] = []

    /// - Parameters:
    ///   - host: whom the tunnel leads to; names are left to the proxy to look up.
    init(_ proxy: ClientProxy, host: String, port: Int) {
        self.proxy = proxy
        self.host = host
        self.port = port
        state = proxy.kind == .http ? .connecting : .greeting
    }

    /// What the client says first.
    func opening() -> [UInt8] {
        switch proxy.kind {
        case .socks: return [5, 1, 0]  // version 5; one method: no authentication
        case .http:
            let authority = HTTPClientConnection.authority(host, port)
            let sign = proxy.authorization.map { "Proxy-Authorization: \($0)\r\n" } ?? ""
            return Array("CONNECT \(authority) HTTP/1.1\r\nHost: \(authority)\r\n\(sign)\r\n".utf8)
        }
    }

    /// - Throws: when the proxy refuses, or speaks something else.
    mutating func take(_ bytes: some Sequence<UInt8>) throws(HTTPServingError) -> Step {
        received += bytes
        switch state {
        case .connecting: return try connected()
        case .greeting:
            guard received.count >= 2 else { return .wait }
            guard received[0] == 5, received[1] == 0 else { throw .protocolViolation("the SOCKS proxy does not let in without a password") }
            received.removeFirst(2)
            state = .requesting
            let name = Array(host.utf8.prefix(255))
            return .send([5, 1, 0, 3, UInt8(name.count)] + name + [UInt8(port >> 8 & 0xFF), UInt8(port & 0xFF)])
        case .requesting: return try granted()
        case .open: return .open
        }
    }

    private mutating func connected() throws(HTTPServingError) -> Step {
        let end = Array("\r\n\r\n".utf8)
        guard let range = received.firstRange(of: end) else {
            if received.count > Self.answerLimit { throw .protocolViolation("the proxy's answer is too long") }
            return .wait
        }
        let line = String(decoding: received.prefix { $0 != 0x0D }, as: UTF8.self)
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            throw .protocolViolation("the proxy answered \(line)")
        }
        guard (200..<300).contains(status) else {
            throw .protocolViolation("the proxy refused: \(words.dropFirst().joined(separator: " "))")
        }
        received.removeSubrange(..<range.upperBound)
        state = .open
        return .open
    }

    private mutating func granted() throws(HTTPServingError) -> Step {
        guard received.count >= 5 else { return .wait }
        guard received[0] == 5, received[1] == 0 else { throw .protocolViolation("the SOCKS proxy refused with code \(received[1])") }
        let addressLength: Int
        switch received[3] {
        case 1: addressLength = 4
        case 4: addressLength = 16
        case 3: addressLength = 1 + Int(received[4])
        default: throw .protocolViolation("the SOCKS proxy answered with an unknown kind of address")
        }
        let length = 4 + addressLength + 2
        guard received.count >= length else { return .wait }
        received.removeFirst(length)
        state = .open
        return .open
    }
}

/// Talks to a proxy when the connection to it is there; then adds the handlers of what goes through the tunnel, and goes.
final class ProxyConnectHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var handshake: ProxyHandshake
    private let established: EventLoopPromise<Void>
    private let prepare: (any Channel) throws -> Void
    private var isDone = false

    /// - Parameter prepare: adds the handlers of the tunnel's own traffic, behind this one.
    init(_ handshake: ProxyHandshake, established: EventLoopPromise<Void>, prepare: @escaping (any Channel) throws -> Void) {
        self.handshake = handshake
        self.established = established
        self.prepare = prepare
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: handshake.opening())), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isDone { return context.fireChannelRead(data) }
        do {
            switch try handshake.take(unwrapInboundIn(data).readableBytesView) {
            case .wait: break
            case .send(let bytes): context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .open:
                isDone = true
                try prepare(context.channel)
                established.succeed()
                if !handshake.received.isEmpty { context.fireChannelRead(NIOAny(ByteBuffer(bytes: handshake.received))) }
                context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
            }
        } catch {
            fail(error, context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isDone { established.fail(HTTPServingError.connectionClosed) }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isDone { return context.fireErrorCaught(error) }
        fail(error, context)
    }

    private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        isDone = true
        established.fail(error)
        context.close(promise: nil)
    }
}
