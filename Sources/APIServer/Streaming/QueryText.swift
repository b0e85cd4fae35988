/// Writes paths and queries for requests to kubelets and backends.
struct QueryText {
    private(set) var text = ""

    init(_ items: [(name: String, value: String)] = []) {
        for item in items { add(item.name, item.value) }
    }

    mutating func add(_ name: String, _ value: String) {
        if !text.isEmpty { text += "&" }
        text += Self.escape(name) + "=" + Self.escape(value)
    }

    /// The text with its question mark, empty when there is nothing.
    var suffix: String { text.isEmpty ? "" : "?" + text }

    /// RFC 3986 section 2.3: everything but the unreserved characters is escaped, and what `keeping` names.
    static func escape(_ text: String, keeping: String = "") -> String {
        let kept = Set(keeping.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            case _ where kept.contains(byte): bytes.append(byte)
            default: bytes.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func escapePath(_ path: String) -> String { escape(path, keeping: "/:@!$&'()*+,;=") }
}
