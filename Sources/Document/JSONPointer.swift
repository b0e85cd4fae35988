/// RFC 6901: the path of a value inside a document, `/spec/containers/0/image`.
struct JSONPointer: Sendable, CustomStringConvertible {
    let tokens: [String]

    init?(_ text: String) {
        guard !text.isEmpty else {
            tokens = []
            return
        }
        guard text.hasPrefix("/") else { return nil }
        tokens = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { Self.unescape(String($0)) }
    }

    private static func unescape(_ token: String) -> String {
        guard token.utf8.contains(UInt8(ascii: "~")) else { return token }
        var result = ""
        var escaped = false
        for character in token {
            switch (escaped, character) {
            case (false, "~"): escaped = true
            case (true, "1"):
                result.append("/")
                escaped = false
            case (true, "0"):
                result.append("~")
                escaped = false
            default:
                if escaped { result.append("~") }
                escaped = false
                result.append(character)
            }
        }
        return escaped ? result + "~" : result
    }

    var description: String {
        tokens.map { "/" + $0.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0") }.joined()
    }

    /// True when this path leads to, or into, what `other` names.
    func isInside(_ other: JSONPointer) -> Bool { tokens.starts(with: other.tokens) }
}
