/// Keys are ordered by their UTF-8 bytes, as SQLite's BINARY collation and etcd order them.
enum KeyOrder {
    static func precedes(_ a: String, _ b: String) -> Bool {
        var a = a
        var b = b
        return a.withUTF8 { a in
            b.withUTF8 { b in a.lexicographicallyPrecedes(b) }
        }
    }

    static func hasPrefix(_ key: String, _ prefix: String) -> Bool {
        var key = key
        var prefix = prefix
        return key.withUTF8 { key in
            prefix.withUTF8 { prefix in key.count >= prefix.count && key.prefix(prefix.count).elementsEqual(prefix) }
        }
    }

    /// The smallest byte string greater than every key that begins with `prefix`; nil when there is none.
    static func end(of prefix: String) -> [UInt8]? {
        var bytes = Array(prefix.utf8)
        while let last = bytes.last {
            if last < 0xFF {
                bytes[bytes.count - 1] = last + 1
                return bytes
            }
            bytes.removeLast()
        }
        return nil
    }
}
