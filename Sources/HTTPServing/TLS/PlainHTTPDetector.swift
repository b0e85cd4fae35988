import NIOCore

/// Stands before TLS and looks at a connection's first bytes: a client that speaks plain HTTP to a TLS port gets an answer it can read,
/// in the words of Go's server, instead of a handshake failure.
final class PlainHTTPDetector: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let starts: [StaticString] = ["GET /", "HEAD ", "POST ", "PUT /", "OPTIO", "PATCH", "DELET"]

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        guard bytes.readableBytes >= 5, Self.looksLikeHTTP(bytes) else {
            context.fireChannelRead(data)
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
            return
        }
        let answer = ByteBuffer(staticString: "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n")
        context.writeAndFlush(wrapOutboundOut(answer)).assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    }

    static func looksLikeHTTP(_ bytes: ByteBuffer) -> Bool {
        let view = bytes.readableBytesView
        return starts.contains { start in start.withUTF8Buffer { view.starts(with: $0) } }
    }
}
