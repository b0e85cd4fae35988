package import Resources

/// What the server takes from the world besides requests, so that tests can give it.
package struct ServerEnvironment: Sendable {
    package var now: @Sendable () -> Timestamp
    /// 64 random bits.
    package var random: @Sendable () -> UInt64

    package init(
        now: @escaping @Sendable () -> Timestamp = { .now() }, random: @escaping @Sendable () -> UInt64 = { RandomBits.next() }
    ) {
        self.now = now
        self.random = random
    }

    /// A random UUID (RFC 9562 §5.4).
    package func makeUID() -> String { Self.uuid(random(), random()) }

    /// 122 of the bits given, in the form of a UUID of version 4.
    static func uuid(_ first: UInt64, _ second: UInt64) -> String {
        let high = first & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = second & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits: StaticString = "0123456789abcdef"
        return String(unsafeUninitializedCapacity: 36) { buffer in
            var out = 0
            for nibble in 0..<32 {
                if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
                    buffer[out] = UInt8(ascii: "-")
                    out += 1
                }
                let word = nibble < 16 ? high : low
                buffer[out] = digits.utf8Start[Int(word >> UInt64(60 - 4 * (nibble % 16)) & 0xF)]
                out += 1
            }
            return 36
        }
    }

    /// The end of a generated name: five characters without vowels or look-alikes, as upstream draws them.
    package func makeNameSuffix() -> String { Self.nameSuffix(random()) }

    /// The same for the same text.
    static func nameSuffix(of text: String) -> String { nameSuffix(StableHash.bits64(text)) }

    private static func nameSuffix(_ bits: UInt64) -> String {
        let alphabet: StaticString = "bcdfghjklmnpqrstvwxz2456789"
        var bits = bits
        return String(unsafeUninitializedCapacity: 5) { buffer in
            for index in 0..<5 {
                let (rest, letter) = bits.quotientAndRemainder(dividingBy: UInt64(alphabet.utf8CodeUnitCount))
                buffer[index] = alphabet.utf8Start[Int(letter)]
                bits = rest
            }
            return 5
        }
    }

    /// A fraction between 0 and 1.
    package func fraction() -> Double { Double(random() >> 11) / Double(1 << 53) }
}
