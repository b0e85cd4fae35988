/// Makes strange inputs out of ordinary ones, the same ones for the same seed: flips, cuts, doubles and joins bytes, and puts in what
/// parsers like to stumble over.
struct InputMutator: Sendable {
    /// Bytes that an input may grow to.
    static let limitBytes = 1 << 16

    private let corpus: [[UInt8]]
    private let words: [[UInt8]]
    private var state: UInt64

    /// - Parameters:
    ///   - corpus: ordinary inputs; not empty.
    ///   - words: what means something to the parser at hand.
    init(seed: UInt64, corpus: [[UInt8]], words: [String] = []) {
        state = seed
        self.corpus = corpus.isEmpty ? [[]] : corpus
        self.words = (words + Self.commonWords).map { Array($0.utf8) }
    }

    private static let commonWords = [
        "", "\0", "\u{FEFF}", "\u{FFFD}", "\"", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", ",", ":", "null", "true", "-0", "1e999",
        "-1",
        "9223372036854775808", "18446744073709551616", "0.1e-400", "NaN", "é", "😀", " ", "\n", "\r\n", "\t", "/", "..", "%00", "%2F", "%",
    ]

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func number(below limit: Int) -> Int { limit <= 1 ? 0 : Int(next() % UInt64(limit)) }

    mutating func input() -> [UInt8] {
        var bytes = corpus[number(below: corpus.count)]
        for _ in 0..<(1 + number(below: 6)) { change(&bytes) }
        return Array(bytes.prefix(Self.limitBytes))
    }

    mutating func text() -> String { String(decoding: input(), as: UTF8.self) }

    private mutating func range(_ bytes: [UInt8]) -> Range<Int> {
        let start = number(below: bytes.count + 1)
        return start..<(start + number(below: min(64, bytes.count - start) + 1))
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = number(below: bytes.count + 1)
        switch number(below: 9) {
        case 0 where !bytes.isEmpty: bytes[number(below: bytes.count)] ^= 1 << UInt8(number(below: 8))
        case 1: bytes.insert(UInt8(number(below: 256)), at: place)
        case 2: bytes.removeSubrange(range(bytes))
        case 3: bytes.insert(contentsOf: bytes[range(bytes)], at: place)
        case 4: bytes.insert(contentsOf: words[number(below: words.count)], at: place)
        case 5:
            let other = corpus[number(below: corpus.count)]
            bytes.insert(contentsOf: other[range(other)], at: place)
        case 6: bytes.removeSubrange(place...)
        case 7:
            let part = Array(bytes[range(bytes)])
            for _ in 0..<number(below: 200) where bytes.count < Self.limitBytes { bytes.insert(contentsOf: part, at: place) }
        default: bytes.replaceSubrange(range(bytes), with: words[number(below: words.count)])
        }
    }
}
