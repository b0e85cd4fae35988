/// Escapes and classes of characters.
extension PatternParser {
    // MARK: Escapes

    mutating func escape(_ start: Int) throws(Failure) -> PatternNode {
        guard let scalar = current else { throw Failure("trailing backslash at end of expression") }
        switch scalar {
        case "A": return assertion(.textStart)
        case "z": return assertion(.textEnd)
        case "b": return assertion(.wordBoundary)
        case "B": return assertion(.noWordBoundary)
        case "Q": return quoted()
        default: break
        }
        var set = ScalarSet(ignoresCase: flags.ignoresCase)
        if try perlClass(into: &set, start) { return .scalar(set) }
        return .scalar(ScalarSet(try escapedScalar(start), ignoresCase: flags.ignoresCase))
    }

    private mutating func assertion(_ assertion: Pattern.Assertion) -> PatternNode {
        position += 1
        return .assert(assertion)
    }

    private mutating func quoted() -> PatternNode {
        position += 1
        var nodes: [PatternNode] = []
        while let scalar = current {
            if scalar == "\\", position + 1 < scalars.count, scalars[position + 1] == "E" {
                position += 2
                break
            }
            nodes.append(.scalar(ScalarSet(scalar, ignoresCase: flags.ignoresCase)))
            position += 1
        }
        return .sequence(nodes)
    }

    /// `\d`, `\D`, `\w`, `\W`, `\s`, `\S`, `\pL`, `\p{Lu}`, `\P{Lu}` behind the backslash.
    private mutating func perlClass(into set: inout ScalarSet, _ start: Int) throws(Failure) -> Bool {
        switch current {
        case "d": set.ranges += ScalarSet.digits
        case "D": set.ranges += ScalarSet.complement(ScalarSet.digits)
        case "w": set.ranges += ScalarSet.words
        case "W": set.ranges += ScalarSet.complement(ScalarSet.words)
        case "s": set.ranges += ScalarSet.spaces
        case "S": set.ranges += ScalarSet.complement(ScalarSet.spaces)
        case "p", "P":
            try category(into: &set, start)
            return true
        default: return false
        }
        position += 1
        return true
    }

    private mutating func category(into set: inout ScalarSet, _ start: Int) throws(Failure) {
        var isNegated = current == "P"
        position += 1
        var name = ""
        if current == "{", let end = scalars[position...].firstIndex(of: "}") {
            name = text(position + 1, end)
            position = end + 1
        } else if let scalar = current {
            name = String(scalar)
            position += 1
        }
        if name.hasPrefix("^") {
            isNegated.toggle()
            name.removeFirst()
        }
        guard name == "Any" || ScalarSet.categoryNames.contains(name) else {
            throw Failure("invalid character class range", text(start, position))
        }
        if name == "Any" { set.ranges += isNegated ? [] : [0...0x10_FFFF] } else { set.categories.append((name, isNegated)) }
    }

    /// The character that an escape stands for; the position is behind the backslash.
    private mutating func escapedScalar(_ start: Int) throws(Failure) -> Unicode.Scalar {
        guard let scalar = current else { throw Failure("trailing backslash at end of expression") }
        position += 1
        switch scalar {
        case "a": return "\u{07}"
        case "f": return "\u{0C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{0B}"
        case "x": return try hexadecimal(start)
        case "0"..."7":
            guard scalar == "0" || current.map({ ("0"..."7").contains($0) }) ?? false else { break }
            var value = scalar.value - 0x30
            for _ in 0..<2 {
                guard let digit = current, ("0"..."7").contains(digit) else { break }
                value = value * 8 + digit.value - 0x30
                position += 1
            }
            return Unicode.Scalar(value) ?? "\u{FFFD}"
        default:
            let isWord = scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
            if scalar.isASCII, !isWord { return scalar }
        }
        throw Failure("invalid escape sequence", text(start, position))
    }

    private mutating func hexadecimal(_ start: Int) throws(Failure) -> Unicode.Scalar {
        var digits = ""
        if current == "{" {
            guard let end = scalars[position...].firstIndex(of: "}") else {
                throw Failure("invalid escape sequence", text(start, scalars.count))
            }
            digits = text(position + 1, end)
            position = end + 1
        } else {
            digits = text(position, position + 2)
            position = min(position + 2, scalars.count)
        }
        guard !digits.isEmpty, digits.count <= 8, let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
            throw Failure("invalid escape sequence", text(start, position))
        }
        return scalar
    }

    // MARK: Classes

    mutating func characterClass(_ start: Int) throws(Failure) -> ScalarSet {
        var set = ScalarSet(ignoresCase: flags.ignoresCase)
        if current == "^" {
            set.isNegated = true
            position += 1
        }
        var isFirst = true
        while true {
            guard let scalar = current else { throw Failure("missing closing ]", text(start, scalars.count)) }
            if scalar == "]", !isFirst {
                position += 1
                return set
            }
            isFirst = false
            try member(into: &set)
        }
    }

    private mutating func member(into set: inout ScalarSet) throws(Failure) {
        let start = position
        if current == "[", position + 1 < scalars.count, scalars[position + 1] == ":", try namedClass(into: &set) { return }
        if current == "\\" {
            position += 1
            if try perlClass(into: &set, start) { return }
            position = start
        }
        let low = try classScalar()
        var high = low
        if current == "-", position + 1 < scalars.count, scalars[position + 1] != "]" {
            position += 1
            high = try classScalar()
            if high < low { throw Failure("invalid character class range", text(start, position)) }
        }
        set.ranges.append(low.value...high.value)
    }

    private mutating func classScalar() throws(Failure) -> Unicode.Scalar {
        guard let scalar = current else { throw Failure("missing closing ]", text(0, scalars.count)) }
        let start = position
        position += 1
        return scalar == "\\" ? try escapedScalar(start) : scalar
    }

    private static let named: [String: [ClosedRange<UInt32>]] = [
        "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A], "alpha": [0x41...0x5A, 0x61...0x7A], "ascii": [0...0x7F],
        "blank": [0x09...0x09, 0x20...0x20], "cntrl": [0...0x1F, 0x7F...0x7F], "digit": [0x30...0x39], "graph": [0x21...0x7E],
        "lower": [0x61...0x7A], "print": [0x20...0x7E], "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
        "space": [0x09...0x0D, 0x20...0x20], "upper": [0x41...0x5A], "word": ScalarSet.words,
        "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
    ]

    /// `[:alpha:]` or `[:^alpha:]`; false where the brackets stand for themselves.
    private mutating func namedClass(into set: inout ScalarSet) throws(Failure) -> Bool {
        let start = position
        guard
            let end = (position + 2..<scalars.count).first(where: { index in
                scalars[index] == ":" && index + 1 < scalars.count && scalars[index + 1] == "]"
            })
        else { return false }
        var name = text(position + 2, end)
        let isNegated = name.hasPrefix("^")
        if isNegated { name.removeFirst() }
        position = end + 2
        guard let ranges = Self.named[name] else { throw Failure("invalid character class range", text(start, position)) }
        set.ranges += isNegated ? ScalarSet.complement(ranges) : ranges
        return true
    }
}
