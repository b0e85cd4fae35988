import CZlib
import NIOCore

/// gzip (RFC 1952) of whole bodies by zlib.
enum Gzip {
    /// Bytes by which the output grows at a time.
    private static let outputStep = 64 * 1024

    static func compress(_ chunks: [ByteBuffer], level: Int32) -> ByteBuffer {
        let windowBitsWithGzipHeader: Int32 = 15 + 16
        let memoryLevel: Int32 = 8
        let stream = ZlibStream(
            start: {
                deflateInit2_(
                    $0, level, Z_DEFLATED, windowBitsWithGzipHeader, memoryLevel, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                    Int32(MemoryLayout<z_stream>.size))
            }, end: deflateEnd)
        var output = ByteBuffer()
        output.reserveCapacity(Swift.max(outputStep, chunks.totalReadableBytes / 8))
        for chunk in chunks { stream.run(input: chunk, into: &output, flush: Z_NO_FLUSH, step: outputStep, engine: deflate) }
        stream.run(input: ByteBuffer(), into: &output, flush: Z_FINISH, step: outputStep, engine: deflate)
        return output
    }
}

/// One of zlib's two engines over ByteBuffers. zlib keeps the address of its state, so the state lives at a fixed one.
final class ZlibStream {
    typealias State = UnsafeMutablePointer<z_stream>

    let state: State
    private let end: (State) -> Int32

    init(start: (State) -> Int32, end: @escaping (State) -> Int32) {
        state = .allocate(capacity: 1)
        state.initialize(to: z_stream())
        self.end = end
        _ = start(state)
    }

    deinit {
        _ = end(state)
        state.deallocate()
    }

    /// Feeds `input` until all of it is taken and no more output comes, or the output exceeds the limit; returns the engine's last code.
    @discardableResult
    func run(
        input: ByteBuffer, into output: inout ByteBuffer, flush: Int32, step: Int, limit: Int = .max, engine: (State, Int32) -> Int32
    ) -> Int32 {
        input.withUnsafeReadableBytes { bytes in
            // zlib never writes through next_in; its declaration merely lacks the const.
            state.pointee.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
            state.pointee.avail_in = UInt32(bytes.count)
            var code = Z_OK
            repeat {
                output.writeWithUnsafeMutableBytes(minimumWritableBytes: step) { space in
                    state.pointee.next_out = space.bindMemory(to: UInt8.self).baseAddress
                    state.pointee.avail_out = UInt32(space.count)
                    code = engine(state, flush)
                    return space.count - Int(state.pointee.avail_out)
                }
            } while code == Z_OK && state.pointee.avail_out == 0 && output.readableBytes <= limit
            state.pointee.next_in = nil
            return code
        }
    }
}
