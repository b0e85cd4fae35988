/// The wire format of protocol buffers: numbered fields, one after the other.
struct ProtobufReader {
    enum Value {
        case varint(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        case bytes(ArraySlice<UInt8>)
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next field; nil at the end.
    mutating func next() throws(ProtobufFailure) -> (number: Int, value: Value)? {
        guard !rest.isEmpty else { return nil }
        let tag = try varint()
        guard let number = Int(exactly: tag >> 3), number > 0 else { throw ProtobufFailure("illegal field number") }
        switch tag & 7 {
        case 0: return (number, .varint(try varint()))
        case 1: return (number, .fixed64(try fixed(8)))
        case 2:
            guard let length = Int(exactly: try varint()), length <= rest.count else { throw ProtobufFailure("unexpected end") }
            defer { rest = rest.dropFirst(length) }
            return (number, .bytes(rest.prefix(length)))
        case 5: return (number, .fixed32(UInt32(truncatingIfNeeded: try fixed(4))))
        default: throw ProtobufFailure("illegal wire type \(tag & 7)")
        }
    }

    /// A number in groups of seven bits; also the elements of packed lists.
    mutating func varint() throws(ProtobufFailure) -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            if shift > 63 { throw ProtobufFailure("a number is longer than 64 bits") }
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
        throw ProtobufFailure("unexpected end")
    }

    mutating func fixed(_ width: Int) throws(ProtobufFailure) -> UInt64 {
        guard rest.count >= width else { throw ProtobufFailure("unexpected end") }
        defer { rest = rest.dropFirst(width) }
        return rest.prefix(width).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    var isAtEnd: Bool { rest.isEmpty }
}

/// Bytes that are no message of the type expected.
struct ProtobufFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = "proto: " + description }
}
