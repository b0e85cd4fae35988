/// Finds members of a JSON object in its bytes without parsing it, so that parts of a stored document can be sent as they are.
package enum TopLevelMember {
    /// The bytes of the value of `key` in the object that `bytes` hold; nil when there is no such member.
    ///
    /// The bytes must be valid JSON; strings and nesting are skipped, nothing is checked. A key written with escapes is not found.
    package static func range(of key: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        var scanner = Scanner(bytes: bytes)
        guard scanner.next() == UInt8(ascii: "{") else { return nil }
        scanner.position += 1
        while let byte = scanner.next() {
            if byte == UInt8(ascii: ",") {
                scanner.position += 1
                continue
            }
            guard byte == UInt8(ascii: "\"") else { return nil }
            let name = scanner.skipString()
            guard scanner.next() == UInt8(ascii: ":") else { return nil }
            scanner.position += 1
            guard scanner.next() != nil else { return nil }
            let value = scanner.skipValue()
            if name.count == key.utf8CodeUnitCount,
                UnsafeBufferPointer(rebasing: bytes[name]).elementsEqual(UnsafeBufferPointer(start: key.utf8Start, count: name.count))
            {
                return value
            }
        }
        return nil
    }

    private struct Scanner {
        let bytes: UnsafeBufferPointer<UInt8>
        var position = 0

        /// The next byte that is no white space.
        mutating func next() -> UInt8? {
            while position < bytes.count {
                let byte = bytes[position]
                if byte > 0x20 { return byte }
                position += 1
            }
            return nil
        }

        /// Skips the string that begins here; returns what stands between its quotes.
        mutating func skipString() -> Range<Int> {
            position += 1
            let start = position
            while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
                position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
            }
            let end = min(position, bytes.count)
            position = end + 1
            return start..<end
        }

        mutating func skipValue() -> Range<Int> {
            let start = position
            var depth = 0
            while position < bytes.count {
                switch bytes[position] {
                case UInt8(ascii: "\""):
                    _ = skipString()
                    if depth == 0 { return start..<min(position, bytes.count) }
                    continue
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    if depth == 0 { return start..<position }
                    depth -= 1
                    if depth == 0 {
                        position += 1
                        return start..<position
                    }
                case UInt8(ascii: ","), 0...0x20:
                    if depth == 0 { return start..<position }
                default: break
                }
                position += 1
            }
            return start..<position
        }
    }
}
