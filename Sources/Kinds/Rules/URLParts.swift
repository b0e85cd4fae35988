internal import Resources

/// The parts of a URL that rules look at, found as Go's `net/url` finds them.
struct URLParts {
    private(set) var scheme = ""
    private(set) var user: String?
    /// With its port.
    private(set) var host = ""
    private(set) var path = ""
    private(set) var query = ""
    private(set) var fragment = ""

    /// Why a text is no URL, in Go's words.
    struct Problem: Error { let text: String }

    /// Nil when the text is no URL.
    init?(_ text: String) {
        guard let parts = try? URLParts(parsing: text) else { return nil }
        self = parts
    }

    init(parsing text: String) throws(Problem) {
        func fail(_ why: String) -> Problem { Problem(text: "parse \(text.goQuoted): \(why)") }
        if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { throw fail("net/url: invalid control character in URL") }
        var rest = text[...]
        if let mark = rest.firstIndex(of: "#") {
            fragment = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        if let colon = rest.firstIndex(where: { !Self.isSchemeCharacter($0) }), rest[colon] == ":" {
            if colon == rest.startIndex { throw fail("missing protocol scheme") }
            if rest.first?.isLetter == true {
                scheme = rest[..<colon].lowercased()
                rest = rest[rest.index(after: colon)...]
            }
        }
        if let mark = rest.firstIndex(of: "?") {
            query = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        if !scheme.isEmpty, !rest.hasPrefix("/") { return }  // opaque, such as mailto:…
        if scheme.isEmpty, !rest.hasPrefix("/"), rest.prefix(while: { $0 != "/" }).contains(":") {
            throw fail("first path segment in URL cannot contain colon")
        }
        if rest.hasPrefix("//"), !(scheme.isEmpty && rest.hasPrefix("///")) {
            var authority = rest.dropFirst(2).prefix { $0 != "/" }
            rest = rest.dropFirst(2 + authority.count)
            if let at = authority.lastIndex(of: "@") {
                user = String(authority[..<at])
                authority = authority[authority.index(after: at)...]
            }
            try Self.checkHost(authority, fail)
            host = String(authority)
        }
        path = String(rest)
        if let broken = Self.brokenEscape(rest) { throw fail("invalid URL escape \(broken.goQuoted)") }
    }

    /// A percent sign that no two hexadecimal digits follow, with what follows it.
    private static func brokenEscape(_ text: Substring) -> String? {
        text.indices.first { index in
            guard text[index] == "%" else { return false }
            let digits = text[index...].dropFirst().prefix(2)
            return digits.count < 2 || !digits.allSatisfy { $0.isASCII && $0.isHexDigit }
        }.map { String(text[$0...].prefix(3)) }
    }

    private static func isSchemeCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "+-.".contains(character))
    }

    private static func checkHost(_ host: Substring, _ fail: (String) -> Problem) throws(Problem) {
        var port = host.lastIndex(of: ":").map { host[$0...] } ?? ""
        if host.hasPrefix("[") {
            guard let end = host.lastIndex(of: "]") else { throw fail("missing ']' in host") }
            port = host[host.index(after: end)...]
        }
        let isPort = port.isEmpty || port.hasPrefix(":") && port.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) }
        if !isPort { throw fail("invalid port \(String(port).goQuoted) after host") }
        if let bad = host.first(where: { " \"<>\\^`{|}".contains($0) }) {
            throw fail("invalid character \(String(bad).goQuoted) in host name")
        }
    }
}
