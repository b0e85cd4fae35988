/// The parts of an image's name: `[HOST[:PORT]/]PATH[:TAG][@DIGEST]`.
enum ImageName {
    /// The tag; "latest" when there is neither tag nor digest, "" with a digest alone and for what is no image's name.
    static func tag(of image: String) -> String {
        var rest = image[...]
        var digest: Substring?
        if let at = rest.firstIndex(of: "@") {
            digest = rest[rest.index(after: at)...]
            rest = rest[..<at]
        }
        if let slash = rest.firstIndex(of: "/"), isHost(rest[..<slash]) { rest = rest[rest.index(after: slash)...] }
        var tag: Substring?
        if let colon = rest.firstIndex(of: ":") {
            tag = rest[rest.index(after: colon)...]
            rest = rest[..<colon]
        }
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        guard rest.utf8.count <= pathLimit, parts.allSatisfy(isPathPart), tag.map(isTag) ?? true, digest.map(isDigest) ?? true else {
            return ""
        }
        return tag.map(String.init) ?? (digest == nil ? "latest" : "")
    }

    private static let pathLimit = 255
    private static let tagLimit = 128
    private static let digestMinimum = 32

    /// What stands before the first slash is a host when it could be no part of a path.
    private static func isHost(_ text: Substring) -> Bool {
        text == "localhost" || text.contains { $0 == "." || $0 == ":" || $0.isUppercase }
    }

    /// Lower-case words with single dots, one or two underscores, or dashes between them.
    private static func isPathPart(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last, isWord(first), isWord(last) else { return false }
        var separator: [UInt8] = []
        for byte in text.utf8 {
            if !isWord(byte) {
                separator.append(byte)
                continue
            }
            let dashes = separator.allSatisfy { $0 == UInt8(ascii: "-") }
            if !dashes, separator != [UInt8(ascii: ".")], separator != [UInt8(ascii: "_")],
                separator != [UInt8(ascii: "_"), UInt8(ascii: "_")]
            {
                return false
            }
            separator = []
        }
        return true
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func isTag(_ text: Substring) -> Bool {
        guard let first = text.first, first != ".", first != "-", text.utf8.count <= tagLimit else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "." || $0 == "-") }
    }

    /// `ALGORITHM:HEX`, the digits of at least 128 bits.
    private static func isDigest(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].first?.isLetter ?? false else { return false }
        return parts[1].utf8.count >= digestMinimum && parts[1].allSatisfy(\.isHexDigit)
    }
}
