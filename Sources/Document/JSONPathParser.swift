/// Reads a JSONPath template.
struct JSONPathParser {
    typealias Failure = JSONPath.SyntaxError

    private let text: [Character]
    private var position = 0
    /// Deepest nesting of ranges and filters.
    private static let depthLimit = 64

    init(_ template: String) { text = Array(template) }

    mutating func parse() throws(Failure) -> [JSONPath.Segment] {
        var ended = false
        let segments = try segments(depth: 0, ended: &ended)
        if ended { throw fail("not in range, nothing to end") }
        return segments
    }

    private func fail(_ reason: String) -> Failure { Failure(description: reason) }
    private var current: Character? { position < text.count ? text[position] : nil }

    private mutating func segments(depth: Int, ended: inout Bool) throws(Failure) -> [JSONPath.Segment] {
        guard depth < Self.depthLimit else { throw fail("ranges are nested too deeply") }
        var segments: [JSONPath.Segment] = []
        var literal = ""
        while let character = current {
            guard character == "{" else {
                literal.append(character)
                position += 1
                continue
            }
            if !literal.isEmpty { segments.append(.text(literal)) }
            literal = ""
            position += 1
            let inner = try action()
            let trimmed = inner.trimmed
            if trimmed == "end" {
                ended = true
                return segments
            }
            if trimmed.hasPrefix("range "), let start = trimmed.firstIndex(of: " ") {
                let nodes = try JSONPathParser(String(trimmed[start...]).trimmed).expression()
                var closed = false
                let body = try self.segments(depth: depth + 1, ended: &closed)
                segments.append(.range(nodes, body))
                continue
            }
            segments.append(.find(try JSONPathParser(trimmed).expression()))
        }
        if !literal.isEmpty { segments.append(.text(literal)) }
        return segments
    }

