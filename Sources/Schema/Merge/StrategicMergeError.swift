package import Document
package import Resources

/// Why a strategic merge patch cannot be applied. The texts are those clients of upstream know.
package struct StrategicMergeError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The HTTP status upstream answers with: 400 for a malformed patch, 422 for lists of lists, 500 for everything else.
    package let status: Int
    package let message: String

    package var description: String { message }

    /// The failure as the API answers it.
    package var apiError: APIError {
        status == 400 ? .badRequest(message) : APIError(code: status, reason: .unknown, message: message)
    }

    static let badDocument = StrategicMergeError(status: 400, message: "invalid JSON document")
    static let badDeleteList = StrategicMergeError(status: 400, message: "invalid patch format of primitive list")
    static let badRetainKeys = StrategicMergeError(status: 400, message: "invalid patch format of retainKeys")
    static let badElementOrder = StrategicMergeError(status: 400, message: "invalid patch format of setElementOrder list")
    static let listOfLists = StrategicMergeError(status: 422, message: "lists of lists are not supported")
    /// For kinds without patch rules, such as custom resources.
    package static let unsupported = StrategicMergeError(status: 400, message: "strategic merge patch format is not supported")
    static let mergingDirective = internalError("merging lists cannot yet be specified in the patch")

    static func noMergeKey(_ element: JSON, _ key: String) -> StrategicMergeError {
        internalError("map: \(goText(element)) does not contain declared merge key: \(key)")
    }

    static func badDirective(_ directive: JSON, in map: JSON) -> StrategicMergeError {
        internalError("unknown patch type: \(goText(directive)) in map: \(goText(map))")
    }

    static func wrongType(expected: String, actual: JSON) -> StrategicMergeError {
        internalError("expected a \(expected), but received a \(goType(actual))")
    }

    static func notAMap(at index: Int) -> StrategicMergeError { internalError("value for key \(index) is not a map") }

    static func orderMismatch(patch: [JSON], order: [JSON]) -> StrategicMergeError {
        internalError(
            "The order in patch list:\n\(goText(.array(patch)))\n doesn't match $setElementOrder list:\n\(goText(.array(order)))\n")
    }

    static func mixedElements(_ lists: [[JSON]]) -> StrategicMergeError {
        internalError("list element types are not identical: [" + lists.map { goText(.array($0)) }.joined(separator: " ") + "]")
    }

    static func noListMergeKey(_ typeName: String) -> StrategicMergeError {
        internalError("cannot merge lists without merge key for \(typeName)")
    }

    static func unknownField(_ field: String, in typeName: String) -> StrategicMergeError {
        internalError("unable to find api field in struct \(typeName) for the json field \"\(field)\"")
    }

    static func notAStruct(_ kind: String) -> StrategicMergeError {
        internalError("merging an object in json but data type is not struct, instead is: \(kind)")
    }

    static func notAList(_ kind: String) -> StrategicMergeError { internalError("expected slice or array type, but got: \(kind)") }

    private static func internalError(_ message: String) -> StrategicMergeError { StrategicMergeError(status: 500, message: message) }

    /// A value as upstream's messages print it: `map[a:1 b:[x y]]`, keys sorted.
    package static func goText(_ value: JSON) -> String {
        switch value {
        case .null: "<nil>"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .double(let value): String(value)
        case .string(let value): value
        case .array(let values): "[" + values.map(goText).joined(separator: " ") + "]"
        case .object(let members):
            "map[" + members.sorted { $0.key < $1.key }.map { "\($0.key):\(goText($0.value))" }.joined(separator: " ") + "]"
        }
    }

    static let map = "map[string]interface {}"
    static let list = "[]interface {}"

    /// The name upstream's messages give the type of a JSON value.
    static func goType(_ value: JSON) -> String {
        switch value {
        case .null: "%!s(<nil>)"
        case .bool: "bool"
        case .int: "int64"
        case .double: "float64"
        case .string: "string"
        case .array: list
        case .object: map
        }
    }
}
