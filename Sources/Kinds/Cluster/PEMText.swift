/// Text that holds keys and certificates between lines of dashes (RFC 7468).
enum PEMText {
    /// The label of the first whole block; nil when there is none.
    static func firstBlock(_ bytes: [UInt8]) -> String? {
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            guard let label = label(line, after: "-----BEGIN ") else { continue }
            if lines[(index + 1)...].contains(where: { self.label($0, after: "-----END ") == label }) { return label }
        }
        return nil
    }

    private static func label(_ line: Substring, after mark: String) -> String? {
        var line = line
        while let last = line.last, last.isWhitespace { line.removeLast() }
        guard line.hasPrefix(mark), line.hasSuffix("-----"), line.count >= mark.count + 5 else { return nil }
        return String(line.dropFirst(mark.count).dropLast(5))
    }
}
