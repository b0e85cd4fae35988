/// A block of IPv4 addresses, such as `10.244.0.0/16` (RFC 4632).
package struct CIDR: Sendable, Hashable {
    /// The first address; no bits are set beyond the prefix.
    package let base: IPv4Address
    /// Length of the prefix in bits, 0 ... 32.
    package let prefix: Int

    /// The block that holds `address`.
    package init(_ address: IPv4Address, prefix: Int) {
        self.prefix = min(max(prefix, 0), 32)
        base = IPv4Address(bits: address.bits & Self.mask(self.prefix))
    }

    /// Reads `address/length`. Bits beyond the prefix are dropped.
    package init?(_ text: some StringProtocol) {
        guard let slash = text.firstIndex(of: "/"), let address = IPv4Address(text[..<slash]) else { return nil }
        let length = text[text.index(after: slash)...]
        guard let prefix = Int(length), (0...32).contains(prefix), String(prefix) == length else { return nil }
        self.init(address, prefix: prefix)
    }

    private static func mask(_ prefix: Int) -> UInt32 { prefix == 0 ? 0 : ~0 << UInt32(32 - prefix) }

    package var mask: IPv4Address { IPv4Address(bits: Self.mask(prefix)) }
    /// Addresses in the block, network and broadcast address included.
    package var count: Int { 1 << (32 - prefix) }
    package var last: IPv4Address { IPv4Address(bits: base.bits | ~Self.mask(prefix)) }

    package func contains(_ address: IPv4Address) -> Bool { address.bits & Self.mask(prefix) == base.bits }
    package func overlaps(_ other: CIDR) -> Bool { contains(other.base) || other.contains(base) }

    /// The address `offset` places from the start; nil outside the block.
    package func address(at offset: Int) -> IPv4Address? {
        (0..<count).contains(offset) ? base.advanced(by: offset) : nil
    }

    /// Every address of the block in order.
    package var addresses: some Sequence<IPv4Address> {
        let first = base.bits
        return (0..<count).lazy.map { IPv4Address(bits: first + UInt32($0)) }
    }

    /// The blocks that hold all of this one but `address`, in order.
    package func excluding(_ address: IPv4Address) -> [CIDR] {
        guard contains(address) else { return [self] }
        var rest: [CIDR] = []
        for length in (prefix..<32).map({ $0 + 1 }) {
            // The half beside the one that still holds the address.
            rest.append(CIDR(IPv4Address(bits: address.bits ^ (1 << UInt32(32 - length))), prefix: length))
        }
        return rest.sorted { $0.base < $1.base }
    }

    package func offset(of address: IPv4Address) -> Int? { contains(address) ? Int(address.bits - base.bits) : nil }

    /// The blocks of `length` bits within this one, in order; none when they would be larger than it.
    package func subnets(prefix length: Int) -> some Sequence<CIDR> {
        let count = (prefix...32).contains(length) ? 1 << (length - prefix) : 0
        return (0..<count).lazy.map { CIDR(IPv4Address(bits: base.bits + UInt32($0) << UInt32(32 - length)), prefix: length) }
    }
}

extension CIDR: CustomStringConvertible {
    package var description: String { "\(base)/\(prefix)" }
}
