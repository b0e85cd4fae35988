import CISAL
import NIOCore
import Synchronization

/// The gzip (RFC 1952) of a body, made while it is sent. ISA-L compresses text that repeats itself, as lists do, at some 5 GB/s.
final class GzipBody: BodyPieces {
    /// Bytes of the body that are compressed at a time: enough to find repetitions in, and few enough for the processor's cache.
    private static let inputBytes = 256 * 1024

    private struct State: ~Copyable {
        var source: ChunkFeeder
        var deflater = Deflater()
    }

    /// Only the connection's event loop asks, so it never waits.
    private let state: Mutex<State>

    init(_ source: ChunkFeeder) { state = Mutex(State(source: source)) }

    var length: Int? { nil }

    var isAtEnd: Bool { state.withLock { $0.source.isEmpty } }

    func nextPiece(target: Int) -> ByteBuffer? {
        state.withLock { state in
            if state.source.isEmpty { return nil }
            var output = ByteBuffer()
            output.reserveCapacity(target)
            while output.readableBytes < target / 2, let input = state.source.next(target: Self.inputBytes) {
                state.deflater.compress(input, isLast: state.source.isEmpty, into: &output)
            }
            return output
        }
    }
}

/// ISA-L's compressor with the memory that it works in.
private struct Deflater: ~Copyable {
    /// Room that it is given at a time, bytes.
    private static let outputStep = 16 * 1024

    private let stream = UnsafeMutablePointer<isal_zstream>.allocate(capacity: 1)
    private let work = UnsafeMutablePointer<UInt8>.allocate(capacity: Int(coxswain_isal_level1_bytes))

    init() {
        isal_deflate_init(stream)
        stream.pointee.level = 1
        stream.pointee.level_buf = work
        stream.pointee.level_buf_size = coxswain_isal_level1_bytes
        stream.pointee.gzip_flag = UInt16(IGZIP_GZIP)
    }

    deinit {
        stream.deallocate()
        work.deallocate()
    }

    /// Takes all of `input`. What comes of it may wait for the next call, but for the last.
    mutating func compress(_ input: ByteBuffer, isLast: Bool, into output: inout ByteBuffer) {
        stream.pointee.end_of_stream = isLast ? 1 : 0
        input.withUnsafeReadableBytes { bytes in
            // It never writes through next_in; its declaration merely lacks the const.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
            stream.pointee.avail_in = UInt32(bytes.count)
            repeat {
                output.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.outputStep) { space in
                    stream.pointee.next_out = space.bindMemory(to: UInt8.self).baseAddress
                    stream.pointee.avail_out = UInt32(space.count)
                    isal_deflate(stream)
                    return space.count - Int(stream.pointee.avail_out)
                }
            } while stream.pointee.avail_out == 0
            stream.pointee.next_in = nil
        }
    }
}
