internal import Document
internal import Resources
internal import Synchronization

/// Large parts of the objects of one resource that were used last, with their texts. Objects of one template have their whole spec in common,
/// and who owns its fields; and most writes leave both as they are. So they are read and written once, and shared in memory, where
/// whoever compares two objects knows them by identity.
package final class StoredParts: Sendable {
    /// Where a part stands in a stored object.
    enum Place: Int, CaseIterable {
        case spec
        /// The fields of the spec that somebody owns, of each entry of `metadata.managedFields`.
        case ownedSpec

        var key: String {
            switch self {
            case .spec: "spec"
            case .ownedSpec: "f:spec"
            }
        }

        /// See `RememberedMember`.
        var depth: Int {
            switch self {
            case .spec: 1
            case .ownedSpec: 5
            }
        }
    }

    private static let limit = 8
    /// Bytes of a part that is worth remembering: short ones are read as fast, and long ones take too much room.
    static let sizes = 128...32_768

    /// By place.
    private let recent = Mutex(Array(repeating: RecentlyUsed<KnownText>(limit: StoredParts.limit), count: Place.allCases.count))

    init() {}

    /// The document of a record, which shares its parts with others that were read before.
    func document(_ record: ObjectRecord) throws -> JSON {
        try record.document { bytes in
            let known = recent.withLock { $0 }
            let members = Place.allCases.map { RememberedMember($0.key, depth: $0.depth, texts: known[$0.rawValue].all) }
            var duplicates: [String] = []
            let (document, found) = try bytes.withUnsafeBytes { try JSON.parse($0, duplicates: &duplicates, remembering: members) }
            for place in Place.allCases {
                switch found[place.rawValue] {
                case .new(let part, let range) where Self.sizes.contains(range.count):
                    add(KnownText(bytes: Array(bytes[range]), value: part), at: place)
                case .known(let index) where known[place.rawValue].isOld(index): use(known[place.rawValue].all[index].value, at: place)
                default: break
                }
            }
            return document
        }
    }

    /// The texts of those parts of an object that are known, by identity.
    func texts(of object: JSON) -> [KnownText] {
        let known = recent.withLock { $0 }
        var texts: [KnownText] = []
        Self.forEachPart(of: object) { place, part in
            guard let index = known[place.rawValue].all.firstIndex(where: { $0.value.isIdentical(to: part) }) else { return }
            if known[place.rawValue].isOld(index) { use(part, at: place) }
            texts.append(known[place.rawValue].all[index])
        }
        return texts
    }

    /// Keeps what other objects of the same template will share.
    func keep(partsOf object: JSON) { Self.forEachPart(of: object) { keep($1, at: $0) } }

    private static func forEachPart(of object: JSON, _ body: (Place, JSON) -> Void) {
        body(.spec, object["spec"])
        for entry in object["metadata"]["managedFields"].array ?? [] { body(.ownedSpec, entry["fieldsV1"]["f:spec"]) }
    }

    func keep(_ part: JSON, at place: Place) {
        guard case .object = part, !recent.withLock({ $0[place.rawValue].all.contains { $0.value.isIdentical(to: part) } }) else { return }
        let text = KnownText(of: part)
        if Self.sizes.contains(text.bytes.count) { add(text, at: place) }
    }

    private func add(_ text: KnownText, at place: Place) {
        // What is forgotten is taken apart outside of the lock.
        _ = recent.withLock { $0[place.rawValue].add(text) }
    }

    private func use(_ part: JSON, at place: Place) { recent.withLock { $0[place.rawValue].use { $0.value.isIdentical(to: part) } } }
}
