import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOSSL
import NIOTLS

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Builds the pipeline of an accepted connection.
struct ConnectionSetup: Sendable {
    let handler: any HTTPHandler
    let limits: HTTPLimits
    let compression: CompressionPolicy
    let tls: ServerTLS?

    /// Seconds without traffic before the system probes a peer, between probes, and the number of probes without an answer after which
    /// the connection counts as dead: a peer that vanished without a word is noticed within a minute.
    private static let keepAlive = (idle: 30, interval: 10, count: 3)

    func configure(_ channel: any Channel) throws {
        setKeepAlive(channel)
        guard let tls else { return try configureHTTP1(channel, certificates: []) }
        let (tlsHandler, offered) = tls.makeHandler()
        let setup = self
        let deadline = channel.eventLoop.scheduleTask(in: limits.headerTimeout) { channel.close(promise: nil) }
        let negotiation = ApplicationProtocolNegotiationHandler { result, channel in
            channel.eventLoop.makeCompletedFuture {
                deadline.cancel()
                let certificates = setup.certificates(channel, offered: offered)
                if case .negotiated("h2") = result {
                    try setup.configureHTTP2(channel, certificates: certificates)
                } else {
                    try setup.configureHTTP1(channel, certificates: certificates)
                }
            }
        }
        channel.closeFuture.whenComplete { _ in deadline.cancel() }
        try channel.pipeline.syncOperations.addHandlers([PlainHTTPDetector(), tlsHandler, negotiation, TLSErrorCloser()])
    }

    /// The chain as offered; a resumed session offers nothing but remembers the leaf.
    private func certificates(_ channel: any Channel, offered: OfferedCertificates) -> [[UInt8]] {
        let chain = offered.value
        guard chain.isEmpty, tls?.asksForClientCertificate == true else { return chain }
        let leaf = try? channel.pipeline.syncOperations.nioSSL_peerCertificate()
        return (try? leaf?.toDERBytes()).map { [$0] } ?? []
    }

    private func configureHTTP1(_ channel: any Channel, certificates: [[UInt8]]) throws {
        var decoderLimits = NIOHTTPDecoderLimitConfiguration()
        decoderLimits.maxHeaderFieldSize = limits.maxHeaderBytes
        decoderLimits.maxHeaderListSize = limits.maxHeaderBytes
        decoderLimits.maxHeaderFieldCount = limits.maxHeaderFields
        let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: decoderLimits)
        let connection = HTTP1Connection(
            handler: handler, limits: limits, info: info(channel, isHTTP2: false, certificates), compression: compression,
            eventLoop: channel.eventLoop)
        try channel.pipeline.syncOperations.addHandlers([ByteToMessageHandler(decoder), connection])
    }

    private func configureHTTP2(_ channel: any Channel, certificates: [[UInt8]]) throws {
        let configuration = HTTP2Connection.configuration(limits)
        let framing = NIOHTTP2Handler(
            mode: .server, connectionConfiguration: configuration.connection, streamConfiguration: configuration.stream)
        let connection = HTTP2Connection(
            handler: handler, limits: limits, info: info(channel, isHTTP2: true, certificates), compression: compression,
            eventLoop: channel.eventLoop)
        try channel.pipeline.syncOperations.addHandlers([WriteJoiner(), framing, connection])
    }

    private func info(_ channel: any Channel, isHTTP2: Bool, _ certificates: [[UInt8]]) -> HTTPConnectionInfo {
        HTTPConnectionInfo(
            remoteAddress: channel.remoteAddress, localAddress: channel.localAddress, isTLS: tls != nil, isHTTP2: isHTTP2,
            peerCertificates: certificates)
    }

    private func setKeepAlive(_ channel: any Channel) {
        guard let options = channel.syncOptions else { return }
        try? options.setOption(ChannelOptions.socketOption(.so_keepalive), value: 1)
        let settings = [(TCP_KEEPIDLE, Self.keepAlive.idle), (TCP_KEEPINTVL, Self.keepAlive.interval), (TCP_KEEPCNT, Self.keepAlive.count)]
        for (name, value) in settings {
            let option = ChannelOptions.Types.SocketOption(level: .tcp, name: NIOBSDSocket.Option(rawValue: name))
            try? options.setOption(option, value: .init(value))
        }
    }
}

/// Closes a connection whose TLS broke before any HTTP handler was there to do it.
final class TLSErrorCloser: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
