/// Appends protobuf fields to bytes.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    mutating func key(_ field: Int, _ wire: ProtobufReader.Wire) { varint(UInt64(field) << 3 | wire.rawValue) }

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func integer(_ field: Int, _ value: Int64) {
        key(field, .varint)
        varint(UInt64(bitPattern: value))
    }

    mutating func fixed64(_ field: Int, _ value: UInt64) {
        key(field, .fixed64)
        for index in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
    }

    mutating func text(_ field: Int, _ value: String) {
        key(field, .bytes)
        varint(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    mutating func bytes(_ field: Int, _ value: [UInt8]) {
        key(field, .bytes)
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    mutating func raw(_ value: some Sequence<UInt8>) { bytes.append(contentsOf: value) }

    /// A message that `body` writes. Its length comes first but is known last: one byte is kept free for it, which is enough
    /// for most messages, and the contents move up for those that need more.
    mutating func message(_ field: Int, _ body: (inout ProtobufWriter) throws(ProtobufError) -> Void) throws(ProtobufError) {
        key(field, .bytes)
        let start = bytes.count
        bytes.append(0)
        try body(&self)
        var length = bytes.count - start - 1
        if length < 0x80 {
            bytes[start] = UInt8(length)
            return
        }
        var prefix: [UInt8] = []
        while length >= 0x80 {
            prefix.append(UInt8(truncatingIfNeeded: length) | 0x80)
            length >>= 7
        }
        prefix.append(UInt8(truncatingIfNeeded: length))
        bytes.replaceSubrange(start...start, with: prefix)
    }
}
