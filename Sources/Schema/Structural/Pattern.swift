/// A regular expression in the syntax of RE2, which schemas are written in (upstream: Go's `regexp`).
///
/// All alternatives are followed at the same time, so that matching takes time in proportion to the text whatever the expression is.
package struct Pattern: Sendable {
    /// Why a text is no regular expression, in the words of Go's parser: "error parsing regexp: missing closing ]: `[a`".
    package struct SyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String

        init(_ problem: String, _ place: String = "") {
            description = "error parsing regexp: " + problem + (place.isEmpty ? "" : ": `" + place + "`")
        }
    }

    enum Assertion: Sendable {
        case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
    }

    /// One instruction of the compiled expression.
    private enum Step: Sendable {
        case scalar(ScalarSet)
        case split(Int, Int)
        case jump(Int)
        case assert(Assertion)
        case match
    }

    /// The longest compiled expression, in instructions: `(a{1000}){1000}` is refused rather than run.
    private static let stepLimit = 10_000

    package let text: String
    private var steps: [Step] = []

    package init(_ text: String) throws(SyntaxError) {
        self.text = text
        var parser = PatternParser(text)
        try compile(try parser.parse())
        steps.append(.match)
    }

    private mutating func compile(_ node: PatternNode) throws(SyntaxError) {
        guard steps.count < Self.stepLimit else { throw SyntaxError("expression too large") }
        switch node {
        case .empty: break
        case .scalar(let set): steps.append(.scalar(set))
        case .assert(let assertion): steps.append(.assert(assertion))
        case .sequence(let nodes): for node in nodes { try compile(node) }
        case .choice(let nodes): try compile(choice: nodes)
        case .repeated(let node, let least, let most): try compile(repeated: node, least, most)
        }
    }

    private mutating func compile(choice nodes: [PatternNode]) throws(SyntaxError) {
        var ends: [Int] = []
        for (position, node) in nodes.enumerated() {
            guard position < nodes.count - 1 else {
                try compile(node)
                break
            }
            let split = steps.count
            steps.append(.match)
            try compile(node)
            ends.append(steps.count)
            steps.append(.match)
            steps[split] = .split(split + 1, steps.count)
        }
        for end in ends { steps[end] = .jump(steps.count) }
    }

    private mutating func compile(repeated node: PatternNode, _ least: Int, _ most: Int?) throws(SyntaxError) {
        for _ in 0..<least { try compile(node) }
        guard let most else {
            let split = steps.count
            steps.append(.match)
            try compile(node)
            steps.append(.jump(split))
            steps[split] = .split(split + 1, steps.count)
            return
        }
        var splits: [Int] = []
        for _ in least..<max(least, most) {
            splits.append(steps.count)
            steps.append(.match)
            try compile(node)
        }
        for split in splits { steps[split] = .split(split + 1, steps.count) }
    }

    // MARK: Matching

    /// Whether the expression matches anywhere in `text`.
    package func matches(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var current = Threads(steps.count)
        var next = Threads(steps.count)
        for position in 0...scalars.count {
            if add(0, to: &current, scalars, position) { return true }
            if position == scalars.count { return false }
            next.removeAll()
            for thread in current.waiting {
                guard case .scalar(let set) = steps[thread], set.contains(scalars[position]) else { continue }
                if add(thread + 1, to: &next, scalars, position + 1) { return true }
            }
            swap(&current, &next)
        }
        return false
    }

    /// The instructions that wait for the next character, each once.
    private struct Threads {
        var waiting: [Int] = []
        var seen: [Bool]

        init(_ count: Int) { seen = Array(repeating: false, count: count) }

        mutating func removeAll() {
            waiting.removeAll(keepingCapacity: true)
            for index in seen.indices { seen[index] = false }
        }
    }

    /// Follows what needs no character; true when the end of the expression is reached.
    private func add(_ start: Int, to threads: inout Threads, _ scalars: [Unicode.Scalar], _ position: Int) -> Bool {
        var pending = [start]
        while let thread = pending.popLast() {
            if threads.seen[thread] { continue }
            threads.seen[thread] = true
            switch steps[thread] {
            case .match: return true
            case .scalar: threads.waiting.append(thread)
            case .jump(let target): pending.append(target)
            case .split(let first, let second):
                pending.append(second)
                pending.append(first)
            case .assert(let assertion): if Self.holds(assertion, scalars, position) { pending.append(thread + 1) }
            }
        }
        return false
    }

    private static func holds(_ assertion: Assertion, _ scalars: [Unicode.Scalar], _ position: Int) -> Bool {
        switch assertion {
        case .textStart: return position == 0
        case .textEnd: return position == scalars.count
        case .lineStart: return position == 0 || scalars[position - 1] == "\n"
        case .lineEnd: return position == scalars.count || scalars[position] == "\n"
        case .wordBoundary, .noWordBoundary:
            let before = position > 0 && isWord(scalars[position - 1])
            let after = position < scalars.count && isWord(scalars[position])
            return (before != after) == (assertion == .wordBoundary)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.isASCII && (scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value))
    }
}

/// A regular expression as a tree; what is only of use for submatches is left out.
indirect enum PatternNode: Sendable {
    case empty
    case scalar(ScalarSet)
    case assert(Pattern.Assertion)
    case sequence([PatternNode])
    case choice([PatternNode])
    case repeated(PatternNode, least: Int, most: Int?)
}

/// A set of characters.
struct ScalarSet: Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    /// General categories of Unicode (`Lu`, or `L` for all that begin so), and whether they are left out.
    var categories: [(name: String, isNegated: Bool)] = []
    var isNegated = false
    var ignoresCase = false

    static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
    static let words: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
    static let spaces: [ClosedRange<UInt32>] = [0x09...0x0A, 0x0C...0x0D, 0x20...0x20]

    init(ranges: [ClosedRange<UInt32>] = [], isNegated: Bool = false, ignoresCase: Bool = false) {
        self.ranges = ranges
        self.isNegated = isNegated
        self.ignoresCase = ignoresCase
    }

    init(_ scalar: Unicode.Scalar, ignoresCase: Bool) { self.init(ranges: [scalar.value...scalar.value], ignoresCase: ignoresCase) }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        var found = holds(scalar)
        if !found, ignoresCase {
            found = Self.otherCases(scalar).contains { holds($0) }
        }
        return found != isNegated
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        if ranges.contains(where: { $0.contains(scalar.value) }) { return true }
        return categories.contains { Self.isIn($0.name, scalar) != $0.isNegated }
    }

    private static func otherCases(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping].compactMap { text in
            let scalars = text.unicodeScalars
            return scalars.count == 1 ? scalars.first : nil
        }
    }

    /// The complement of `ranges`, for `\D` within a class.
    static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
            next = max(next, range.upperBound + 1)
        }
        result.append(next...0x10_FFFF)
        return result
    }

    /// The names of the categories that a character is in: its own, and the first letter of it.
    static let categoryNames: Set<String> = [
        "C", "Cc", "Cf", "Co", "Cs", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe",
        "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs",
    ]

    private static func isIn(_ name: String, _ scalar: Unicode.Scalar) -> Bool {
        guard let category = abbreviation(scalar.properties.generalCategory) else { return false }
        return name.count == 1 ? category.hasPrefix(name) : category == name
    }

    private static func abbreviation(_ category: Unicode.GeneralCategory) -> String? {
        switch category {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .surrogate: "Cs"
        case .privateUse: "Co"
        default: nil
        }
    }
}
