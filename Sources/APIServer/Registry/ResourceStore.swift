package import Document
package import Kinds
package import Resources
package import Storage
internal import Synchronization

/// How objects whose stored form is not the one they are worked on in are kept: custom resources, which are written in any version and
/// stored in one.
package protocol StoredForm: Sendable {
    /// The object as it is stored, and what field selectors may ask for.
    func stored(_ object: JSON) async throws(APIError) -> (object: JSON, fields: [(String, String)])
    /// What is stored, in the form it is worked on.
    func shown(_ stored: JSON) async throws(APIError) -> JSON
}

/// The objects of one resource: reads from its cache, writes to storage. It knows encodings and revisions, but no rules.
package final class ResourceStore: Sendable {
    /// The version in which objects are stored.
    package let type: ResourceType
    package let rules: any KindRules
    package let cache: WatchCache
    package let keys: StorageKeys
    private let storage: any Storage
    private let form: (any StoredForm)?
    /// What is being written, until it is.
    private let underWay = Mutex<[ObjectKey: (value: [UInt8], document: JSON)]>([:])
    private let fresh: FreshRecords
    /// What objects have in common.
    let parts = StoredParts()

    /// - Parameters:
    ///   - cache: that of another store of the same objects, which shows them in another version.
    ///   - form: nil where objects are stored as they are worked on.
    ///   - fresh: shared by all stores.
    package init(
        type: ResourceType, rules: any KindRules, storage: any Storage, cache: WatchCache? = nil, form: (any StoredForm)? = nil,
        fresh: FreshRecords = FreshRecords()
    ) {
        self.type = type
        self.rules = rules
        self.storage = storage
        self.form = form
        self.fresh = fresh
        keys = StorageKeys(type)
        self.cache = cache ?? WatchCache { storage.currentRevision }
    }

    /// Whether an update must name the resourceVersion it was made for.
    var needsResourceVersion: Bool { form != nil || UpdatePolicy.needsResourceVersion(type) }

    package enum WriteOutcome: Sendable {
        case written(ObjectRecord)
        /// Somebody else changed the object in between; look again.
        case conflict
        /// The object exists (create) or does not exist (update, delete).
        case refused
    }

    package subscript(key: ObjectKey) -> ObjectRecord? { cache[key] }

    /// The document of a stored record, in the version of this store.
    package func document(_ record: ObjectRecord) async throws(APIError) -> JSON {
        let document = try KindSupport.document(record, sharing: parts)
        guard let form else { return document }
        return try await form.shown(document)
    }

    package func create(_ object: JSON, key: ObjectKey) async throws(APIError) -> WriteOutcome {
        let value = try await encoded(object)
        return try await write(.create(key: keys.storageKey(key), value: value), object, key: key, value: value)
    }

    /// Replaces `current`. A write that would change nothing is left out, and the revision stays.
    package func update(_ object: JSON, replacing current: ObjectRecord) async throws(APIError) -> WriteOutcome {
        let value = try await encoded(object)
        if ObjectCodec.isValue(value, of: current) { return .written(current) }
        let operation = WriteOperation.update(key: keys.storageKey(current.key), value: value, expected: current.revision)
        return try await write(operation, object, key: current.key, value: value)
    }

    /// - Returns: the last state of the object, at the revision of its deletion.
    package func delete(_ current: ObjectRecord) async throws(APIError) -> WriteOutcome {
        do {
            let revision = try await storage.commit(.delete(key: keys.storageKey(current.key), expected: current.revision))
            return .written(ObjectCodec.record(current, at: revision))
        } catch let error as StorageError {
            return try Self.outcome(of: error)
        } catch {
            throw .internalError("\(error)")
        }
    }

    /// The record that `object` would be, at `revision`, without storing it.
    package func record(of object: JSON, key: ObjectKey, revision: UInt64) throws(APIError) -> ObjectRecord {
        do {
            return try ObjectCodec.record(key: key, value: encode(object), revision: revision)
        } catch {
            throw .internalError("the object cannot be encoded")
        }
    }

    private func encoded(_ object: JSON) async throws(APIError) -> [UInt8] {
        guard let form else { return encode(object) }
        let (stored, fields) = try await form.stored(object)
        return ObjectCodec.encode(stored, fields: fields)
    }

    private func encode(_ object: JSON) -> [UInt8] {
        var fields = rules.selectableFields(object)
        fields.removeAll { $0.0 == "metadata.name" || $0.0 == "metadata.namespace" }
        return ObjectCodec.encode(object, fields: fields, known: parts.texts(of: object))
    }

    private func write(
        _ operation: WriteOperation, _ object: JSON, key: ObjectKey, value: [UInt8]
    ) async throws(APIError) -> WriteOutcome {
        if form == nil { underWay.withLock { $0[key] = (value, object) } }
        defer {
            underWay.withLock { $0[key] = nil }
            fresh.trim()
        }
        do {
            let revision = try await storage.commit(operation)
            if let stored = cache[key], stored.revision == revision { return .written(stored) }
            return .written(try ObjectCodec.record(key: key, value: value, revision: revision))
        } catch let error as StorageError {
            return try Self.outcome(of: error)
        } catch {
            throw .internalError("\(error)")
        }
    }

    /// Gives a record that has just been committed the document it was made from, when it was written here.
    func keepDocument(of record: ObjectRecord, value: [UInt8]) {
        let written = underWay.withLock { $0[record.key] }
        guard let written, written.value.isIdentical(to: value) else { return }
        var document = written.document
        document["metadata"]["resourceVersion"] = .string(String(record.revision))
        record.keep(document)
        fresh.add(record)
    }

    private static func outcome(of error: StorageError) throws(APIError) -> WriteOutcome {
        switch error {
        case .keyExists, .keyNotFound: return .refused
        case .revisionConflict: return .conflict
        default: throw APIError(error)
        }
    }
}

extension [UInt8] {
    /// Whether both are copies of one array.
    fileprivate func isIdentical(to other: [UInt8]) -> Bool {
        count == other.count && withUnsafeBufferPointer { mine in other.withUnsafeBufferPointer { mine.baseAddress == $0.baseAddress } }
    }
}
