/// What stands around every document in protobuf: four bytes that tell it from JSON, then its kind and its bytes.
package struct ProtobufEnvelope: Sendable {
    package static let magic: [UInt8] = [0x6B, 0x38, 0x73, 0x00]

    package private(set) var apiVersion = ""
    package private(set) var kind = ""
    private(set) var raw: [UInt8] = []

    package init(_ bytes: [UInt8]) throws(ProtobufError) {
        if bytes.isEmpty { throw ProtobufError("empty data") }
        guard bytes.starts(with: Self.magic) else {
            throw ProtobufError("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]")
        }
        if bytes.count == Self.magic.count { throw ProtobufError("empty body") }
        var reader = ProtobufReader(bytes, from: Self.magic.count)
        while !reader.isAtEnd {
            switch try reader.key() {
            case (1, .bytes): try readType(try reader.contents())
            case (2, .bytes): raw = Array(try reader.contents().rest)
            case (3, .bytes):
                if !(try reader.contents().isEmpty) { throw ProtobufError("the content of the envelope is encoded in an unknown way") }
            case (_, let wire): try reader.skip(wire)
            }
        }
    }

    private mutating func readType(_ source: ProtobufReader) throws(ProtobufError) {
        var reader = source
        while !reader.isAtEnd {
            switch try reader.key() {
            case (1, .bytes): apiVersion = try reader.contents().text
            case (2, .bytes): kind = try reader.contents().text
            case (_, let wire): try reader.skip(wire)
            }
        }
    }

    /// Writes the envelope around what `body` writes.
    static func write(
        _ apiVersion: String, _ kind: String, _ body: (inout ProtobufWriter) throws(ProtobufError) -> Void
    ) throws(ProtobufError) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.raw(magic)
        try writer.message(1) { writer in
            writer.text(1, apiVersion)
            writer.text(2, kind)
        }
        try writer.message(2, body)
        writer.text(3, "")
        writer.text(4, "")
        return writer.bytes
    }
}
