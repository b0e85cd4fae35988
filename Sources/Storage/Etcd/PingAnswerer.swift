import NIOCore

/// Answers HTTP/2's PING frames before the connection's own handler sees them.
///
/// Go's gRPC servers measure the bandwidth of a connection with a PING for nearly every request (RFC 9113 §6.7 lets them), and NIO takes
/// more than 200 such frames within 30 seconds for an attack and closes the connection under the calls in flight. Answers to pings of our
/// own side pass through.
final class PingAnswerer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let headerBytes = 9
    private static let pingBytes = 8
    private static let pingType: UInt8 = 6
    private static let acknowledged: UInt8 = 1

    /// Bytes of a frame's beginning, until they are enough to tell what it is.
    private var held = ByteBuffer()
    /// Bytes of the present frame's payload that are still to pass.
    private var passing = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var input = unwrapInboundIn(data)
        if held.readableBytes > 0 {
            held.writeBuffer(&input)
            swap(&input, &held)
            held.clear()
        }
        let (passed, answers) = sort(&input)
        held = input
        if let answers { context.writeAndFlush(wrapOutboundOut(answers), promise: nil) }
        if passed.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(passed)) }
    }

    /// Takes whole pings and all that is none out of `input`; what remains is the beginning of a frame.
    private func sort(_ input: inout ByteBuffer) -> (passed: ByteBuffer, answers: ByteBuffer?) {
        var passed = ByteBuffer()
        var answers: ByteBuffer?
        while input.readableBytes > 0 {
            if passing > 0 {
                let count = min(passing, input.readableBytes)
                if var slice = input.readSlice(length: count) { passed.writeBuffer(&slice) }
                passing -= count
                continue
            }
            guard let length = frameLength(input), let type: UInt8 = input.getInteger(at: input.readerIndex + 3),
                let flags: UInt8 = input.getInteger(at: input.readerIndex + 4)
            else { break }
            guard type == Self.pingType, flags & Self.acknowledged == 0, length == Self.pingBytes else {
                passing = Self.headerBytes + length
                continue
            }
            guard var frame = input.readSlice(length: Self.headerBytes + Self.pingBytes) else { break }
            frame.setInteger(flags | Self.acknowledged, at: frame.readerIndex + 4)
            if answers == nil { answers = frame } else { answers?.writeBuffer(&frame) }
        }
        return (passed, answers)
    }

    /// The length in a frame's header; nil until the header is there.
    private func frameLength(_ buffer: ByteBuffer) -> Int? {
        guard buffer.readableBytes >= Self.headerBytes, let high: UInt8 = buffer.getInteger(at: buffer.readerIndex),
            let low: UInt16 = buffer.getInteger(at: buffer.readerIndex + 1)
        else { return nil }
        return Int(high) << 16 | Int(low)
    }
}
