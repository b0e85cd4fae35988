import NIOCore

/// Joins the many small writes of HTTP/2 framing into few large ones before TLS, which would make a record of each: a frame header of
/// nine bytes would cost thirty more and an encryption of its own. Between flushes only whole records are passed on, so that of a large
/// answer every record but the last is full: both sides pay for each.
final class WriteJoiner: ChannelOutboundHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = ByteBuffer

    /// The plaintext of a full TLS record (RFC 8446 section 5.1).
    private static let record = 16 * 1024
    /// Joined bytes at which whole records are passed on without waiting for a flush.
    private static let target = 4 * record

    /// A write of more bytes than this is one of many, for which room is made at once.
    private static let largeWrite = 8 * 1024

    private var joined = ByteBuffer()
    private var promise: EventLoopPromise<Void>?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .byteBuffer(let bytes) = unwrapOutboundIn(data) else {
            promise?.fail(HTTPServingError.unsupported("file regions"))
            return
        }
        // What was passed on has been encrypted by now, so that its memory is free to be written again; where it is not, another is taken.
        if joined.readableBytes == 0 { joined.clear() }
        if bytes.readableBytes > Self.largeWrite, joined.capacity < Self.room { joined.reserveCapacity(Self.room) }
        joined.writeImmutableBuffer(bytes)
        self.promise.setOrCascade(to: promise)
        if joined.readableBytes >= Self.target { passOnRecords(context) }
    }

    /// For the bytes at which records are passed on and the write that led there, a frame with its header.
    private static let room = target + record + 64

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

    /// What is left of the last record stays here, and with it the promise of all that was joined since the last flush.
    private func passOnRecords(_ context: ChannelHandlerContext) {
        let whole = joined.readableBytes / Self.record * Self.record
        if whole == joined.readableBytes { return passOn(context) }
        guard let records = joined.readSlice(length: whole) else { return }
        var rest = ByteBuffer()
        rest.reserveCapacity(Self.room)
        rest.writeBuffer(&joined)
        joined = rest
        context.write(wrapOutboundOut(records), promise: nil)
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
