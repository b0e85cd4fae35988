/// Writes the fields of a protobuf message (proto3 encoding: numbers that are zero and texts that are empty are left out).
///
/// etcd's few messages are written by hand: values stay the byte arrays they are, without the copies that generated types make of them.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    private enum WireType: UInt64 {
        case varint = 0
        case delimited = 2
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private mutating func tag(_ field: UInt64, _ type: WireType) { varint(field << 3 | type.rawValue) }

    mutating func number(_ field: UInt64, _ value: UInt64) {
        if value == 0 { return }
        tag(field, .varint)
        varint(value)
    }

    mutating func flag(_ field: UInt64, _ value: Bool) { number(field, value ? 1 : 0) }

    mutating func bytes(_ field: UInt64, _ value: [UInt8]) {
        if value.isEmpty { return }
        tag(field, .delimited)
        varint(UInt64(value.count))
        bytes += value
    }

    /// A message within the message; written even when it is empty, since its presence means something.
    mutating func message(_ field: UInt64, _ body: (inout ProtobufWriter) -> Void) {
        var inner = ProtobufWriter()
        body(&inner)
        tag(field, .delimited)
        varint(UInt64(inner.bytes.count))
        bytes += inner.bytes
    }
}
