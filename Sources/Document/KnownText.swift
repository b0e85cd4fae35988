#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The text of an object that was read before, and what was made of it.
package struct KnownText: Sendable {
    /// An object from its first brace to its last, so that whatever begins with it holds it whole.
    package let bytes: [UInt8]
    package let value: JSON

    package init(bytes: [UInt8], value: JSON) {
        self.bytes = bytes
        self.value = value
    }

    /// The text of an object as this program writes it.
    package init(of value: JSON) { self.init(bytes: value.encoded(), value: value) }

    /// Whether this is the text of an object, told by identity.
    @inline(__always)
    func isOf(_ object: borrowing JSONObject) -> Bool {
        guard case .object(let mine) = value else { return false }
        return mine.isIdentical(to: object)
    }

    @inline(__always)
    func begins(_ text: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
        guard bytes.count <= text.count - position, let start = text.baseAddress else { return false }
        return bytes.withUnsafeBytes { known in
            guard let base = known.baseAddress else { return false }
            return memcmp(base, start + position, known.count) == 0
        }
    }
}

/// A member of documents whose texts are remembered.
package struct RememberedMember: Sendable {
    package let key: String
    /// How many objects and lists it stands in, the document itself included.
    package let depth: Int
    package let texts: [KnownText]

    package init(_ key: String, depth: Int = 1, texts: [KnownText]) {
        self.key = key
        self.depth = depth
        self.texts = texts
    }

    /// What a document had there.
    package enum Finding: Sendable {
        /// The text at this place of `texts`, whose value the document then holds.
        case known(Int)
        /// Another object, and where in the document its text stands.
        case new(JSON, Range<Int>)
    }
}
