internal import Resources

/// An IP address as it is written in a field. Fields that are older than strict rules take more than one text for the same address, and
/// say what is wrong with those they no longer take.
struct AddressText {
    /// Four of them, or sixteen.
    private(set) var bytes: [UInt8] = []
    /// `010.0.0.1`, which some programs read as octal.
    private(set) var hasLeadingZeros = false

    init?(_ text: some StringProtocol) {
        guard text.contains(":") else {
            guard let parts = Self.octets(text, &hasLeadingZeros) else { return nil }
            bytes = parts
            return
        }
        guard let groups = Self.groups(String(text), &hasLeadingZeros) else { return nil }
        bytes = groups
    }

    var isIPv6: Bool { bytes.count == 16 && !isMapped }
    /// An IPv4 address in the form of an IPv6 one: `::ffff:1.2.3.4`.
    var isMapped: Bool { bytes.count == 16 && bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF }

    /// Those of the IPv4 address where it is one in some form.
    private var plain: ArraySlice<UInt8> { isMapped ? bytes[12...] : bytes[...] }

    var isUnspecified: Bool { plain.allSatisfy { $0 == 0 } }
    var isLoopback: Bool { plain.count == 4 ? plain.first == 127 : plain.dropLast().allSatisfy { $0 == 0 } && plain.last == 1 }
    var isLinkLocal: Bool {
        plain.count == 4 ? Array(plain.prefix(2)) == [169, 254] : plain.first == 0xFE && bytes[1] & 0xC0 == 0x80
    }
    var isLinkLocalMulticast: Bool {
        plain.count == 4 ? Array(plain.prefix(3)) == [224, 0, 0] : plain.first == 0xFF && bytes[1] & 0x0F == 2
    }

    /// Whether a bit beyond the first `length` is set.
    func hasBits(beyond length: Int) -> Bool {
        bytes.enumerated().contains { index, byte in
            let kept = min(max(length - index * 8, 0), 8)
            return byte & (kept == 8 ? 0 : 0xFF >> UInt8(kept)) != 0
        }
    }

    private static func octets(_ text: some StringProtocol, _ hasLeadingZeros: inout Bool) -> [UInt8]? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var octets: [UInt8] = []
        for part in parts {
            guard !part.isEmpty, part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            if part.count > 1, part.first == UInt8(ascii: "0") { hasLeadingZeros = true }
            var number = 0
            for digit in part {
                number = number * 10 + Int(digit - 0x30)
                guard number < 256 else { return nil }
            }
            octets.append(UInt8(number))
        }
        return octets
    }

    /// RFC 4291 §2.2: up to eight groups of hexadecimal digits, one run of them left out as `::`.
    private static func groups(_ text: String, _ hasLeadingZeros: inout Bool) -> [UInt8]? {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        if halves.count > 2 || text.contains(":::") { return nil }
        var sides: [[UInt8]] = []
        for (index, half) in halves.enumerated() {
            var side: [UInt8] = []
            let parts = half.isEmpty ? [] : half.split(separator: ":", omittingEmptySubsequences: false)
            for (position, part) in parts.enumerated() {
                if index == halves.count - 1, position == parts.count - 1, part.contains(".") {
                    guard let octets = octets(part, &hasLeadingZeros) else { return nil }
                    side += octets
                } else {
                    guard (1...4).contains(part.utf8.count), part.allSatisfy({ $0.isASCII && $0.isHexDigit }),
                        let group = UInt16(part, radix: 16)
                    else { return nil }
                    side += [UInt8(group >> 8), UInt8(group & 0xFF)]
                }
            }
            sides.append(side)
        }
        let count = sides.reduce(0) { $0 + $1.count }
        if sides.count == 1 { return count == 16 ? sides[0] : nil }
        guard count <= 14 else { return nil }
        return sides[0] + [UInt8](repeating: 0, count: 16 - count) + sides[1]
    }
}
