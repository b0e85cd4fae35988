/// The parameters of a URL's query, decoded, in the order they came.
package struct QueryParameters: Sendable {
    package private(set) var items: [(name: String, value: String)]

    package init(_ items: [(String, String)] = []) { self.items = items.map { (name: $0.0, value: $0.1) } }

    /// Parses `a=1&b=x%20y`. A broken escape stands for itself, as browsers have it.
    package init(parsing text: some StringProtocol) {
        items = []
        if text.isEmpty { return }
        for pair in Substring(text).utf8.split(separator: UInt8(ascii: "&")) {
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let value = halves.count > 1 ? Self.decode(halves[1], plusIsSpace: true) : ""
            items.append((name: Self.decode(halves[0], plusIsSpace: true), value: value))
        }
    }

    package var isEmpty: Bool { items.isEmpty }

    /// The first value of `name`; nil when the parameter is absent.
    package subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    package func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    /// Whether a boolean parameter is given and true.
    package func flag(_ name: String) -> Bool { RequestInfo.isTrue(self[name]) }

    /// Undoes percent-encoding (RFC 3986 §2.1).
    package static func decodePath(_ path: String) -> String {
        path.utf8.contains(UInt8(ascii: "%")) ? decode(path.utf8[...], plusIsSpace: false) : path
    }

    private static func decode(_ text: Substring.UTF8View, plusIsSpace: Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            index = text.index(after: index)
            if byte == UInt8(ascii: "+"), plusIsSpace {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), let (value, end) = hexPair(text, index) {
                bytes.append(value)
                index = end
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexPair(_ text: Substring.UTF8View, _ start: Substring.UTF8View.Index) -> (UInt8, Substring.UTF8View.Index)? {
        guard start < text.endIndex, let high = hex(text[start]) else { return nil }
        let second = text.index(after: start)
        guard second < text.endIndex, let low = hex(text[second]) else { return nil }
        return (high << 4 | low, text.index(after: second))
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
