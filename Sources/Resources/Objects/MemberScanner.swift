/// Finds one member of a JSON object without building any of it: everything before it is skipped byte by byte.
///
/// It reads bytes that were encoded from a document, so it checks no more of the grammar than it needs to stay in bounds.
struct MemberScanner {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The bytes of the value at the end of a path of keys; nil when there is none.
    static func find(_ path: [StaticString], in bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var current = bytes
        for key in path {
            var scanner = MemberScanner(current)
            guard let value = scanner.member(key) else { return nil }
            current = value
        }
        return current
    }

    private mutating func member(_ key: StaticString) -> UnsafeRawBufferPointer? {
        guard take(UInt8(ascii: "{")) else { return nil }
        while true {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
            let keyStart = position + 1
            guard skipString() else { return nil }
            let found = matches(key, keyStart, position - 1)
            guard take(UInt8(ascii: ":")) else { return nil }
            skipSpace()
            let start = position
            guard skipValue() else { return nil }
            if found { return UnsafeRawBufferPointer(rebasing: bytes[start..<position]) }
            guard take(UInt8(ascii: ",")) else { return nil }
        }
    }

    private func matches(_ key: StaticString, _ start: Int, _ end: Int) -> Bool {
        guard end - start == key.utf8CodeUnitCount else { return false }
        for offset in 0..<(end - start) where key.utf8Start[offset] != bytes[start + offset] { return false }
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Moves from the opening quote to behind the closing one.
    private mutating func skipString() -> Bool {
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return true }
            if byte == UInt8(ascii: "\\") { position += 1 }
        }
        return false
    }

    private mutating func skipValue() -> Bool {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                guard skipString() else { return false }
                if depth == 0 { return true }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return true }  // the end of the object that a bare number or word stands last in
                depth -= 1
                position += 1
                if depth == 0 { return true }
            case UInt8(ascii: ",") where depth == 0: return true
            default: position += 1
            }
        }
        return depth == 0
    }
}
