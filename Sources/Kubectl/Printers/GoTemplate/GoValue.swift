internal import Document
internal import Resources

extension String {
    var strippingWhitespace: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}

/// Values as Go's fmt package prints what it has read from JSON.
enum GoValue {
    /// `%v`: `map[a:1 b:[x y]]`, keys in order.
    static func text(_ value: JSON) -> String {
        switch value {
        case .null: return "<nil>"
        case .bool(let value): return value ? "true" : "false"
        case .int(let value): return String(value)
        case .double(let value): return number(value)
        case .string(let value): return value
        case .array(let values): return "[" + values.map(text).joined(separator: " ") + "]"
        case .object(let members):
            return "map[" + members.sorted { $0.key < $1.key }.map { "\($0.key):\(text($0.value))" }.joined(separator: " ") + "]"
        }
    }

    /// `%#v`: the value as Go's source would write it.
    static func source(_ value: JSON) -> String {
        switch value {
        case .null: return "interface {}(nil)"
        case .string(let text): return text.goQuoted
        case .array(let values): return "[]interface {}{" + values.map(source).joined(separator: ", ") + "}"
        case .object(let members):
            return "map[string]interface {}{" + members.map { "\($0.key.goQuoted):\(source($0.value))" }.joined(separator: ", ") + "}"
        default: return text(value)
        }
    }

    private static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value), abs(whole) < 1_000_000_000_000_000_000 { return String(whole) }
        return "\(value)"
    }

    static func type(_ value: JSON) -> String {
        switch value {
        case .null: "nil"
        case .bool: "bool"
        case .int: "int64"
        case .double: "float64"
        case .string: "string"
        case .array: "[]interface {}"
        case .object: "map[string]interface {}"
        }
    }

    /// The verbs of printf that templates use: v s d q f x t c and %%, with flags, width and precision.
    static func format(_ format: String, _ arguments: [JSON]) -> String {
        var result = ""
        var rest = Array(format)[...]
        var next = 0
        while let character = rest.popFirst() {
            guard character == "%" else {
                result.append(character)
                continue
            }
            var flags = ""
            while let flag = rest.first, "+-# 0".contains(flag) {
                flags.append(flag)
                rest = rest.dropFirst()
            }
            let width = digits(&rest)
            var precision: Int?
            if rest.first == "." {
                rest = rest.dropFirst()
                precision = digits(&rest) ?? 0
            }
            guard let verb = rest.popFirst() else { return result + "%!(NOVERB)" }
            if verb == "%" {
                result.append("%")
                continue
            }
            guard next < arguments.count else {
                result += "%!\(verb)(MISSING)"
                continue
            }
            result += pad(one(verb, arguments[next], flags, precision), width, flags)
            next += 1
        }
        if next < arguments.count {
            result += "%!(EXTRA " + arguments[next...].map { "\(type($0))=\(text($0))" }.joined(separator: ", ") + ")"
        }
        return result
    }

    private static func digits(_ rest: inout ArraySlice<Character>) -> Int? {
        var text = ""
        while let digit = rest.first, digit.isASCII, digit.isNumber {
            text.append(digit)
            rest = rest.dropFirst()
        }
        return Int(text)
    }

    private static func pad(_ text: String, _ width: Int?, _ flags: String) -> String {
        guard let width, text.count < width else { return text }
        // A width is bounded by what a line of output can be.
        let fill = String(repeating: flags.contains("0") && !flags.contains("-") ? "0" : " ", count: min(width, 10_000) - text.count)
        return flags.contains("-") ? text + fill : fill + text
    }

    private static func one(_ verb: Character, _ value: JSON, _ flags: String, _ precision: Int?) -> String {
        switch (verb, value) {
        case ("v", _): return text(value)
        case ("s", .string(let text)): return precision.map { String(text.prefix($0)) } ?? text
        case ("s", .array), ("s", .object): return text(value)
        case ("q", .string(let text)): return text.goQuoted
        case ("d", .int(let number)): return String(number)
        case ("t", .bool(let flag)): return flag ? "true" : "false"
        case ("x", .int(let number)): return String(number, radix: 16)
        case ("x", .string(let text)): return text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        case ("f", _) where value.double != nil: return fixed(value.double ?? 0, precision ?? 6)
        case ("T", _): return type(value)
        default: return "%!\(verb)(\(type(value))=\(text(value)))"
        }
    }

    private static func fixed(_ value: Double, _ places: Int) -> String {
        var scale = 1.0
        for _ in 0..<min(places, 15) { scale *= 10 }
        let whole = Int64((abs(value) * scale).rounded())
        let unit = Int64(scale)
        let fraction = String(whole % unit)
        let sign = value < 0 ? "-" : ""
        if places == 0 { return sign + String(whole) }
        return "\(sign)\(whole / unit)." + String(repeating: "0", count: max(0, min(places, 15) - fraction.count)) + fraction
    }
}
