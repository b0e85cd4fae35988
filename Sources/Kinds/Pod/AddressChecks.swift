internal import Document
internal import Resources

enum AddressChecks {
    static let message = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"

    static func ip(_ text: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if IPv4Address(text) == nil && !isIPv6(text) { errors.append(.invalid(path, text, message)) }
    }

    /// An address that others reach: none of the machine's own, nor of a single link.
    static func external(_ text: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        let before = errors.count
        ip(text, path, &errors)
        if errors.count > before { return }
        let lower = text.lowercased()
        let isUnspecified = lower == "0.0.0.0" || isIPv6(lower) && lower.allSatisfy { $0 == ":" || $0 == "0" || $0 == "." }
        if isUnspecified { return errors.append(.invalid(path, text, "may not be unspecified (\(text))")) }
        if lower.hasPrefix("127.") || lower == "::1" {
            errors.append(.invalid(path, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)"))
        }
        if lower.hasPrefix("169.254.") || lower.hasPrefix("fe80:") {
            errors.append(.invalid(path, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)"))
        }
        if lower.hasPrefix("224.0.0.") || lower.hasPrefix("ff02:") {
            errors.append(.invalid(path, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"))
        }
    }

    private static let rangeMessage = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"

    /// A range of addresses; bits beyond the prefix have to be zero.
    static func cidr(_ text: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let length = Int(parts[1]), String(length) == parts[1] else {
            return errors.append(.invalid(path, text, rangeMessage))
        }
        if let address = IPv4Address(parts[0]) {
            guard (0...32).contains(length) else { return errors.append(.invalid(path, text, rangeMessage)) }
            let mask: UInt32 = length == 0 ? 0 : ~0 << UInt32(32 - length)
            if address.bits & ~mask != 0 {
                errors.append(.invalid(path, text, "must not have bits set beyond the prefix length"))
            }
        } else if !isIPv6(parts[0]) || !(0...128).contains(length) {
            errors.append(.invalid(path, text, rangeMessage))
        }
    }

    /// RFC 4291 §2.2: up to eight groups of hexadecimal digits, one run of them left out as `::`.
    static func isIPv6(_ text: String) -> Bool {
        guard text.contains(":") else { return false }
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        if halves.count > 2 || text.contains(":::") { return false }
        var groups = 0
        for (index, half) in halves.enumerated() where !half.isEmpty {
            let parts = half.split(separator: ":", omittingEmptySubsequences: false)
            for (position, part) in parts.enumerated() {
                if index == halves.count - 1, position == parts.count - 1, part.contains(".") {
                    if IPv4Address(String(part)) == nil { return false }
                    groups += 2
                } else if (1...4).contains(part.count), part.allSatisfy(\.isHexDigit) {
                    groups += 1
                } else {
                    return false
                }
            }
        }
        return halves.count == 2 ? groups <= 7 : groups == 8
    }
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
