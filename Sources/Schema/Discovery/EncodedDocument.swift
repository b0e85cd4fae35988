/// A document as it goes out, with the tag by which a client asks whether it has changed.
package struct EncodedDocument: Sendable, Hashable {
    package let bytes: [UInt8]
    /// A strong entity tag with its quotes (RFC 9110 §8.8.3), made from the content.
    package let etag: String

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        etag = "\"" + SHA256.hex(bytes) + "\""
    }

    /// - Parameter fingerprint: changes when and only when `bytes` do; a large document need not be looked through for its tag.
    init(_ bytes: [UInt8], fingerprint: String) {
        self.bytes = bytes
        etag = "\"" + SHA256.hex(Array(fingerprint.utf8)) + "\""
    }

    /// Whether the client that sent `If-None-Match: value` already has this document and is answered 304.
    package func matches(ifNoneMatch value: String) -> Bool {
        if value == "*" { return true }
        return value.split(separator: ",").contains { candidate in
            var tag = candidate.drop { $0 == " " }
            while tag.last == " " { tag.removeLast() }
            if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
            return tag == etag
        }
    }
}
