import NIOCore

/// DNS over UDP (RFC 1035 §4.2.1): a datagram in, a datagram out.
final class DatagramHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let responder: DNSResponder

    init(responder: DNSResponder) { self.responder = responder }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        let channel = context.channel
        let source = envelope.remoteAddress
        responder.handle(Array(envelope.data.readableBytesView), over: .udp) { bytes in
            channel.writeAndFlush(AddressedEnvelope(remoteAddress: source, data: ByteBuffer(bytes: bytes)), promise: nil)
        }
    }

    /// A client that is gone shows as an error on the shared socket; the others must not notice.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
