import NIOCore

/// Joins the many small writes of HTTP/2 framing into few large ones before TLS, which would make a record of each: a frame header of
/// nine bytes would cost thirty more and an encryption of its own.
final class WriteJoiner: ChannelOutboundHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = ByteBuffer

    /// Joined bytes at which they are passed on without waiting for a flush: four TLS records.
    private static let target = 64 * 1024

    /// A write of more bytes than this is one of many, for which room is made at once.
    private static let largeWrite = 8 * 1024

    private var joined = ByteBuffer()
    private var promise: EventLoopPromise<Void>?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .byteBuffer(let bytes) = unwrapOutboundIn(data) else {
            promise?.fail(HTTPServingError.unsupported("file regions"))
            return
        }
        if joined.readableBytes > 0, joined.readableBytes + bytes.readableBytes > Self.target { passOn(context) }
        // What was passed on has been encrypted by now, so that its memory is free to be written again; where it is not, another is taken.
        if joined.readableBytes == 0 { joined.clear() }
        if bytes.readableBytes > Self.largeWrite, joined.capacity < Self.target { joined.reserveCapacity(Self.target) }
        joined.writeImmutableBuffer(bytes)
        self.promise.setOrCascade(to: promise)
    }

    func flush(context: ChannelHandlerContext) {
        passOn(context)
        context.flush()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        passOn(context)
        context.close(mode: mode, promise: promise)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        promise?.fail(ChannelError.ioOnClosedChannel)
        promise = nil
    }

    private func passOn(_ context: ChannelHandlerContext) {
        guard joined.readableBytes > 0 else { return }
        let bytes = joined
        let promise = promise
        joined.moveReaderIndex(to: joined.writerIndex)
        self.promise = nil
        context.write(wrapOutboundOut(bytes), promise: promise)
    }
}
