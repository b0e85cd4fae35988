internal import Resources

/// The formats of strings that schemas may ask for and that are held against values; other formats say nothing (upstream: `strfmt`).
package enum StringFormat: String, Sendable, CaseIterable {
    case bsonobjectid, uri, email, hostname, ipv4, ipv6, cidr, mac, uuid, uuid3, uuid4, uuid5, isbn, isbn10, isbn13, creditcard, ssn
    case hexcolor, rgbcolor, byte, password, date, duration, datetime
    case shortName = "k8sshortname"
    case longName = "k8slongname"

    /// Hyphens make no difference: `date-time`, `datetime`.
    package init?(_ format: String) { self.init(rawValue: format.filter { $0 != "-" }) }

    /// Formats of numbers, which are known but not enforced.
    package static let ofNumbers: Set<String> = ["int32", "int64", "float", "double"]

    package func matches(_ text: String) -> Bool {
        switch self {
        case .password: true
        case .byte: Self.isBase64(text)
        case .date: text.utf8.count == 10 && Timestamp(text + "T00:00:00Z") != nil
        case .datetime: Timestamp(text.uppercased()) != nil
        case .duration: Self.isDuration(text)
        case .ipv4: IPv4Address(text) != nil
        case .ipv6: text.contains(":") && Self.isIPv6(text)
        case .cidr: Self.isCIDR(text)
        case .email: Self.isEmail(text)
        case .hostname: Self.isHostname(text)
        case .uri: Self.isURI(text)
        case .isbn: Self.isISBN10(text) || Self.isISBN13(text)
        case .isbn10: Self.isISBN10(text)
        case .isbn13: Self.isISBN13(text)
        case .creditcard: Self.isCreditCard(text)
        case .shortName: NameRules.dns1123Label(text).isEmpty
        case .longName: NameRules.dns1123Subdomain(text).isEmpty
        default: Self.patterns[self]?.matches(text) ?? true
        }
    }

    private static let patterns: [StringFormat: Pattern] = {
        let texts: [StringFormat: String] = [
            .bsonobjectid: "^[0-9a-fA-F]{24}$", .mac: "^([0-9A-Fa-f]{2}[:-]){5}([0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){0,2})$",
            .uuid: "^(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$",
            .uuid3: "^(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$",
            .uuid4: "^(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$",
            .uuid5: "^(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$",
            .ssn: "^\\d{3}[- ]?\\d{2}[- ]?\\d{4}$", .hexcolor: "^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$",
            .rgbcolor: "^rgb\\(\\s*(\\d{1,2}|1\\d\\d|2[0-4]\\d|25[0-5])\\s*,\\s*(\\d{1,2}|1\\d\\d|2[0-4]\\d|25[0-5])\\s*,"
                + "\\s*(\\d{1,2}|1\\d\\d|2[0-4]\\d|25[0-5])\\s*\\)$",
        ]
        return texts.compactMapValues { try? Pattern($0) }
    }()

    private static func isBase64(_ text: String) -> Bool { ScalarDecoding.base64Problem(text) == nil }

    // MARK: Durations

    private static let durationUnits: Set<String> = [
        "ns", "us", "µs", "μs", "ms", "s", "m", "h", "d", "w", "nano", "nanos", "nanosecond", "nanoseconds", "micro", "micros",
        "microsecond",
        "microseconds", "milli", "millis", "millisecond", "milliseconds", "sec", "secs", "second", "seconds", "min", "mins", "minute",
        "minutes", "hour", "hours", "hr", "hrs", "day", "days", "week", "weeks", "wk", "wks",
    ]

    /// Go's durations (`1h30m`), and numbers with the name of a unit (`3 days`).
    private static func isDuration(_ text: String) -> Bool {
        var rest = text[...]
        if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
        if rest == "0" { return true }
        var parts = 0
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard !number.isEmpty, Double(number.hasPrefix(".") ? "0" + number : number) != nil || number.hasSuffix(".") else {
                return false
            }
            rest = rest.dropFirst(number.count).drop { $0 == " " }
            let unit = rest.prefix { !$0.isNumber && $0 != "." && $0 != " " }
            guard durationUnits.contains(unit.lowercased()) else { return false }
            rest = rest.dropFirst(unit.count).drop { $0 == " " }
            parts += 1
        }
        return parts > 0
    }

    // MARK: Addresses

    private static func isIPv6(_ text: String) -> Bool {
        let halves = text.split(separator: ":", omittingEmptySubsequences: false)
        guard !text.contains(":::"), halves.count <= 9 else { return false }
        let compressed = text.contains("::")
        if compressed, text.replacing("::", with: "", maxReplacements: 1).contains("::") { return false }
        var groups = 0
        for (index, part) in halves.enumerated() {
            if part.isEmpty {
                let isEdge = index == 0 || index == halves.count - 1
                if isEdge && !compressed || !isEdge && !compressed { return false }
                continue
            }
            if part.contains(".") {
                guard index == halves.count - 1, IPv4Address(String(part)) != nil else { return false }
                groups += 2
            } else {
                guard part.count <= 4, part.allSatisfy(\.isHexDigit) else { return false }
                groups += 1
            }
        }
        if text.hasPrefix(":") && !text.hasPrefix("::") || text.hasSuffix(":") && !text.hasSuffix("::") { return false }
        return compressed ? groups < 8 : groups == 8
    }

    private static func isCIDR(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = Int(parts[1]), length >= 0, parts[1].allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return false
        }
        if IPv4Address(String(parts[0])) != nil { return length <= 32 }
        return isIPv6(String(parts[0])) && length <= 128
    }

    /// One label, or labels with a name of letters at their end. A single label may hold one hyphen, after its first letter, as upstream's
    /// pattern has it.
    private static func isHostname(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false).map(\.unicodeScalars)
        guard text.utf8.count <= 255, labels.allSatisfy({ $0.count <= 63 }), let last = labels.last else { return false }
        if labels.count == 1 {
            guard let first = last.first, isHostLetter(first) else { return false }
            let rest = last.dropFirst()
            return (rest.first == "-" ? rest.dropFirst() : rest).allSatisfy(isHostLetter)
        }
        guard last.count >= 2, last.allSatisfy({ isHostLetter($0) && $0.properties.isAlphabetic }) else { return false }
        return labels.dropLast().allSatisfy { label in
            guard let first = label.first, let end = label.last, isHostLetter(first), isHostLetter(end) else { return false }
            return label.allSatisfy { $0 == "-" || isHostLetter($0) }
        }
    }

    private static func isHostLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: true
        default: ("0"..."9").contains(scalar)
        }
    }

    /// One address as RFC 5322 has it, with or without a name before it in angle brackets.
    private static func isEmail(_ text: String) -> Bool {
        var address = text[...]
        if address.hasSuffix(">"), let open = address.lastIndex(of: "<") { address = address[address.index(after: open)...].dropLast() }
        guard let at = address.lastIndex(of: "@"), at != address.startIndex else { return false }
        let (local, domain) = (address[..<at], address[address.index(after: at)...])
        guard !domain.isEmpty, !domain.contains(where: { $0.isWhitespace || "@,;:<>()".contains($0) }) else { return false }
        if local.hasPrefix("\""), local.hasSuffix("\""), local.count > 1 { return true }
        return !local.contains(where: { $0.isWhitespace || "@,;:<>()[]\\\"".contains($0) }) && !local.hasPrefix(".")
            && !local.hasSuffix(".")
            && !local.contains("..") && !domain.hasPrefix(".") && !domain.hasSuffix(".") && !domain.contains("..")
    }

    /// An absolute URI, or a path from the root (Go: `url.ParseRequestURI`).
    private static func isURI(_ text: String) -> Bool {
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F || $0 == " " }) { return false }
        if text.hasPrefix("/") { return true }
        guard let colon = text.firstIndex(of: ":"), let first = text.first, first.isASCII, first.isLetter else { return false }
        return text[..<colon].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    }

    // MARK: Numbers with a check digit

    private static func digits(_ text: String) -> [Int]? {
        let plain = text.filter { $0 != "-" && $0 != " " }
        let digits = plain.compactMap { $0.isASCII ? $0.wholeNumberValue : nil }
        return digits.count == plain.count ? digits : nil
    }

    private static func isISBN10(_ text: String) -> Bool {
        let plain = text.filter { $0 != "-" && $0 != " " }
        guard plain.count == 10, let last = plain.last else { return false }
        guard let first = digits(String(plain.dropLast())) else { return false }
        guard let check = last == "X" ? 10 : last.isASCII ? last.wholeNumberValue : nil else { return false }
        let sum = first.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element } + 10 * check
        return sum % 11 == 0
    }

    private static func isISBN13(_ text: String) -> Bool {
        guard let digits = digits(text), digits.count == 13 else { return false }
        return digits.enumerated().reduce(0) { $0 + ($1.offset % 2 == 0 ? 1 : 3) * $1.element } % 10 == 0
    }

    private static func isCreditCard(_ text: String) -> Bool {
        guard let digits = digits(text), (13...19).contains(digits.count) else { return false }
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let doubled = index % 2 == 1 ? digit * 2 : digit
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0
    }
}
