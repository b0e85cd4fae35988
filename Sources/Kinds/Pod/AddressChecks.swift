internal import Document
internal import Resources

enum AddressChecks {
    static let message = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"

    static func ip(_ text: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        guard let address = AddressText(text) else { return errors.append(.invalid(path, text, message)) }
        if address.hasLeadingZeros { errors.append(.invalid(path, text, "must not have leading 0s")) }
        if address.isMapped { errors.append(.invalid(path, text, "must not be an IPv4-mapped IPv6 address")) }
    }

    /// An address that others reach: none of the machine's own, nor of a single link.
    static func external(_ text: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        let before = errors.count
        ip(text, path, &errors)
        if errors.count == before { reachable(text, path, &errors) }
    }

    /// An address that is none of the machine's own, nor of a single link.
    static func reachable(_ text: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        func fault(_ detail: String) { errors.append(.invalid(path, text, detail)) }
        guard let address = AddressText(text) else { return fault("must be a valid IP address") }
        if address.isUnspecified { fault("may not be unspecified (\(text))") }
        if address.isLoopback { fault("may not be in the loopback range (127.0.0.0/8, ::1/128)") }
        if address.isLinkLocal { fault("may not be in the link-local range (169.254.0.0/16, fe80::/10)") }
        if address.isLinkLocalMulticast { fault("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)") }
    }

    private static let rangeMessage = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"

    /// A range of addresses; bits beyond the prefix have to be zero.
    /// - Returns: the range's first address.
    @discardableResult
    static func cidr(_ text: String, _ path: FieldPath, _ errors: inout [FieldError]) -> AddressText? {
        func fault(_ detail: String) { errors.append(.invalid(path, text, detail)) }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let address = AddressText(parts[0]), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let length = Int(parts[1]), length <= address.bytes.count * 8
        else {
            fault(rangeMessage)
            return nil
        }
        if address.hasLeadingZeros || String(length) != parts[1] {
            fault("must not have leading 0s in IP or prefix length")
        } else if address.isMapped {
            fault("must not have an IPv4-mapped IPv6 address")
        } else if address.hasBits(beyond: length) {
            fault("must not have bits set beyond the prefix length")
        }
        return address
    }

    static func isIPv6(_ text: String) -> Bool { AddressText(text).map { $0.bytes.count == 16 } ?? false }
}

extension String {
    /// Without spaces at both ends.
    var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}
