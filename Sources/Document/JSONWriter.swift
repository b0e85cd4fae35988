extension JSON {
    package func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        write(into: &bytes)
        return bytes
    }

    /// Compact JSON text.
    package var text: String { String(decoding: encoded(), as: UTF8.self) }

    /// JSON text indented by four spaces, as `kubectl get -o json` prints it.
    package var prettyText: String {
        var bytes: [UInt8] = []
        writePretty(into: &bytes, indent: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    package func write(into bytes: inout [UInt8]) {
        switch self {
        case .string(let value): Self.writeString(value, into: &bytes)
        case .int(let value): Self.write(value, into: &bytes)
        case .array, .object:
            var text = JSONText()
            text.write(self)
            text.append(to: &bytes)
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .double(let value): Self.write(value, into: &bytes)
        }
    }

    package static func write(_ value: Int64, into bytes: inout [UInt8]) {
        if value >= 0, value < 10 { return bytes.append(UInt8(ascii: "0") + UInt8(value)) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var magnitude = value.magnitude
            var start = digits.count
            repeat {
                start -= 1
                let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: 10)
                digits[start] = UInt8(ascii: "0") + UInt8(remainder)
                magnitude = quotient
            } while magnitude > 0
            if value < 0 { bytes.append(UInt8(ascii: "-")) }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }

    /// Whole numbers without a fraction, as Go writes them; what JSON cannot say (infinity, NaN) is null.
    static func write(_ value: Double, into bytes: inout [UInt8]) {
        if let whole = Int64(exactly: value) {
            write(whole, into: &bytes)
        } else if value.isFinite {
            bytes.append(contentsOf: "\(value)".utf8)
        } else {
            bytes.append(contentsOf: "null".utf8)
        }
    }

    package static func writeString(_ value: String, into bytes: inout [UInt8]) {
        let isPlain = value.utf8.withContiguousStorageIfAvailable { utf8 in
            guard TextScan.firstSpecial(utf8, from: 0) == utf8.count else { return false }
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: utf8)
            bytes.append(UInt8(ascii: "\""))
            return true
        }
        if isPlain == true { return }
        var text = JSONText(capacity: value.utf8.count + 16)
        text.write(value)
        text.append(to: &bytes)
    }

    private func writePretty(into bytes: inout [UInt8], indent: Int) {
        func newline(_ level: Int) {
            bytes.append(UInt8(ascii: "\n"))
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 4))
        }
        switch self {
        case .array(let elements) where !elements.isEmpty:
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                newline(indent + 1)
                element.writePretty(into: &bytes, indent: indent + 1)
            }
            newline(indent)
            bytes.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                newline(indent + 1)
                Self.writeString(member.key, into: &bytes)
                bytes.append(contentsOf: ": ".utf8)
                member.value.writePretty(into: &bytes, indent: indent + 1)
            }
            newline(indent)
            bytes.append(UInt8(ascii: "}"))
        default: write(into: &bytes)
        }
    }
}
