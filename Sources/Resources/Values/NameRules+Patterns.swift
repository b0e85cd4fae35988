extension NameRules {
    static let label1123 = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
    static let subdomain1123 = label1123 + "(\\." + label1123 + ")*"
    static let labelKey = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"

    static let subdomainMessage = pattern(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
            + "alphanumeric character",
        subdomain1123, ["example.com"])
    static let labelKeyMessage = pattern(
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        labelKey, ["MyName", "my.name", "123-abc"])

    /// A message with examples and the pattern the value was held against.
    static func pattern(_ message: String, _ pattern: String, _ examples: [String]) -> String {
        let list = examples.map { "'\($0)', " }.joined(separator: " or ")
        return message + " (e.g. " + list + "regex used for validation is '" + pattern + "')"
    }

    static func tooLong(_ value: String, _ limit: Int, unit: String = "characters") -> [String] {
        value.utf8.count > limit ? ["must be no more than \(limit) \(unit)"] : []
    }

    static let hyphen = UInt8(ascii: "-")
    static let underscore = UInt8(ascii: "_")
    static let dot = UInt8(ascii: ".")

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
    static func isLowerLetter(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "a") < 26 }
    static func isLowerAlphanumeric(_ byte: UInt8) -> Bool { isLowerLetter(byte) || isDigit(byte) }
    static func isAlphanumeric(_ byte: UInt8) -> Bool { isLowerAlphanumeric(byte) || byte &- UInt8(ascii: "A") < 26 }

    static func isLabel(_ bytes: Substring.UTF8View, startsWithLetter: Bool) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return false }
        return (startsWithLetter ? isLowerLetter(first) : isLowerAlphanumeric(first)) && isLowerAlphanumeric(last)
            && bytes.allSatisfy { isLowerAlphanumeric($0) || $0 == hyphen }
    }

    static func isSubdomain(_ value: String) -> Bool { isSubdomain(value.utf8) }

    /// Labels with dots between them, in one walk.
    static func isSubdomain(_ bytes: some Sequence<UInt8>) -> Bool {
        var last = dot
        for byte in bytes {
            if byte == dot {
                if last == dot || last == hyphen { return false }
            } else if byte == hyphen {
                if last == dot { return false }
            } else if !isLowerAlphanumeric(byte) {
                return false
            }
            last = byte
        }
        return last != dot && last != hyphen
    }

    /// Whether a value is a qualified name beyond doubt; nothing is allocated to find out.
    static func isPlainQualifiedName(_ value: String) -> Bool {
        let bytes = value.utf8
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return bytes.count <= 63 && isLabelWord(bytes) }
        let (prefix, name) = (bytes[..<slash], bytes[bytes.index(after: slash)...])
        return prefix.count <= 253 && name.count <= 63 && isSubdomain(prefix) && isLabelWord(name)
    }

    /// Letters, digits, `-`, `_` and `.`, letters or digits at both ends.
    static func isLabelWord(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && bytes.allSatisfy { isAlphanumeric($0) || $0 == hyphen || $0 == underscore || $0 == dot }
    }
}
