/// Steps through the words and lines of schema text without copying it.
struct TextScanner {
    private let base: UnsafePointer<UInt8>
    private let end: Int
    private(set) var position: Int

    init(_ text: StaticString, from position: Int = 0, to end: Int? = nil) {
        base = text.utf8Start
        self.end = end ?? text.utf8CodeUnitCount
        self.position = position
    }

    private static let newline = UInt8(ascii: "\n")
    private static let space = UInt8(ascii: " ")

    var isAtEnd: Bool { position >= end }
    /// True when the line at the position is indented, and so belongs to the statement above it.
    var isIndented: Bool { position < end && base[position] == Self.space }

    mutating func skipLine() {
        while position < end, base[position] != Self.newline { position += 1 }
        if position < end { position += 1 }
    }

    /// The next word of the line, nil at its end.
    mutating func word() -> Word? {
        while position < end, base[position] == Self.space { position += 1 }
        let start = position
        while position < end, base[position] != Self.space, base[position] != Self.newline { position += 1 }
        return start == position ? nil : Word(bytes: UnsafeBufferPointer(start: base + start, count: position - start))
    }

    /// What is left of the line.
    mutating func rest() -> String {
        while position < end, base[position] == Self.space { position += 1 }
        let start = position
        while position < end, base[position] != Self.newline { position += 1 }
        return String(decoding: UnsafeBufferPointer(start: base + start, count: position - start), as: UTF8.self)
    }

    /// A piece of the text; valid for ever, because the text is a constant of the program.
    struct Word {
        var bytes: UnsafeBufferPointer<UInt8>

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var first: UInt8 { bytes.isEmpty ? 0 : bytes[0] }

        func dropFirst(_ count: Int) -> Word { Word(bytes: UnsafeBufferPointer(rebasing: bytes.dropFirst(count))) }

        func hasPrefix(_ prefix: StaticString) -> Bool {
            guard bytes.count >= prefix.utf8CodeUnitCount else { return false }
            for index in 0..<prefix.utf8CodeUnitCount where bytes[index] != prefix.utf8Start[index] { return false }
            return true
        }

        func equals(_ other: StaticString) -> Bool { bytes.count == other.utf8CodeUnitCount && hasPrefix(other) }

        /// What follows `prefix`, nil when the word does not begin with it.
        func value(after prefix: StaticString) -> String? { hasPrefix(prefix) ? dropFirst(prefix.utf8CodeUnitCount).text : nil }

        func list(separator: Character) -> [String] { text.split(separator: separator).map(String.init) }
    }
}
