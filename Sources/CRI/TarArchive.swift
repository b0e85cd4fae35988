/// A tar archive in the ustar format (POSIX.1-1988), written in memory; for small archives of known content.
package struct TarArchive: Sendable {
    package private(set) var bytes: [UInt8] = []
    static let blockSize = 512

    package init() {}

    /// Appends a regular file. `path` must be at most 100 bytes of UTF-8.
    package mutating func append(path: String, mode: Int = 0o644, content: [UInt8]) {
        bytes += header(path: path, mode: mode, size: content.count, type: UInt8(ascii: "0"))
        bytes += content
        pad()
    }

    /// Appends a symbolic link; `target` too is at most 100 bytes.
    package mutating func appendLink(path: String, target: String) {
        bytes += header(path: path, mode: 0o777, size: 0, type: UInt8(ascii: "2"), link: target)
    }

    package mutating func appendDirectory(path: String, mode: Int = 0o755) {
        bytes += header(path: path.hasSuffix("/") ? path : path + "/", mode: mode, size: 0, type: UInt8(ascii: "5"))
    }

    /// The archive with its end marker of two zero blocks.
    package func finished() -> [UInt8] { bytes + [UInt8](repeating: 0, count: 2 * Self.blockSize) }

    private mutating func pad() {
        let rest = bytes.count % Self.blockSize
        if rest != 0 { bytes += [UInt8](repeating: 0, count: Self.blockSize - rest) }
    }

    private func header(path: String, mode: Int, size: Int, type: UInt8, link: String = "") -> [UInt8] {
        var block = [UInt8](repeating: 0, count: Self.blockSize)
        func put(_ text: some Sequence<UInt8>, at offset: Int, limit: Int) {
            for (index, byte) in text.prefix(limit).enumerated() { block[offset + index] = byte }
        }
        func octal(_ value: Int, digits: Int) -> String {
            let text = String(value, radix: 8)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        put(path.utf8, at: 0, limit: 100)
        put(octal(mode, digits: 7).utf8, at: 100, limit: 7)
        put(octal(0, digits: 7).utf8, at: 108, limit: 7)  // owner and group are root
        put(octal(0, digits: 7).utf8, at: 116, limit: 7)
        put(octal(size, digits: 11).utf8, at: 124, limit: 11)
        put(octal(0, digits: 11).utf8, at: 136, limit: 11)  // time 0, so that the same content has the same digest
        block[156] = type
        put(link.utf8, at: 157, limit: 100)
        put("ustar".utf8, at: 257, limit: 5)
        put("00".utf8, at: 263, limit: 2)
        put([UInt8](repeating: UInt8(ascii: " "), count: 8), at: 148, limit: 8)
        let checksum = block.reduce(0) { $0 + Int($1) }
        put((octal(checksum, digits: 6) + "\0 ").utf8, at: 148, limit: 8)
        return block
    }
}
