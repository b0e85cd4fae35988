internal import Document
import FoundationEssentials
internal import Resources

/// The functions of text/template that work on documents, and kubectl's own `exists` and `base64decode`.
enum TemplateFunctions {
    static let names: Set<String> = [
        "and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "index", "slice", "len", "print", "printf", "println", "html", "js",
        "urlquery",
        "exists", "base64decode", "true", "false", "nil",
    ]

    static func call(_ name: String, _ arguments: [JSON]) throws(Failure) -> JSON {
        switch name {
        case "true": return true
        case "false": return false
        case "nil": return .null
        case "and": return arguments.first { !isTrue($0) } ?? arguments.last ?? .null
        case "or": return arguments.first { isTrue($0) } ?? arguments.last ?? .null
        case "not": return .bool(!isTrue(arguments.first ?? .null))
        case "eq", "ne", "lt", "le", "gt", "ge": return .bool(try compare(name, arguments))
        case "index": return try index(arguments)
        case "slice": return try slice(arguments)
        case "len": return try length(arguments.first ?? .null)
        case "print": return .string(print(arguments))
        case "println": return .string(arguments.map(GoValue.text).joined(separator: " ") + "\n")
        case "printf":
            guard let format = arguments.first?.string else { throw Failure("wrong number of args for printf: want at least 1 got 0") }
            return .string(GoValue.format(format, Array(arguments.dropFirst())))
        case "html", "js", "urlquery": return .string(arguments.map(GoValue.text).joined())
        case "exists": return .bool((try? index(arguments)).map { !$0.isNull } ?? false)
        case "base64decode":
            guard let data = Data(base64Encoded: arguments.first?.string ?? "") else {
                throw Failure("error calling base64decode: illegal base64 data at input byte 0")
            }
            return .string(String(decoding: data, as: UTF8.self))
        default: throw Failure("function \(name.goQuoted) not defined")
        }
    }

    /// What counts as true: anything that is not empty, zero, false or absent.
    static func isTrue(_ value: JSON) -> Bool { !value.isEmptyValue }

    private static func compare(_ name: String, _ arguments: [JSON]) throws(Failure) -> Bool {
        guard let first = arguments.first, arguments.count > 1 else {
            throw Failure("error calling \(name): missing argument for comparison")
        }
        if name == "eq" { return arguments.dropFirst().contains { same(first, $0) } }
        let second = arguments[1]
        if name == "ne" { return !same(first, second) }
        let order: Int
        if let a = first.double, let b = second.double {
            order = a < b ? -1 : a == b ? 0 : 1
        } else if let a = first.string, let b = second.string {
            order = a < b ? -1 : a == b ? 0 : 1
        } else {
            throw Failure("error calling \(name): incompatible types for comparison")
        }
        switch name {
        case "lt": return order < 0
        case "le": return order <= 0
        case "gt": return order > 0
        default: return order >= 0
        }
    }

    private static func same(_ a: JSON, _ b: JSON) -> Bool {
        if let x = a.double, let y = b.double { return x == y }
        return a == b
    }

    private static func index(_ arguments: [JSON]) throws(Failure) -> JSON {
        guard var value = arguments.first else { throw Failure("wrong number of args for index: want at least 1 got 0") }
        for key in arguments.dropFirst() {
            if value.isNull { throw Failure("error calling index: index of untyped nil") }
            if let elements = value.array {
                guard let position = key.int else { throw Failure("error calling index: cannot index slice/array with type string") }
                guard elements.indices.contains(position) else {
                    throw Failure("error calling index: reflect: slice index out of range")
                }
                value = elements[position]
            } else if let members = value.object {
                guard let name = key.string else { throw Failure("error calling index: value has type int; should be string") }
                value = members[name] ?? .null
            } else {
                throw Failure("error calling index: can't index item of type \(GoValue.type(value))")
            }
        }
        return value
    }

    private static func slice(_ arguments: [JSON]) throws(Failure) -> JSON {
        guard let value = arguments.first else { throw Failure("wrong number of args for slice: want at least 1 got 0") }
        let bounds = arguments.dropFirst().compactMap(\.int)
        if let text = value.string {
            let bytes = Array(text.utf8)
            let (start, end) = (bounds.first ?? 0, bounds.count > 1 ? bounds[1] : bytes.count)
            guard start >= 0, start <= end, end <= bytes.count else { throw Failure("error calling slice: index out of range: \(end)") }
            return .string(String(decoding: bytes[start..<end], as: UTF8.self))
        }
        guard let elements = value.array else { throw Failure("error calling slice: can't slice item of type \(GoValue.type(value))") }
        let (start, end) = (bounds.first ?? 0, bounds.count > 1 ? bounds[1] : elements.count)
        guard start >= 0, start <= end, end <= elements.count else { throw Failure("error calling slice: index out of range: \(end)") }
        return .array(Array(elements[start..<end]))
    }

    private static func length(_ value: JSON) throws(Failure) -> JSON {
        switch value {
        case .string(let text): return .int(Int64(text.utf8.count))
        case .array(let elements): return .int(Int64(elements.count))
        case .object(let members): return .int(Int64(members.count))
        default: throw Failure("error calling len: len of type \(GoValue.type(value))")
        }
    }

    /// As Go's Sprint: spaces only between operands neither of which is text.
    private static func print(_ arguments: [JSON]) -> String {
        var text = ""
        for (index, argument) in arguments.enumerated() {
            if index > 0, argument.string == nil, arguments[index - 1].string == nil { text += " " }
            text += GoValue.text(argument)
        }
        return text
    }
}
