internal import Document

/// A value that does not fit its field, in the words upstream's JSON decoder uses:
/// `json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container`.
package struct DecodingFailure: Error, Sendable, Hashable, CustomStringConvertible {
    private enum Problem: Hashable {
        /// What was found ("string") and what the field takes ("[]v1.Container").
        case wrongType(noun: String, type: String)
        case message(String)
    }

    private var problem: Problem
    /// The innermost type that has a field on the path.
    private var structName = ""
    /// Field names from the inside out; positions in lists and keys of maps are not told.
    private var fields: [String] = []

    init(noun: String, type: String) { problem = .wrongType(noun: noun, type: type) }
    init(message: String) { problem = .message(message) }

    mutating func pass(field: String, of type: TypeSchema) {
        if fields.isEmpty { structName = type.shortName }
        fields.append(field)
    }

    package var description: String {
        switch problem {
        case .message(let text): text
        case .wrongType(let noun, let type) where fields.isEmpty: "json: cannot unmarshal \(noun) into Go value of type \(type)"
        case .wrongType(let noun, let type):
            "json: cannot unmarshal \(noun) into Go struct field \(structName).\(fields.reversed().joined(separator: ".")) of type \(type)"
        }
    }

    static func noun(_ json: JSON) -> String {
        switch json {
        case .null: "null"
        case .bool: "bool"
        case .int, .double: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
