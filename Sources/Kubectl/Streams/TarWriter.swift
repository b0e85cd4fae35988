/// What an archive says of one file before its content.
struct TarEntry: Sendable, Equatable {
    enum Kind: UInt8, Sendable {
        case file = 0x30
        case symbolicLink = 0x32
        case folder = 0x35
    }

    var name: String
    var kind = Kind.file
    /// Permission bits.
    var mode = 0o644
    var size = 0
    /// Seconds since 1970.
    var modified = 0
    var owner = 0
    var group = 0
    /// What a symbolic link points to.
    var target = ""
}

/// Archives in the POSIX format (pax, IEEE 1003.1), block by block.
enum TarWriter {
    static let blockBytes = 512
    private static let nameBytes = 100
    private static let largestOctalSize = 0o77777777777

    /// The blocks before an entry's content. Names that do not fit go into an extended header before the entry's own.
    static func header(_ entry: TarEntry) -> [UInt8] {
        var records: [(String, String)] = []
        if entry.name.utf8.count > nameBytes || !isASCII(entry.name) { records.append(("path", entry.name)) }
        if entry.target.utf8.count > nameBytes || !isASCII(entry.target) { records.append(("linkpath", entry.target)) }
        if entry.size > largestOctalSize { records.append(("size", String(entry.size))) }
        guard !records.isEmpty else { return block(entry, type: entry.kind.rawValue) }
        let body = records.map { record($0.0, $0.1) }.joined()
        var extended = TarEntry(name: "PaxHeaders.0/entry", mode: 0o644, size: body.utf8.count)
        extended.modified = entry.modified
        return block(extended, type: UInt8(ascii: "x")) + Array(body.utf8) + padding(after: body.utf8.count)
            + block(entry, type: entry.kind.rawValue)
    }

    /// Zeros up to the end of a content's last block.
    static func padding(after size: Int) -> [UInt8] {
        let rest = size % blockBytes
        return rest == 0 ? [] : [UInt8](repeating: 0, count: blockBytes - rest)
    }

    /// Two empty blocks.
    static let end = [UInt8](repeating: 0, count: 2 * blockBytes)

    private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

    /// `LENGTH key=value\n`, the length counting itself.
    private static func record(_ key: String, _ value: String) -> String {
        let rest = " \(key)=\(value)\n"
        var length = rest.utf8.count
        while String(length).utf8.count + rest.utf8.count != length { length = String(length).utf8.count + rest.utf8.count }
        return String(length) + rest
    }

    private static func block(_ entry: TarEntry, type: UInt8) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: blockBytes)
        func put(_ text: String, at offset: Int, limit: Int) {
            for (index, byte) in text.utf8.prefix(limit).enumerated() { block[offset + index] = byte }
        }
        func octal(_ value: Int, at offset: Int, digits: Int) {
            let text = String(max(0, value), radix: 8)
            put(String(repeating: "0", count: max(0, digits - text.count)) + text.suffix(digits), at: offset, limit: digits)
        }
        put(entry.name, at: 0, limit: nameBytes)
        octal(entry.mode, at: 100, digits: 7)
        octal(entry.owner, at: 108, digits: 7)
        octal(entry.group, at: 116, digits: 7)
        octal(min(entry.size, largestOctalSize), at: 124, digits: 11)
        octal(entry.modified, at: 136, digits: 11)
        block[156] = type
        put(entry.target, at: 157, limit: nameBytes)
        put("ustar\u{0}00", at: 257, limit: 8)
        // The sum is taken with spaces in its own place.
        let sum = block.reduce(0) { $0 + Int($1) } + 8 * 32
        octal(sum, at: 148, digits: 6)
        block[155] = UInt8(ascii: " ")
        return block
    }
}
