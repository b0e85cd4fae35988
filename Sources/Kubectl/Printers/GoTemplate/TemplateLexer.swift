internal import Resources

/// Cuts a Go template into text and the tokens of its actions.
struct TemplateLexer {
    enum Token: Equatable, Sendable {
        case word(String)
        /// `.a.b`, each name of the chain; a lone dot has none.
        case field([String])
        /// `.a.b` right after a closing parenthesis: of what is inside.
        case chain([String])
        /// `$x.a.b`
        case variable(String, [String])
        case text(String)
        case number(Double, isWhole: Bool)
        case symbol(Character)
        case declare, assign
    }

    enum Piece: Sendable {
        case text(String)
        case action([Token])
    }

    static func pieces(_ template: String) throws(Failure) -> [Piece] {
        var pieces: [Piece] = []
        var rest = template[...]
        var trimsNext = false
        while !rest.isEmpty {
            guard let open = rest.firstRange(of: "{{") else {
                pieces.append(.text(trimmedStart(rest, trimsNext)))
                break
            }
            var literal = trimmedStart(rest[..<open.lowerBound], trimsNext)
            trimsNext = false
            rest = rest[open.upperBound...]
            if rest.hasPrefix("- ") || rest.hasPrefix("-\n") {
                while let last = literal.last, last.isWhitespace { literal.removeLast() }
                rest = rest.dropFirst()
            }
            if !literal.isEmpty { pieces.append(.text(literal)) }
            let (inner, after) = try action(rest)
            rest = after
            var body = inner
            if body.hasSuffix(" -") || body.hasSuffix("\n-") {
                body = body.dropLast()
                trimsNext = true
            }
            let trimmed = String(body).strippingWhitespace
            if trimmed.hasPrefix("/*") { continue }
            pieces.append(.action(try tokens(trimmed)))
        }
        return pieces
    }

    private static func trimmedStart(_ text: Substring, _ trims: Bool) -> String {
        String(trims ? text.drop { $0.isWhitespace } : text)
    }

    /// The inside of an action up to `}}` that stands in no quotes, and what follows it.
    private static func action(_ text: Substring) throws(Failure) -> (Substring, Substring) {
        var index = text.startIndex
        var quote: Character?
        while index < text.endIndex {
            let character = text[index]
            if let open = quote {
                if character == "\\", open != "`" { index = text.index(after: index) } else if character == open { quote = nil }
                guard index < text.endIndex else { break }
            } else if character == "\"" || character == "`" || character == "'" {
                quote = character
            } else if text[index...].hasPrefix("}}") {
                return (text[..<index], text[text.index(index, offsetBy: 2)...])
            }
            index = text.index(after: index)
        }
        throw Failure("unclosed action")
    }

    static func tokens(_ text: String) throws(Failure) -> [Token] {
        var lexer = TemplateLexer(characters: Array(text))
        var tokens: [Token] = []
        while let token = try lexer.next() { tokens.append(token) }
        return tokens
    }

    private let characters: [Character]
    private var position = 0
    /// Where the last closing parenthesis ended.
    private var closed = -1

    private init(characters: [Character]) { self.characters = characters }

    private var current: Character? { position < characters.count ? characters[position] : nil }

    private mutating func next() throws(Failure) -> Token? {
        while let character = current, character.isWhitespace { position += 1 }
        guard let character = current else { return nil }
        switch character {
        case "(", ")", "|", ",":
            position += 1
            if character == ")" { closed = position }
            return .symbol(character)
        case ":":
            position += 2
            return .declare
        case "=":
            position += 1
            return .assign
        case "\"", "`", "'": return .text(try quoted())
        case ".": return position == closed ? .chain(chain()) : .field(chain())
        case "$":
            position += 1
            return .variable(name(), chain())
        default: break
        }
        if character.isNumber || character == "-" || character == "+" { return try number() }
        let word = name()
        if word.isEmpty { throw Failure("unexpected \(String(character).goQuoted) in command") }
        return .word(word)
    }

    private mutating func name() -> String {
        let start = position
        while let character = current, character.isLetter || character.isNumber || character == "_" { position += 1 }
        return String(characters[start..<position])
    }

    private mutating func chain() -> [String] {
        var names: [String] = []
        while current == "." {
            position += 1
            let part = name()
            if part.isEmpty { break }
            names.append(part)
        }
        return names
    }

    private mutating func number() throws(Failure) -> Token {
        let start = position
        position += 1
        while let character = current, character.isNumber || character == "." || character == "e" { position += 1 }
        let text = String(characters[start..<position])
        guard let value = Double(text) else { throw Failure("bad number syntax: \(text.goQuoted)") }
        return .number(value, isWhole: Int(text) != nil)
    }

    private mutating func quoted() throws(Failure) -> String {
        let quote = characters[position]
        position += 1
        var value = ""
        while let character = current {
            position += 1
            if character == quote { return value }
            guard character == "\\", quote != "`", let escaped = current else {
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
        throw Failure("unterminated quoted string")
    }
}
