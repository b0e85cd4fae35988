package import Document

/// One thing wrong with one field, in the words that users of Kubernetes know.
package struct FieldError: Error, Sendable, Hashable {
    /// The raw value is the `reason` of the cause in a Status (meta/v1 CauseType).
    package enum Kind: String, Sendable {
        case notFound = "FieldValueNotFound"
        case required = "FieldValueRequired"
        case duplicate = "FieldValueDuplicate"
        case invalid = "FieldValueInvalid"
        case notSupported = "FieldValueNotSupported"
        case forbidden = "FieldValueForbidden"
        case tooLong = "FieldValueTooLong"
        case tooMany = "FieldValueTooMany"
        case tooFew = "FieldValueTooFew"
        case tooShort = "FieldValueTooShort"
        case typeInvalid = "FieldValueTypeInvalid"
        case internalError = "InternalError"

        var words: String {
            switch self {
            case .notFound: "Not found"
            case .required: "Required value"
            case .duplicate: "Duplicate value"
            case .invalid, .typeInvalid: "Invalid value"
            case .notSupported: "Unsupported value"
            case .forbidden: "Forbidden"
            case .tooLong: "Too long"
            case .tooMany: "Too many"
            case .tooFew: "Too few"
            case .tooShort: "Too short"
            case .internalError: "Internal error"
            }
        }

        var showsValue: Bool {
            switch self {
            case .required, .forbidden, .tooLong, .tooShort, .internalError: false
            default: true
            }
        }
    }

    package var kind: Kind
    package var field: FieldPath
    /// The offending value; nil where none is to be shown.
    package var value: JSON?
    package var detail: String

    package init(_ kind: Kind, _ field: FieldPath, value: JSON? = nil, detail: String = "") {
        self.kind = kind
        self.field = field
        self.value = value
        self.detail = detail
    }

    /// The message without the field: `Invalid value: -1: must be greater than or equal to 0`.
    package var body: String {
        var text = kind.words
        if kind.showsValue, let value {
            if case .string(let string) = value { text += ": " + string.goQuoted } else { text += ": " + value.text }
        }
        if !detail.isEmpty { text += ": " + detail }
        return text
    }
}

extension FieldError: CustomStringConvertible {
    package var description: String { field.description + ": " + body }
}

extension FieldError {
    package static func required(_ field: FieldPath, _ detail: String = "") -> FieldError { .init(.required, field, detail: detail) }
    package static func invalid(_ field: FieldPath, _ value: JSON, _ detail: String) -> FieldError {
        .init(.invalid, field, value: value, detail: detail)
    }
    package static func invalid(_ field: FieldPath, _ value: String, _ detail: String) -> FieldError {
        .init(.invalid, field, value: .string(value), detail: detail)
    }
    package static func invalid(_ field: FieldPath, _ value: Int, _ detail: String) -> FieldError {
        .init(.invalid, field, value: .int(Int64(value)), detail: detail)
    }
    package static func typeInvalid(_ field: FieldPath, _ value: JSON, _ detail: String) -> FieldError {
        .init(.typeInvalid, field, value: value, detail: detail)
    }
    package static func notFound(_ field: FieldPath, _ value: JSON) -> FieldError { .init(.notFound, field, value: value) }
    package static func duplicate(_ field: FieldPath, _ value: JSON) -> FieldError { .init(.duplicate, field, value: value) }
    package static func duplicate(_ field: FieldPath, _ value: String) -> FieldError {
        .init(.duplicate, field, value: .string(value))
    }
    package static func forbidden(_ field: FieldPath, _ detail: String) -> FieldError { .init(.forbidden, field, detail: detail) }

    /// Lists the supported values in the order given.
    package static func notSupported(_ field: FieldPath, _ value: String, _ supported: [String]) -> FieldError {
        let detail = supported.isEmpty ? "" : "supported values: " + supported.map(\.goQuoted).joined(separator: ", ")
        return .init(.notSupported, field, value: .string(value), detail: detail)
    }
    /// A whole object whose kind is none of those there are.
    package static func unsupported(_ field: FieldPath, _ value: JSON, _ supported: [String]) -> FieldError {
        var error = FieldError.notSupported(field, "", supported)
        error.value = value
        return error
    }
    package static func tooLong(_ field: FieldPath, limitBytes: Int) -> FieldError {
        if limitBytes < 0 { return .init(.tooLong, field, detail: "value is too long") }
        return .init(.tooLong, field, detail: "may not be more than \(limitBytes) byte" + (limitBytes == 1 ? "" : "s"))
    }
    package static func tooLong(_ field: FieldPath, limitCharacters: Int) -> FieldError {
        .init(.tooLong, field, detail: "may not be more than \(limitCharacters) character" + (limitCharacters == 1 ? "" : "s"))
    }
    package static func tooShort(_ field: FieldPath, minimumCharacters: Int) -> FieldError {
        .init(.tooShort, field, detail: "must be at least \(minimumCharacters) character" + (minimumCharacters == 1 ? "" : "s"))
    }
    package static func tooMany(_ field: FieldPath, _ count: Int, limit: Int) -> FieldError {
        .init(.tooMany, field, value: .int(Int64(count)), detail: "must have at most \(limit) item" + (limit == 1 ? "" : "s"))
    }
    package static func tooFew(_ field: FieldPath, _ count: Int, minimum: Int) -> FieldError {
        .init(.tooFew, field, value: .int(Int64(count)), detail: "must have at least \(minimum) item" + (minimum == 1 ? "" : "s"))
    }
    package static func internalError(_ field: FieldPath, _ message: String) -> FieldError {
        .init(.internalError, field, detail: message)
    }
}

extension [FieldError] {
    /// All messages as one: alone as it is, several in brackets, repeated ones once.
    package var summary: String {
        var seen: [String] = []
        for message in map(\.description) where !seen.contains(message) { seen.append(message) }
        return seen.count == 1 ? seen[0] : "[" + seen.joined(separator: ", ") + "]"
    }
}
