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
        try parse(buffer, duplicates: &duplicates, remembering: []).document
    }

    /// Parses a document of which some members may have come before: a text that is known is not read again.
    /// - Returns: also what was found of each of `members`, the last time it came; nil for those that did not, or were no objects.
    package static func parse(
        _ buffer: UnsafeRawBufferPointer, duplicates: inout [String], remembering members: [RememberedMember]
    ) throws(JSONSyntaxError) -> (document: JSON, found: [RememberedMember.Finding?]) {
        var parser = JSONParser(bytes: buffer.bindMemory(to: UInt8.self))
        parser.remember(members)
        let value = try parser.parseDocument()
        duplicates += parser.duplicates
        return (value, parser.found)
    }
}

/// A recursive-descent parser over bytes in place (RFC 8259). Invalid UTF-8 becomes U+FFFD, as in Go's decoder.
struct JSONParser: ~Copyable {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    var depth = 0
    var duplicates: [String] = []
    private var members = ParseStack<JSONObject.Member>()
    private var elements = ParseStack<JSON>()
    private let knownKeys = KnownKeys.shared
    /// Positions of the keys of objects that have many, by where the object begins in `members`.
    private var seen: [Int: [String: Int]] = [:]
    private var remembered: [RememberedMember] = []
    /// The depths at which there are any, a bit each; deeper than 63 it begins anew.
    private var rememberedDepths: UInt64 = 0
    private(set) var found: [RememberedMember.Finding?] = []

    /// Members of an object up to which keys that come twice are found by looking back.
    private static let largeObject = 24

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func remember(_ members: [RememberedMember]) {
        remembered = members
        found = Array(repeating: nil, count: members.count)
        for member in members { rememberedDepths |= 1 &<< UInt64(member.depth) }
    }

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
        let start = elements.count
        skipWhitespace()
        if position < bytes.count, bytes[position] == UInt8(ascii: "]") {
            position += 1
            return .array([])
        }
        while true {
            let before = duplicates.count
            elements.push(try parseValue())
            if duplicates.count > before { prefixDuplicates(from: before, "[\(elements.count - start - 1)]") }
            skipWhitespace()
            guard position < bytes.count else { throw fail("unexpected end of JSON input") }
            switch bytes[position] {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"):
                position += 1
                return .array(elements.pop(from: start))
            default: throw unexpected("after array element")
            }
        }
    }

    mutating func parseObject() throws(JSONSyntaxError) -> JSON {
        try enter()
        defer { depth -= 1 }
        position += 1
        let start = members.count
        // One bit a key: a key whose bit is not there yet cannot have come before.
        var marks: UInt64 = 0
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
            let (key, mark) = try parseKey()
            skipWhitespace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { throw unexpected("after object key") }
            position += 1
            let before = duplicates.count
            let value = rememberedDepths & (1 &<< UInt64(depth)) == 0 ? try parseValue() : try parseRemembered(key)
            if duplicates.count > before { prefixDuplicates(from: before, key) }
            if marks & mark != 0 || members.count - start >= Self.largeObject {
                if add(key, value, from: start) { duplicates.append(key) }
            } else {
                members.push(JSONObject.Member(key, value))
            }
            marks |= mark
            skipWhitespace()
            guard position < bytes.count else { throw fail("unexpected end of JSON input") }
            switch bytes[position] {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"):
                position += 1
                if members.count - start > Self.largeObject { seen[start] = nil }
                return .object(JSONObject(uniqueMembers: members.pop(from: start)))
            default: throw unexpected("after object key:value pair")
            }
        }
    }

    /// The value of a member that may be a remembered one.
    private mutating func parseRemembered(_ key: String) throws(JSONSyntaxError) -> JSON {
        let depth = depth
        guard let member = remembered.firstIndex(where: { $0.depth == depth && $0.key == key }) else { return try parseValue() }
        skipWhitespace()
        let (bytes, start) = (bytes, position)
        let texts = remembered[member].texts
        if let index = texts.firstIndex(where: { $0.begins(bytes, at: start) }) {
            position += texts[index].bytes.count
            found[member] = .known(index)
            return texts[index].value
        }
        let value = try parseValue()
        if case .object = value { found[member] = .new(value, start..<position) } else { found[member] = nil }
        return value
    }

    /// A key, and a bit that stands for it and for few others.
    private mutating func parseKey() throws(JSONSyntaxError) -> (key: String, mark: UInt64) {
        let start = position + 1
        let end = TextScan.firstSpecial(bytes, from: start)
        guard end > start, end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return (try parseString(), .max) }
        let text = UnsafeBufferPointer(rebasing: bytes[start..<end])
        let hash = KnownKeys.hash(text)
        if let name = knownKeys.name(text, hash: hash) {
            position = end + 1
            return (name, 1 << UInt64(hash % 64))
        }
        return (try parseString(), 1 << UInt64(hash % 64))
    }

    mutating func prefixDuplicates(from start: Int, _ prefix: String) {
        for index in start..<duplicates.count {
            duplicates[index] = duplicates[index].hasPrefix("[") ? prefix + duplicates[index] : prefix + "." + duplicates[index]
        }
    }

    /// Adds a member to the object that begins at `start`; true when its key was there already, whose value is then replaced.
    private mutating func add(_ key: String, _ value: consuming JSON, from start: Int) -> Bool {
        if let index = index(of: key, from: start) {
            members[index].value = value
            return true
        }
        if seen[start] != nil { seen[start]?[key] = members.count }
        members.push(JSONObject.Member(key, value))
        return false
    }

    private mutating func index(of key: String, from start: Int) -> Int? {
        guard members.count - start >= Self.largeObject else {
            var index = start
            while index < members.count {
                if JSONObject.isSameKey(members[index].key, key) { return index }
                index += 1
            }
            return nil
        }
        if seen[start] == nil {
            var positions: [String: Int] = [:]
            for index in start..<members.count { positions[members[index].key] = index }
            seen[start] = positions
        }
        return seen[start]?[key]
    }
}
