/// An answer that is no message of the kind it should be.
struct MalformedMessage: Error {}

/// Reads the fields of a protobuf message one after the other, never past its end. Unknown fields are skipped.
struct ProtobufReader {
    /// One field: its number, and where its value is.
    struct Field {
        var number: UInt64
        /// The value of a number; the length of bytes.
        var value: UInt64
        /// The value of a field with a length.
        var bytes: UnsafeRawBufferPointer
    }

    private let buffer: UnsafeRawBufferPointer
    private var position = 0

    init(_ buffer: UnsafeRawBufferPointer) { self.buffer = buffer }

    /// The next field; nil at the end.
    mutating func next() throws(MalformedMessage) -> Field? {
        guard position < buffer.count else { return nil }
        let tag = try varint()
        let number = tag >> 3
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        switch tag & 7 {
        case 0: return Field(number: number, value: try varint(), bytes: nothing)
        case 1: return Field(number: number, value: 0, bytes: try take(8))
        case 2:
            let length = try varint()
            guard let count = Int(exactly: length) else { throw MalformedMessage() }
            return Field(number: number, value: length, bytes: try take(count))
        case 5: return Field(number: number, value: 0, bytes: try take(4))
        default: throw MalformedMessage()
        }
    }

    private mutating func varint() throws(MalformedMessage) -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            guard position < buffer.count else { throw MalformedMessage() }
            let byte = buffer[position]
            position += 1
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
        throw MalformedMessage()
    }

    private mutating func take(_ count: Int) throws(MalformedMessage) -> UnsafeRawBufferPointer {
        guard count <= buffer.count - position else { throw MalformedMessage() }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: buffer[position..<position + count])
    }
}

extension ProtobufReader.Field {
    var flag: Bool { value != 0 }
    var array: [UInt8] { [UInt8](bytes) }
    var text: String { String(decoding: bytes, as: UTF8.self) }
}
