internal import Document

/// Reads the text form of label selectors: `a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1`.
struct LabelSelectorParser {
    private enum Token: Equatable {
        case end, comma, open, close, not, equals, doubleEquals, notEquals, greater, less, `in`, notIn, identifier
        case unknown
    }

    private var tokens: [(token: Token, text: String)] = []
    private var position = 0

    init(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while true {
            while let first = bytes.first, Self.isSpace(first) { bytes.removeFirst() }
            guard let first = bytes.first else { break }
            if let symbol = Self.symbol(first, bytes.dropFirst().first) {
                tokens.append((symbol.token, symbol.text))
                bytes.removeFirst(symbol.text.utf8.count)
            } else {
                let word = bytes.prefix { !Self.isSpace($0) && Self.symbol($0, nil) == nil }
                bytes.removeFirst(word.count)
                let text = String(decoding: word, as: UTF8.self)
                tokens.append((text == "in" ? .in : text == "notin" ? .notIn : .identifier, text))
            }
        }
        tokens.append((.end, ""))
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    private static func symbol(_ byte: UInt8, _ next: UInt8?) -> (token: Token, text: String)? {
        let followedByEquals = next == UInt8(ascii: "=")
        return switch byte {
        case UInt8(ascii: "="): followedByEquals ? (.doubleEquals, "==") : (.equals, "=")
        case UInt8(ascii: "!"): followedByEquals ? (.notEquals, "!=") : (.not, "!")
        case UInt8(ascii: "("): (.open, "(")
        case UInt8(ascii: ")"): (.close, ")")
        case UInt8(ascii: ","): (.comma, ",")
        case UInt8(ascii: ">"): (.greater, ">")
        case UInt8(ascii: "<"): (.less, "<")
        default: nil
        }
    }

    /// `in` and `notin` are plain words wherever a key or a value is expected.
    private func peek(asValue: Bool = true) -> (token: Token, text: String) {
        let item = tokens[min(position, tokens.count - 1)]
        return asValue && (item.token == .in || item.token == .notIn) ? (.identifier, item.text) : item
    }

    private mutating func next(asValue: Bool = true) -> (token: Token, text: String) {
        defer { position += 1 }
        return peek(asValue: asValue)
    }

    mutating func parse() throws(SelectorError) -> [LabelSelector.Requirement] {
        var requirements: [LabelSelector.Requirement] = []
        while true {
            let (token, text) = peek()
            switch token {
            case .end: return requirements
            case .identifier, .not:
                do {
                    requirements.append(try requirement())
                } catch {
                    throw SelectorError("unable to parse requirement: " + error.message)
                }
                let (separator, separatorText) = next()
                switch separator {
                case .end: return requirements
                case .comma:
                    let (following, followingText) = peek()
                    if following != .identifier && following != .not {
                        throw SelectorError("found '\(followingText)', expected: identifier after ','")
                    }
                default: throw SelectorError("found '\(separatorText)', expected: ',' or 'end of string'")
                }
            default: throw SelectorError("found '\(text)', expected: !, identifier, or 'end of string'")
            }
        }
    }

    private mutating func requirement() throws(SelectorError) -> LabelSelector.Requirement {
        var (token, key) = next()
        let negated = token == .not
        if negated { (token, key) = next() }
        guard token == .identifier else { throw SelectorError("found '\(key)', expected: identifier") }
        if let error = Self.keyError(key, at: "") { throw error }
        let following = peek().token
        if negated && (following == .end || following == .comma) { return try Self.checked(key, .doesNotExist, []) }
        if following == .end || following == .comma { return try Self.checked(key, .exists, []) }
        if negated { return try Self.checked(key, .doesNotExist, []) }
        let operation = try relation()
        switch operation {
        case .in, .notIn: return try Self.checked(key, operation, try valueList())
        default: return try Self.checked(key, operation, [try singleValue()])
        }
    }

    private mutating func relation() throws(SelectorError) -> LabelSelector.Operator {
        let (token, text) = next(asValue: false)
        switch token {
        case .in: return .in
        case .notIn: return .notIn
        case .equals: return .equals
        case .doubleEquals: return .doubleEquals
        case .notEquals: return .notEquals
        case .greater: return .greaterThan
        case .less: return .lessThan
        default: throw SelectorError("found '\(text)', expected: in, notin, =, ==, !=, gt, lt")
        }
    }

    private mutating func singleValue() throws(SelectorError) -> String {
        let following = peek().token
        if following == .end || following == .comma { return "" }
        let (token, text) = next()
        guard token == .identifier else { throw SelectorError("found '\(text)', expected: identifier") }
        return text
    }

    /// `(a,b)`; an empty place between commas or parentheses stands for the empty value.
    private mutating func valueList() throws(SelectorError) -> [String] {
        let (opening, openingText) = next()
        guard opening == .open else { throw SelectorError("found '\(openingText)' expected: '('") }
        var values: Set<String> = []
        var expectsValue = true
        while true {
            let (token, text) = next()
            switch token {
            case .identifier where expectsValue:
                values.insert(text)
                expectsValue = false
            case .comma:
                if expectsValue { values.insert("") }
                expectsValue = true
            case .close:
                if expectsValue { values.insert("") }
                return Array(values)
            case .identifier: throw SelectorError("found '\(text)', expected: ',' or ')'")
            default: throw SelectorError("found '\(text)', expected: ',', ')' or identifier")
            }
        }
    }

    /// A requirement whose key, operator and values go together.
    static func checked(
        _ key: String, _ operation: LabelSelector.Operator, _ values: [String]
    ) throws(SelectorError) -> LabelSelector.Requirement {
        var errors: [FieldError] = []
        for message in NameRules.qualifiedName(key) { errors.append(.invalid("key", key, message)) }
        let field: FieldPath = "values"
        switch operation {
        case .in, .notIn:
            if values.isEmpty { errors.append(.invalid(field, [], "for 'in', 'notin' operators, values set can't be empty")) }
        case .exists, .doesNotExist:
            if !values.isEmpty {
                errors.append(.invalid(field, .array(values.map { .string($0) }), "values set must be empty for exists and does not exist"))
            }
        case .greaterThan, .lessThan:
            for (index, value) in values.enumerated() where Int64(value) == nil {
                errors.append(.invalid(field.index(index), value, "for 'Gt', 'Lt' operators, the value must be an integer"))
            }
        case .equals, .doubleEquals, .notEquals: break
        }
        for (index, value) in values.enumerated() {
            let messages = NameRules.labelValue(value)
            if !messages.isEmpty { errors.append(.invalid(field.index(index).key(key), value, messages.joined(separator: "; "))) }
        }
        guard errors.isEmpty else { throw SelectorError(errors.summary) }
        return LabelSelector.Requirement(key: key, operator: operation, values: values)
    }

    /// Upstream names no field where a key of the text form is at fault.
    private static func keyError(_ key: String, at field: FieldPath) -> SelectorError? {
        let messages = NameRules.qualifiedName(key)
        if messages.isEmpty { return nil }
        return SelectorError("<nil>: " + FieldError.invalid(field, key, messages.joined(separator: "; ")).body)
    }
}
