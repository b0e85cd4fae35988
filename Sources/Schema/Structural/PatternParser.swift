/// Reads regular expressions in RE2's syntax.
struct PatternParser {
    typealias Failure = Pattern.SyntaxError

    struct Flags {
        var ignoresCase = false
        var isMultiline = false
        var dotMatchesNewline = false
    }

    let scalars: [Unicode.Scalar]
    var position = 0
    private var depth = 0
    var flags = Flags()
    /// Deepest nesting of groups, which is Go's.
    private static let depthLimit = 1000
    private static let repeatLimit = 1000

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func parse() throws(Pattern.SyntaxError) -> PatternNode {
        let node = try alternatives()
        if position < scalars.count { throw Failure("unexpected )", text(0, scalars.count)) }
        return node
    }

    var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    func text(_ start: Int, _ end: Int) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[start..<min(end, scalars.count)])
        return text
    }

    private mutating func alternatives() throws(Failure) -> PatternNode {
        var branches = [try sequence()]
        while current == "|" {
            position += 1
            branches.append(try sequence())
        }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(Failure) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            let start = position
            guard let node = try atom(scalar) else { continue }
            nodes.append(try repetitions(of: node, from: start))
        }
        return nodes.isEmpty ? .empty : .sequence(nodes)
    }

    private mutating func repetitions(of node: PatternNode, from start: Int) throws(Failure) -> PatternNode {
        let first = position
        guard let (least, most) = try bounds() else { return node }
        if current == "?" { position += 1 }  // which of several matches is found makes no difference
        let end = position
        if current == "*" || current == "+" || current == "?" {
            throw Failure("invalid nested repetition operator", text(first, end + 1))
        }
        var result = PatternNode.repeated(node, least: least, most: most)
        if current == "{" {
            let mark = position
            if let (least, most) = try bounds() { result = .repeated(result, least: least, most: most) } else { position = mark }
        }
        return result
    }

    /// The repetition operator that stands here; nil when there is none.
    private mutating func bounds() throws(Failure) -> (Int, Int?)? {
        switch current {
        case "*":
            position += 1
            return (0, nil)
        case "+":
            position += 1
            return (1, nil)
        case "?":
            position += 1
            return (0, 1)
        case "{": return try countedBounds()
        default: return nil
        }
    }

    /// `{n}`, `{n,}` or `{n,m}`; anything else stands for itself.
    private mutating func countedBounds() throws(Failure) -> (Int, Int?)? {
        let start = position
        position += 1
        guard let least = number() else { return restart(start) }
        var most: Int? = least
        if current == "," {
            position += 1
            most = current == "}" ? nil : number()
            if most == nil, current != "}" { return restart(start) }
        }
        guard current == "}" else { return restart(start) }
        position += 1
        if least > Self.repeatLimit || (most ?? 0) > Self.repeatLimit || most.map({ $0 < least }) ?? false {
            throw Failure("invalid repeat count", text(start, position))
        }
        return (least, most)
    }

    private mutating func restart(_ start: Int) -> (Int, Int?)? {
        position = start
        return nil
    }

    private mutating func number() -> Int? {
        let start = position
        while let scalar = current, (0x30...0x39).contains(scalar.value), position - start < 8 { position += 1 }
        return Int(text(start, position))
    }

    /// The next thing that can be repeated; nil for what only changes flags.
    private mutating func atom(_ scalar: Unicode.Scalar) throws(Failure) -> PatternNode? {
        let start = position
        position += 1
        switch scalar {
        case "(": return try group(start)
        case "[": return .scalar(try characterClass(start))
        case ".": return .scalar(ScalarSet(ranges: flags.dotMatchesNewline ? [] : [0x0A...0x0A], isNegated: true))
        case "^": return .assert(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assert(flags.isMultiline ? .lineEnd : .textEnd)
        case "\\": return try escape(start)
        case "*", "+", "?": throw Failure("missing argument to repetition operator", text(start, position))
        case "{":
            position = start
            if try countedBounds() != nil { throw Failure("missing argument to repetition operator", text(start, position)) }
            position = start + 1
            return .scalar(ScalarSet(scalar, ignoresCase: false))
        default: return .scalar(ScalarSet(scalar, ignoresCase: flags.ignoresCase))
        }
    }

    // MARK: Groups

    private mutating func group(_ start: Int) throws(Failure) -> PatternNode? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw Failure("expression nests too deeply") }
        let outer = flags
        if current == "?" {
            position += 1
            if try groupHead(start) { return nil }
        }
        let node = try alternatives()
        guard current == ")" else { throw Failure("missing closing )", text(0, scalars.count)) }
        position += 1
        flags = outer
        return node
    }

    /// Reads `?:`, `?P<name>`, `?<name>`, `?i:` or `?i)`; true for the last, which changes flags from here on.
    private mutating func groupHead(_ start: Int) throws(Failure) -> Bool {
        if current == "P" || current == "<" {
            if current == "P" { position += 1 }
            guard current == "<", let end = scalars[position...].firstIndex(of: ">") else {
                throw Failure("invalid named capture", text(start, scalars.count))
            }
            let name = scalars[(position + 1)..<end]
            guard !name.isEmpty,
                name.allSatisfy({ $0 == "_" || $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil) })
            else { throw Failure("invalid named capture", text(start, end + 1)) }
            position = end + 1
            return false
        }
        var isOn = true
        while let scalar = current {
            position += 1
            switch scalar {
            case "i": flags.ignoresCase = isOn
            case "m": flags.isMultiline = isOn
            case "s": flags.dotMatchesNewline = isOn
            case "U": break
            case "-" where isOn: isOn = false
            case ":": return false
            case ")": return true
            default: throw Failure("invalid or unsupported Perl syntax", text(start, position))
            }
        }
        throw Failure("missing closing )", text(0, scalars.count))
    }
}
