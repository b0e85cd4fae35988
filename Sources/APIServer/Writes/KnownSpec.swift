internal import Document
internal import Synchronization

/// A spec that clients send again and again, as those do who make many pods of one template, with what was found of it the first time.
/// Objects that are made of it share what they have in common, in memory as well.
package final class KnownSpec: Sendable {
    /// As it is sent, and decoded with its defaults.
    let text: KnownText
    /// An object of which nothing else is known.
    let object: JSON

    private struct Findings {
        /// The fields that the author of an object with such metadata owns (FieldsV1).
        var owned: (metadata: JSON, fields: JSON)?
        /// As admission completed it and the rules found it in order, with nothing to be warned of.
        var admitted: JSON?
    }
    private let findings = Mutex(Findings())

    init(_ text: KnownText) {
        self.text = text
        object = ["spec": text.value]
    }

    /// What its author owns of an object with such metadata.
    func fields(ownedWith metadata: JSON) -> JSON? {
        guard let owned = findings.withLock({ $0.owned }), Self.isOwnedAlike(owned.metadata, metadata) else { return nil }
        return owned.fields
    }

    func owns(_ fields: JSON, with metadata: JSON) {
        if case .object = fields { findings.withLock { $0.owned = (metadata, fields) } }
    }

    /// Whether a spec that admission has completed was found in order before, in which case it becomes that one.
    func recognizes(_ spec: inout JSON) -> Bool {
        guard let admitted = findings.withLock({ $0.admitted }), admitted == spec else { return false }
        spec = admitted
        return true
    }

    func isInOrder(_ spec: JSON) { findings.withLock { $0.admitted = spec } }

    /// Whether the same fields are there to be owned: keys count, and where not only they do, values.
    private static func isOwnedAlike(_ a: JSON, _ b: JSON) -> Bool {
        guard let left = a.object, let right = b.object, left.count == right.count else { return false }
        return left.indices.allSatisfy { index in
            let (mine, theirs) = (left[position: index], right[position: index])
            guard mine.key == theirs.key else { return false }
            switch mine.key {
            case "name", "namespace", "generateName": return mine.value.isNull == theirs.value.isNull
            case "labels", "annotations":
                guard let mine = mine.value.object, let theirs = theirs.value.object, mine.count == theirs.count else { return false }
                return mine.indices.allSatisfy { mine[position: $0].key == theirs[position: $0].key }
            default: return mine.value == theirs.value
            }
        }
    }
}

/// The specs of one served resource that came last.
package final class KnownSpecs: Sendable {
    private static let limit = 8

    private let specs = Mutex(RecentlyUsed<KnownSpec>(limit: KnownSpecs.limit))

    init() {}

    /// Those there are, the last one first.
    var all: [KnownSpec] { specs.withLock { $0.all } }

    func add(_ text: KnownText) -> KnownSpec? {
        guard StoredParts.sizes.contains(text.bytes.count) else { return nil }
        let spec = KnownSpec(text)
        // What is forgotten is taken apart outside of the lock.
        _ = specs.withLock { $0.add(spec) }
        return spec
    }

    func used(_ spec: KnownSpec) { specs.withLock { $0.use { $0 === spec } } }
}
