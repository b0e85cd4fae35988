import NIOCore

/// Frames to bytes. Header blocks share one compression history for the whole connection, so every frame made must be sent, in order.
package struct SPDYFrameEncoder: ~Copyable {
    static let version: UInt16 = 3
    /// Bytes a frame's 24-bit length can tell.
    static let maxLength = 0xFF_FFFF

    private let compressor = SPDYHeaderCompressor()

    package init() {}

    package mutating func encode(_ frame: SPDYFrame) -> ByteBuffer {
        var out = ByteBuffer()
        encode(frame, into: &out)
        return out
    }

    package mutating func encode(_ frame: SPDYFrame, into out: inout ByteBuffer) {
        switch frame {
        case .data(let stream, let finished, let bytes):
            out.reserveCapacity(minimumWritableBytes: bytes.readableBytes + 8)
            out.writeInteger(stream & 0x7FFF_FFFF)
            out.writeInteger(UInt32(finished ? 1 : 0) << 24 | UInt32(bytes.readableBytes & Self.maxLength))
            out.writeImmutableBuffer(bytes)
        case .openStream(let stream, let associated, let priority, let finished, let unidirectional, let headers):
            control(1, flags: (finished ? 1 : 0) | (unidirectional ? 2 : 0), into: &out) { out in
                out.writeMultipleIntegers(stream, associated, priority << 5, UInt8(0))
                compressor.write(headers, into: &out)
            }
        case .reply(let stream, let finished, let headers):
            control(2, flags: finished ? 1 : 0, into: &out) { out in
                out.writeInteger(stream)
                compressor.write(headers, into: &out)
            }
        case .reset(let stream, let status):
            control(3, flags: 0, into: &out) { $0.writeMultipleIntegers(stream, status) }
        case .settings(let clears, let entries):
            control(4, flags: clears ? 1 : 0, into: &out) { out in
                out.writeInteger(UInt32(entries.count))
                for entry in entries { out.writeMultipleIntegers(UInt32(entry.flags) << 24 | entry.id & 0xFF_FFFF, entry.value) }
            }
        case .ping(let id):
            control(6, flags: 0, into: &out) { $0.writeInteger(id) }
        case .goAway(let last, let status):
            control(7, flags: 0, into: &out) { $0.writeMultipleIntegers(last, status) }
        case .headers(let stream, let finished, let headers):
            control(8, flags: finished ? 1 : 0, into: &out) { out in
                out.writeInteger(stream)
                compressor.write(headers, into: &out)
            }
        case .windowUpdate(let stream, let delta):
            control(9, flags: 0, into: &out) { $0.writeMultipleIntegers(stream, delta) }
        }
    }

    private func control(_ type: UInt16, flags: UInt8, into out: inout ByteBuffer, body: (inout ByteBuffer) -> Void) {
        let start = out.writerIndex
        out.writeMultipleIntegers(0x8000 | Self.version, type, UInt32(0))
        body(&out)
        let length = out.writerIndex - start - 8
        out.setInteger(UInt32(flags) << 24 | UInt32(length & Self.maxLength), at: start + 4)
    }
}
