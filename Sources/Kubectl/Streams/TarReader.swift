/// Reads an archive piece by piece as its bytes come.
struct TarReader: Sendable {
    enum Piece: Sendable, Equatable {
        case entry(TarEntry)
        /// Bytes of the last entry's content, in order.
        case content([UInt8])
    }

    struct Corrupted: Error, Sendable, CustomStringConvertible {
        var description: String
    }

    /// Bytes of the headers that carry long names.
    private static let extendedLimit = 1024 * 1024

    private var buffer: [UInt8] = []
    /// Bytes of content, and of padding after it, that are still to come.
    private var contentLeft = 0
    private var paddingLeft = 0
    /// The extended header that is being gathered, of this type.
    private var extended: (type: UInt8, left: Int, bytes: [UInt8])?
    private var overrides: [String: String] = [:]

    mutating func append(_ bytes: some Sequence<UInt8>) throws(Corrupted) -> [Piece] {
        buffer += bytes
        var pieces: [Piece] = []
        var position = 0
        loop: while position < buffer.count {
            let available = buffer.count - position
            if var open = extended {
                let taken = min(open.left, available)
                open.bytes += buffer[position..<(position + taken)]
                open.left -= taken
                position += taken
                extended = open
                if open.left == 0 { finishExtended(open.type, open.bytes) }
            } else if contentLeft > 0 {
                let taken = min(contentLeft, available)
                pieces.append(.content(Array(buffer[position..<(position + taken)])))
                contentLeft -= taken
                position += taken
            } else if paddingLeft > 0 {
                let taken = min(paddingLeft, available)
                paddingLeft -= taken
                position += taken
            } else {
                guard available >= TarWriter.blockBytes else { break loop }
                if let entry = try header(buffer[position..<(position + TarWriter.blockBytes)]) { pieces.append(.entry(entry)) }
                position += TarWriter.blockBytes
            }
        }
        buffer.removeFirst(position)
        return pieces
    }

    private mutating func finishExtended(_ type: UInt8, _ bytes: [UInt8]) {
        extended = nil
        switch type {
        case UInt8(ascii: "L"): overrides["path"] = Self.text(bytes[...])
        case UInt8(ascii: "K"): overrides["linkpath"] = Self.text(bytes[...])
        case UInt8(ascii: "x"):
            var rest = bytes[...]
            while let space = rest.firstIndex(of: UInt8(ascii: " ")), let length = Int(Self.text(rest[..<space])), length > 0 {
                let record = rest.prefix(length).drop { $0 != UInt8(ascii: " ") }.dropFirst()
                if let equals = record.firstIndex(of: UInt8(ascii: "=")) {
                    overrides[Self.text(record[..<equals])] = String(decoding: record[(equals + 1)...].dropLast(), as: UTF8.self)
                }
                rest = rest.dropFirst(length)
            }
        default: break
        }
    }

    private mutating func header(_ block: ArraySlice<UInt8>) throws(Corrupted) -> TarEntry? {
        let bytes = Array(block)
        if bytes.allSatisfy({ $0 == 0 }) { return nil }
        let sum = bytes.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
        guard Self.number(bytes[148..<156]) == sum else { throw Corrupted(description: "archive/tar: invalid tar header") }
        let type = bytes[156]
        let size = overrides["size"].flatMap { Int($0) } ?? Self.number(bytes[124..<136])
        if [UInt8(ascii: "x"), UInt8(ascii: "g"), UInt8(ascii: "L"), UInt8(ascii: "K")].contains(type) {
            guard size <= Self.extendedLimit else { throw Corrupted(description: "archive/tar: header is too long") }
            extended = (type, size, [])
            paddingLeft = TarWriter.padding(after: size).count
            if size == 0 { extended = nil }
            return nil
        }
        let prefix = Self.text(bytes[345..<500])
        let isPOSIX = Self.text(bytes[257..<262]) == "ustar" && bytes[262] == 0
        var name = overrides["path"] ?? Self.text(bytes[0..<100])
        if overrides["path"] == nil, isPOSIX, !prefix.isEmpty { name = prefix + "/" + name }
        let kind: TarEntry.Kind =
            type == UInt8(ascii: "5") || name.hasSuffix("/") ? .folder : type == UInt8(ascii: "2") ? .symbolicLink : .file
        var entry = TarEntry(name: name, kind: kind, mode: Self.number(bytes[100..<108]) & 0o7777)
        entry.size = kind == .file ? size : 0
        entry.modified = Self.number(bytes[136..<148])
        entry.target = overrides["linkpath"] ?? Self.text(bytes[157..<257])
        overrides = [:]
        contentLeft = entry.size
        paddingLeft = TarWriter.padding(after: entry.size).count
        return entry
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }

    /// Octal digits, or a number in base 256 behind a set bit (GNU).
    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        if let first = bytes.first, first & 0x80 != 0 {
            return bytes.dropFirst().suffix(7).reduce(0) { $0 << 8 | Int($1) }
        }
        return bytes.reduce(0) { (0x30...0x37).contains($1) ? $0 << 3 | Int($1 - 0x30) : $0 }
    }
}
