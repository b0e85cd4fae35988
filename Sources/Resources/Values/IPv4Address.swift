/// An IPv4 address as a number, so that ranges are arithmetic.
package struct IPv4Address: Sendable, Hashable, Comparable {
    package var bits: UInt32

    package init(bits: UInt32) { self.bits = bits }
    package init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) {
        bits = UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d)
    }

    /// Four decimal numbers without leading zeros (RFC 6943 §3.1.1, strict form).
    package init?(_ text: some StringProtocol) {
        var bits: UInt32 = 0
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
            var octet: UInt32 = 0
            for byte in part {
                guard NameRules.isDigit(byte) else { return nil }
                octet = octet * 10 + UInt32(byte - UInt8(ascii: "0"))
            }
            guard octet < 256 else { return nil }
            bits = bits << 8 | octet
        }
        self.bits = bits
    }

    package var octets: [UInt8] { [UInt8(bits >> 24), UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255)] }
    package var isLoopback: Bool { bits >> 24 == 127 }
    package var isLinkLocal: Bool { bits >> 16 == 0xA9FE }
    package var isMulticast: Bool { bits >> 28 == 14 }
    package var isUnspecified: Bool { bits == 0 }

    package static func < (a: IPv4Address, b: IPv4Address) -> Bool { a.bits < b.bits }

    /// The address `offset` places further; nil when that leaves the address space.
    package func advanced(by offset: Int) -> IPv4Address? {
        UInt32(exactly: Int64(bits) + Int64(offset)).map(IPv4Address.init(bits:))
    }
}

extension IPv4Address: CustomStringConvertible {
    package var description: String { "\(bits >> 24).\(bits >> 16 & 255).\(bits >> 8 & 255).\(bits & 255)" }
}