    /// The text up to the closing brace.
    private mutating func action() throws(Failure) -> String {
        let start = position
        var quote: Character?
        while let character = current {
            if let open = quote {
                if character == "\\" { position += 1 } else if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "}" {
                position += 1
                return String(text[start..<position - 1])
            }
            position += 1
        }
        throw fail("unclosed action")
    }

    /// A path, a quoted text or a number.
    private func expression() throws(Failure) -> [JSONPath.Node] {
        var parser = self
        return try parser.path(depth: 0, until: [])
    }

    private mutating func path(depth: Int, until ends: Set<Character>) throws(Failure) -> [JSONPath.Node] {
        guard depth < Self.depthLimit else { throw fail("expressions are nested too deeply") }
        var nodes: [JSONPath.Node] = []
        while let character = current, !ends.contains(character) {
            switch character {
            case " ", "\t", "\n", "\r": position += 1
            case "$":
                position += 1
                nodes = [.field("$root")]
            case "@": position += 1
            case ".":
                position += 1
                if current == "." {
                    position += 1
                    nodes.append(.recursive)
                    if let next = current, next != "[", next != "*", !ends.contains(next) { try field(&nodes, ends) }
                } else if current == "*" || (current != "[" && current != nil && current.map { !ends.contains($0) } ?? false) {
                    try field(&nodes, ends)
                }
            case "*":
                position += 1
                nodes.append(.wildcard)
            case "[": nodes.append(try bracket(depth))
            case "'", "\"": nodes.append(.text(try quoted()))
            default: try word(&nodes, ends)
            }
        }
        return nodes
    }

    private mutating func field(_ nodes: inout [JSONPath.Node], _ ends: Set<Character>) throws(Failure) {
        if current == "*" {
            position += 1
            return nodes.append(.wildcard)
        }
        var name = ""
        while let character = current, !ends.contains(character), !".[]{} \t|=!<>()".contains(character) {
            if character == "\\", position + 1 < text.count {
                position += 1
                name.append(text[position])
            } else {
                name.append(character)
            }
            position += 1
        }
        if !name.isEmpty { nodes.append(.field(name)) }
    }

    /// A number, a boolean, or the first field of a path without its dot.
    private mutating func word(_ nodes: inout [JSONPath.Node], _ ends: Set<Character>) throws(Failure) {
        let start = position
        while let character = current, !ends.contains(character), !" \t[]{}()=!<>".contains(character) { position += 1 }
        let word = String(text[start..<position])
        if word.isEmpty {
            throw fail(
                "unrecognized character in action: U+\(hex4(current?.unicodeScalars.first?.value ?? 0).uppercased()) '\(current.map(String.init) ?? "")'"
            )
        }
        if let number = Int64(word) { return nodes.append(.constant(.int(number))) }
        if let number = Double(word), word.first?.isNumber ?? false || word.first == "-" { return nodes.append(.constant(.double(number))) }
        if word == "true" || word == "false" { return nodes.append(.constant(.bool(word == "true"))) }
        if !nodes.isEmpty || ends.isEmpty && !word.contains(".") { throw fail("unrecognized identifier \(word)") }
        for part in word.split(separator: ".") { nodes.append(.field(String(part))) }
    }

    private mutating func quoted() throws(Failure) -> String {
        guard let quote = current else { return "" }
        position += 1
        var value = ""
        while let character = current {
            position += 1
            if character == quote { return value }
            guard character == "\\", let escaped = current else {
                value.append(character)
                continue
            }
            position += 1
            switch escaped {
            case "n": value.append("\n")
            case "t": value.append("\t")
            case "r": value.append("\r")
            default: value.append(escaped)
            }
        }
        throw fail("unterminated quoted string")
    }

    private mutating func bracket(_ depth: Int) throws(Failure) -> JSONPath.Node {
        position += 1
        while current == " " { position += 1 }
        if current == "?" { return try filter(depth) }
        let start = position
        var quote: Character?
        while let character = current, quote != nil || character != "]" {
            if let open = quote {
                if character == "\\" { position += 1 } else if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            }
            position += 1
        }
        guard current == "]" else { throw fail("unterminated array") }
        let inner = String(text[start..<position])
        position += 1
        return try Self.subscript(inner.trimmed)
    }

    private static func `subscript`(_ inner: String) throws(Failure) -> JSONPath.Node {
        if inner == "*" { return .wildcard }
        if inner.first == "'" || inner.first == "\"" {
            var branches: [[JSONPath.Node]] = []
            var parser = JSONPathParser(inner)
            while parser.current != nil {
                branches.append([.field(try parser.quoted())])
                while parser.current == "," || parser.current == " " { parser.position += 1 }
                if let next = parser.current, next != "'", next != "\"" { throw Failure(description: "invalid array index \(inner)") }
            }
            return branches.count == 1 ? branches[0][0] : .union(branches)
        }
        if inner.contains(",") {
            var branches: [[JSONPath.Node]] = []
            for part in inner.split(separator: ",") { branches.append([try Self.subscript(String(part).trimmed)]) }
            return .union(branches)
        }
        let parts = inner.split(separator: ":", omittingEmptySubsequences: false).map { String($0).trimmed }
        guard parts.count <= 3, parts.allSatisfy({ $0.isEmpty || Int($0) != nil }), !inner.isEmpty else {
            throw Failure(description: "invalid array index \(inner)")
        }
        func number(_ index: Int) -> Int? { index < parts.count ? Int(parts[index]) : nil }
        return .slice(start: number(0), end: number(1), step: number(2), isIndex: parts.count == 1)
    }

    private mutating func filter(_ depth: Int) throws(Failure) -> JSONPath.Node {
        position += 1
        guard current == "(" else { throw fail("unexpected character after ?") }
        position += 1
        let left = try path(depth: depth + 1, until: ["=", "!", "<", ">", ")"])
        var operation = ""
        while let character = current, "=!<>".contains(character), operation.count < 2 {
            operation.append(character)
            position += 1
        }
        var right: [JSONPath.Node] = []
        if operation.isEmpty { operation = "exists" } else { right = try path(depth: depth + 1, until: [")"]) }
        guard ["exists", "==", "!=", "<", "<=", ">", ">="].contains(operation) else {
            throw fail("unrecognized filter operator \(operation)")
        }
        guard current == ")" else { throw fail("unterminated filter") }
        position += 1
        guard current == "]" else { throw fail("unclosed array expect ]") }
        position += 1
        return .filter(left: left, operation: operation, right: right)
    }
}

extension String {
    /// Without white space at both ends.
    fileprivate var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}
