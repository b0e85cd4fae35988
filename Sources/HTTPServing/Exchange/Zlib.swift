import CZlib
import NIOCore

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
