/// Why a text is no JSON document, and where.
public struct JSONSyntaxError: Error, Sendable, CustomStringConvertible {
    package let message: String
    /// Bytes from the start of the text.
    package let offset: Int
    public var description: String { "\(message) at byte \(offset)" }
}

extension JSON {
    /// Nesting beyond this many arrays and objects is refused: the parser and every algorithm over documents recurse.
    package static let maximumDepth = 500

    package static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSON {
        var duplicates: [String] = []
        return try parse(bytes, duplicates: &duplicates)
    }

    package static func parse(text: String) throws(JSONSyntaxError) -> JSON { try parse(Array(text.utf8)) }

    /// Parses and appends the path of every key that came twice in one object (`spec.containers[0].image`); the last one wins.
    package static func parse(_ bytes: [UInt8], duplicates: inout [String]) throws(JSONSyntaxError) -> JSON {
        var outcome: Result<JSON, JSONSyntaxError> = .success(.null)
        bytes.withUnsafeBytes { buffer in
            do throws(JSONSyntaxError) {
                outcome = .success(try parse(buffer, duplicates: &duplicates))
            } catch {
                outcome = .failure(error)
            }
        }
        return try outcome.get()
    }

    package static func parse(_ buffer: UnsafeRawBufferPointer) throws(JSONSyntaxError) -> JSON {
        var duplicates: [String] = []
        return try parse(buffer, duplicates: &duplicates)
    }

    package static func parse(_ buffer: UnsafeRawBufferPointer, duplicates: inout [String]) throws(JSONSyntaxError) -> JSON {
        var parser = JSONParser(bytes: buffer.bindMemory(to: UInt8.self))
        let value = try parser.parseDocument()
        duplicates += parser.duplicates
        return value
    }
}

/// A recursive-descent parser over bytes in place (RFC 8259). Invalid UTF-8 becomes U+FFFD, as in Go's decoder.
struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    var depth = 0
    var duplicates: [String] = []

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func parseDocument() throws(JSONSyntaxError) -> JSON {
        let value = try parseValue()
        skipWhitespace()
        guard position == bytes.count else { throw unexpected("after top-level value") }
        return value
    }

    func fail(_ message: String) -> JSONSyntaxError { JSONSyntaxError(message: message, offset: position) }

    /// Go's wording for a byte that cannot stand where it stands.
    func unexpected(_ place: String) -> JSONSyntaxError {
        guard position < bytes.count else { return fail("unexpected end of JSON input") }
        return fail("invalid character '\(Unicode.Scalar(bytes[position]))' \(place)")
    }

    @inline(__always)
    mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    mutating func parseValue() throws(JSONSyntaxError) -> JSON {
        skipWhitespace()
        guard position < bytes.count else { throw fail("unexpected end of JSON input") }
        switch bytes[position] {
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "{"): return try parseObject()
        case UInt8(ascii: "["): return try parseArray()
        case UInt8(ascii: "t"): return try parseLiteral("true", .bool(true))
        case UInt8(ascii: "f"): return try parseLiteral("false", .bool(false))
        case UInt8(ascii: "n"): return try parseLiteral("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
        default: throw unexpected("looking for beginning of value")
        }
    }

    mutating func parseLiteral(_ literal: StaticString, _ value: JSON) throws(JSONSyntaxError) -> JSON {
        let count = literal.utf8CodeUnitCount
        for index in 0..<count {
            guard position < bytes.count, bytes[position] == literal.utf8Start[index] else { throw unexpected("in literal \(literal)") }
            position += 1
        }
        return value
    }

    mutating func enter() throws(JSONSyntaxError) {
        depth += 1
        if depth > JSON.maximumDepth { throw fail("exceeded max depth of \(JSON.maximumDepth)") }
    }

    mutating func parseArray() throws(JSONSyntaxError) -> JSON {
        try enter()
        defer { depth -= 1 }
        position += 1
        var elements: [JSON] = []
        skipWhitespace()
        if position < bytes.count, bytes[position] == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        while true {
            let before = duplicates.count
            elements.append(try parseValue())
            if duplicates.count > before { prefixDuplicates(from: before, "[\(elements.count - 1)]") }
            skipWhitespace()
            guard position < bytes.count else { throw fail("unexpected end of JSON input") }
            switch bytes[position] {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"):
                position += 1
                return .array(elements)
            default: throw unexpected("after array element")
            }
        }
    }

    mutating func parseObject() throws(JSONSyntaxError) -> JSON {
        try enter()
        defer { depth -= 1 }
        position += 1
        var object = ObjectBuilder()
        skipWhitespace()
        if position < bytes.count, bytes[position] == UInt8(ascii: "}") {
            position += 1
            return .object(JSONObject())
        }
        while true {
            skipWhitespace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw unexpected("looking for beginning of object key string")
            }
            let key = try parseString()
            skipWhitespace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { throw unexpected("after object key") }
            position += 1
            let before = duplicates.count
            let value = try parseValue()
            if duplicates.count > before { prefixDuplicates(from: before, key) }
            if object.add(key, value) { duplicates.append(key) }
            skipWhitespace()
            guard position < bytes.count else { throw fail("unexpected end of JSON input") }
            switch bytes[position] {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"):
                position += 1
                return .object(JSONObject(uniqueMembers: object.members))
            default: throw unexpected("after object key:value pair")
            }
        }
    }

    mutating func prefixDuplicates(from start: Int, _ prefix: String) {
        for index in start..<duplicates.count {
            duplicates[index] = duplicates[index].hasPrefix("[") ? prefix + duplicates[index] : prefix + "." + duplicates[index]
        }
    }
}

/// Collects members and notices keys that come twice: by looking back in small objects, by a set in large ones.
private struct ObjectBuilder {
    static let largeObject = 24
    var members: [JSONObject.Member] = []
    var seen: [String: Int] = [:]

    /// Adds a member; true when the key was there already, whose value is then replaced.
    mutating func add(_ key: String, _ value: JSON) -> Bool {
        if let index = indexOf(key) {
            members[index].value = value
            return true
        }
        if members.count >= Self.largeObject { seen[key] = members.count }
        members.append((key, value))
        return false
    }

    private mutating func indexOf(_ key: String) -> Int? {
        guard members.count >= Self.largeObject else { return members.firstIndex { $0.key == key } }
        if seen.isEmpty { for (index, member) in members.enumerated() { seen[member.key] = index } }
        return seen[key]
    }
}
