/// Why bytes or a document cannot be turned over; the text is what clients are told.
package struct ProtobufError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    static let truncated = ProtobufError("unexpected EOF")
    static let overflow = ProtobufError("proto: integer overflow")
    static let tooDeep = ProtobufError("proto: the message is nested too deeply")
    static let tooMany = ProtobufError("proto: the message holds too many values")

    static func wireType(_ type: UInt64, _ message: String, _ field: String) -> ProtobufError {
        ProtobufError("proto: wrong wireType = \(type) for field \(field) of \(message)")
    }
}
