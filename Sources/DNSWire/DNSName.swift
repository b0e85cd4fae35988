/// A domain name (RFC 1035 §3.1): length-prefixed labels without the closing root label. Letters keep the case they came with
/// (clients check it, draft-vixie-dnsext-dns0x20), while equality and hashing fold ASCII case (RFC 4343).
package struct DNSName: Sendable {
    /// The labels as they travel, without the terminating zero byte. The root is empty.
    package let wire: [UInt8]

    package static let root = DNSName(unchecked: [])
    /// RFC 1035 §2.3.4: octets of a whole name, the terminating zero included.
    package static let maximumWireBytes = 255
    /// RFC 1035 §2.3.4: octets of one label.
    package static let maximumLabelBytes = 63

    init(unchecked wire: [UInt8]) { self.wire = wire }

    /// A name from labels, the leftmost first.
    package init(labels: some Sequence<some StringProtocol>) throws(DNSSyntaxError) {
        var wire: [UInt8] = []
        for label in labels {
            let count = label.utf8.count
            guard count > 0, count <= Self.maximumLabelBytes else { throw .badName }
            wire.append(UInt8(count))
            wire.append(contentsOf: label.utf8)
        }
        guard wire.count < Self.maximumWireBytes else { throw .badName }
        self.wire = wire
    }

    /// A name from its usual text form; a trailing dot is allowed, escapes are not.
    package init(_ text: some StringProtocol) throws(DNSSyntaxError) {
        var rest = text[...]
        if rest.last == "." { rest = rest.dropLast() }
        if rest.isEmpty {
            self = .root
        } else {
            try self.init(labels: rest.split(separator: ".", omittingEmptySubsequences: false))
        }
    }

    /// The labels in lower case, the leftmost first. A label that is not UTF-8 appears repaired, so it never equals a wanted one.
    package var labels: [String] {
        var result: [String] = []
        var index = 0
        while index < wire.count {
            let end = index + 1 + Int(wire[index])
            result.append(String(decoding: wire[(index + 1)..<end].lazy.map(Self.folded), as: UTF8.self))
            index = end
        }
        return result
    }

    /// True when this name is `zone` or lies below it.
    package func isInside(_ zone: DNSName) -> Bool {
        var index = 0
        while wire.count - index > zone.wire.count { index += 1 + Int(wire[index]) }
        return wire.count - index == zone.wire.count && Self.same(wire[index...], zone.wire[...])
    }

    /// This name put in front of `zone`.
    package func inside(_ zone: DNSName) throws(DNSSyntaxError) -> DNSName {
        guard wire.count + zone.wire.count < Self.maximumWireBytes else { throw .badName }
        return DNSName(unchecked: wire + zone.wire)
    }

    /// One octet in lower case when it is an ASCII letter.
    @inline(__always)
    static func folded(_ octet: UInt8) -> UInt8 { octet >= 0x41 && octet <= 0x5A ? octet | 0x20 : octet }

    /// Label lengths are at most 63, below every letter, so folding the whole wire form leaves them alone.
    static func same(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { folded($0) == folded($1) }
    }
}

extension DNSName: Hashable {
    package static func == (left: DNSName, right: DNSName) -> Bool { same(left.wire[...], right.wire[...]) }

    package func hash(into hasher: inout Hasher) {
        for octet in wire { hasher.combine(Self.folded(octet)) }
    }
}

extension DNSName: CustomStringConvertible {
    /// The absolute form with a trailing dot; octets outside printable ASCII as `\DDD` (RFC 1035 §5.1).
    package var description: String {
        guard !wire.isEmpty else { return "." }
        var text = ""
        var index = 0
        while index < wire.count {
            let end = index + 1 + Int(wire[index])
            for octet in wire[(index + 1)..<end] {
                switch octet {
                case UInt8(ascii: "."), UInt8(ascii: "\\"):
                    text += "\\\(Character(UnicodeScalar(octet)))"
                case 0x21...0x7E:
                    text.unicodeScalars.append(UnicodeScalar(octet))
                default:
                    text += "\\\(octet / 100)\(octet / 10 % 10)\(octet % 10)"
                }
            }
            text += "."
            index = end
        }
        return text
    }
}
