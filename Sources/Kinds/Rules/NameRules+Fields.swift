internal import Resources

extension NameRules {
    /// `example.com/path`: something that is named by whoever owns the domain.
    static func domainPrefixedPath(_ value: String, _ path: FieldPath) -> [FieldError] {
        if value.isEmpty { return [.required(path)] }
        let parts = value.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            return [.invalid(path, value, "must be a domain-prefixed path (such as \"acme.io/foo\")")]
        }
        var errors: [FieldError] = dns1123Subdomain(parts[0]).map { .invalid(path, parts[0], $0) }
        let isPath = parts[1].utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "/:@!$&'()*+,;=.-_~%".utf8.contains(byte)
            }
        }
        if !isPath {
            errors.append(.invalid(path, parts[1], "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')"))
        }
        return errors
    }
}
