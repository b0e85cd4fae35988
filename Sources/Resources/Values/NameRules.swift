/// What names, labels, ports and keys must look like. Each rule returns what is wrong, in upstream's words; nothing when all is well.
package enum NameRules {
    package static func dns1123Label(_ value: String) -> [String] {
        var messages = tooLong(value, 63)
        if !isLabel(value.utf8[...], startsWithLetter: false) {
            if isSubdomain(value) {
                messages.append("must not contain dots")
            } else {
                messages.append(
                    pattern(
                        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end "
                            + "with an alphanumeric character",
                        label1123, ["my-name", "123-abc"]))
            }
        }
        return messages
    }

    package static func dns1123Subdomain(_ value: String) -> [String] {
        tooLong(value, 253) + (isSubdomain(value) ? [] : [subdomainMessage])
    }

    /// A subdomain, as schemas ask for it: its length is told in bytes.
    package static func longName(_ value: String) -> [String] {
        tooLong(value, 253, unit: "bytes") + (isSubdomain(value) ? [] : [subdomainMessage])
    }

    /// As resolvers take it: names of services of other systems may hold underscores.
    package static func dns1123SubdomainWithUnderscores(_ value: String) -> [String] {
        let words = value.split(separator: ".", omittingEmptySubsequences: false)
        let isName = words.allSatisfy { word in
            let word = word.utf8.first == underscore ? word.dropFirst() : word
            guard let last = word.utf8.last, let first = word.utf8.first else { return false }
            return isLowerAlphanumeric(first) && isLowerAlphanumeric(last)
                && word.utf8.allSatisfy { isLowerAlphanumeric($0) || $0 == hyphen || $0 == underscore }
        }
        if isName { return tooLong(value, 253) }
        let word = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
        return tooLong(value, 253) + [
            pattern(
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end "
                    + "with an alphanumeric character",
                word + "(\\." + word + ")*", ["example.com"])
        ]
    }

    package static func dns1035Label(_ value: String) -> [String] {
        var messages = tooLong(value, 63)
        if !isLabel(value.utf8[...], startsWithLetter: true) {
            messages.append(
                pattern(
                    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, "
                        + "and end with an alphanumeric character",
                    "[a-z]([-a-z0-9]*[a-z0-9])?", ["my-name", "abc-123"]))
        }
        return messages
    }

    package static func wildcardDNS1123Subdomain(_ value: String) -> [String] {
        var messages = tooLong(value, 253)
        if !(value.hasPrefix("*.") && isSubdomain(String(value.dropFirst(2)))) {
            messages.append(
                pattern(
                    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower "
                        + "case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
                    "\\*\\." + subdomain1123, ["*.example.com"]))
        }
        return messages
    }

    /// Keys of labels, annotations and resources: an optional DNS prefix, `/`, a name.
    package static func qualifiedName(_ value: String) -> [String] {
        if isPlainQualifiedName(value) { return [] }
        let parts = value.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2 else {
            return ["a valid label key " + labelKeyMessage + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"]
        }
        var messages: [String] = []
        if parts.count == 2 {
            let prefix = String(parts[0])
            if prefix.isEmpty {
                messages.append("prefix part must be non-empty")
            } else {
                messages += (tooLong(prefix, 253, unit: "bytes") + (isSubdomain(prefix) ? [] : [subdomainMessage])).map {
                    "prefix part " + $0
                }
            }
        }
        let name = parts.last ?? ""
        if name.isEmpty {
            messages.append("name part must be non-empty")
        } else {
            messages += tooLong(String(name), 63, unit: "bytes").map { "name part " + $0 }
        }
        if !isLabelWord(name.utf8) { messages.append("name part " + labelKeyMessage) }
        return messages
    }

    package static func labelValue(_ value: String) -> [String] {
        var messages = tooLong(value, 63, unit: "bytes")
        if !value.isEmpty && !isLabelWord(value.utf8) {
            messages.append(
                pattern(
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and "
                        + "end with an alphanumeric character",
                    "(" + labelKey + ")?", ["MyValue", "my_value", "12345"]))
        }
        return messages
    }

    /// The name of a container or service port (RFC 6335 §5.1).
    package static func portName(_ value: String) -> [String] {
        var messages = tooLong(value, 15)
        if value.isEmpty || !value.utf8.allSatisfy({ isLowerAlphanumeric($0) || $0 == hyphen }) {
            messages.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
        }
        if !value.utf8.contains(where: isLowerLetter) { messages.append("must contain at least one letter (a-z)") }
        if zip(value.utf8, value.utf8.dropFirst()).contains(where: { $0 == hyphen && $1 == hyphen }) {
            messages.append("must not contain consecutive hyphens")
        }
        if value.utf8.first == hyphen || value.utf8.last == hyphen { messages.append("must not begin or end with a hyphen") }
        return messages
    }

    package static func portNumber(_ value: Int) -> [String] { inRange(value, 1, 65_535) }

    package static func inRange(_ value: Int, _ low: Int, _ high: Int) -> [String] {
        (low...high).contains(value) ? [] : ["must be between \(low) and \(high), inclusive"]
    }

    /// Users and groups of a process (Linux keeps them below 2^31).
    package static func userOrGroupID(_ value: Int) -> [String] { inRange(value, 0, Int(Int32.max)) }

    package static func percent(_ value: String) -> [String] {
        let digits = value.utf8.dropLast()
        if value.utf8.last == UInt8(ascii: "%") && !digits.isEmpty && digits.allSatisfy(isDigit) { return [] }
        return [
            pattern("a valid percent string must be a numeric string followed by an ending '%'", "[0-9]+%", ["1%", "93%"])
        ]
    }

    package static func httpHeaderName(_ value: String) -> [String] {
        if !value.isEmpty && value.utf8.allSatisfy({ isAlphanumeric($0) || $0 == hyphen }) { return [] }
        return [pattern("a valid HTTP header must consist of alphanumeric characters or '-'", "[-A-Za-z0-9]+", ["X-Header-Name"])]
    }

    /// Environment variable names since 1.34: any printable ASCII but `=`.
    package static func environmentVariableName(_ value: String) -> [String] {
        if value.isEmpty { return ["environment variable name must be non-empty"] }
        if value.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "=") }) { return [] }
        return ["a valid environment variable name must consist only of printable ASCII characters other than '='"]
    }

    /// Keys of ConfigMaps and Secrets; they become file names.
    package static func configMapKey(_ value: String) -> [String] {
        var messages = tooLong(value, 253)
        if value.isEmpty || !value.utf8.allSatisfy({ isAlphanumeric($0) || $0 == hyphen || $0 == underscore || $0 == dot }) {
            messages.append(
                pattern(
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'", "[-._a-zA-Z0-9]+",
                    ["key.name", "KEY_NAME", "key-name"]))
        }
        if value == "." || value == ".." {
            messages.append("must not be '\(value)'")
        } else if value.hasPrefix("..") {
            messages.append("must not start with '..'")
        }
        return messages
    }

    /// The name of a kernel parameter (sysctl(8)): segments of lower-case words, joined by dots or slashes.
    package static func sysctl(_ value: String) -> [String] {
        let segments = value.utf8.split(omittingEmptySubsequences: false) { $0 == dot || $0 == UInt8(ascii: "/") }
        let isWord = segments.allSatisfy { segment in
            guard let first = segment.first, let last = segment.last else { return false }
            return isLowerAlphanumeric(first) && isLowerAlphanumeric(last)
                && segment.allSatisfy { isLowerAlphanumeric($0) || $0 == hyphen || $0 == underscore }
        }
        if isWord && value.utf8.count <= 253 { return [] }
        let segment = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
        return ["must have at most 253 characters and match regex ^(\(segment)[\\./])*\(segment)$"]
    }

    /// A name that becomes one segment of a URL path.
    package static func pathSegment(_ value: String) -> [String] {
        if value == "." || value == ".." { return ["may not be '\(value)'"] }
        var messages: [String] = []
        for forbidden in ["/", "%"] where value.contains(forbidden) { messages.append("may not contain '\(forbidden)'") }
        return messages
    }
}
