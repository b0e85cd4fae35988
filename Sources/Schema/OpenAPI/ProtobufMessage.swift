/// A protobuf message under construction: fields are appended in the order given (protobuf encoding, wire types 0 and 2).
struct ProtobufMessage {
    private(set) var bytes: [UInt8] = []

    /// Appends a string; proto3 leaves out empty ones.
    mutating func string(_ field: Int, _ value: String?) {
        if let value, !value.isEmpty { text(field, value) }
    }

    /// Appends a string even when it is empty, as elements of repeated fields and members of a oneof are.
    mutating func text(_ field: Int, _ value: String) {
        key(field, wireType: 2)
        varint(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    mutating func bool(_ field: Int, _ value: Bool?) {
        guard value == true else { return }
        key(field, wireType: 0)
        bytes.append(1)
    }

    mutating func message(_ field: Int, _ message: ProtobufMessage) {
        key(field, wireType: 2)
        varint(UInt64(message.bytes.count))
        bytes.append(contentsOf: message.bytes)
    }

    /// Appends a message whose encoded fields are in `pieces`.
    mutating func message(_ field: Int, _ pieces: [[UInt8]]) {
        key(field, wireType: 2)
        varint(pieces.reduce(0) { $0 + UInt64($1.count) })
        for piece in pieces { bytes.append(contentsOf: piece) }
    }

    /// Appends a message that `body` fills.
    mutating func message(_ field: Int, _ body: (inout ProtobufMessage) -> Void) {
        var message = ProtobufMessage()
        body(&message)
        self.message(field, message)
    }

    private mutating func key(_ field: Int, wireType: UInt64) { varint(UInt64(field) << 3 | wireType) }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
