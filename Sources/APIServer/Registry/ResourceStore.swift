package import Document
package import Kinds
package import Resources
package import Storage

/// The objects of one resource: reads from its cache, writes to storage. It knows encodings and revisions, but no rules.
package final class ResourceStore: Sendable {
    /// The version in which objects are stored.
    package let type: ResourceType
    package let rules: any KindRules
    package let cache: WatchCache
    package let keys: StorageKeys
    private let storage: any Storage

    package init(type: ResourceType, rules: any KindRules, storage: any Storage) {
        self.type = type
        self.rules = rules
        self.storage = storage
        keys = StorageKeys(type)
        cache = WatchCache { storage.currentRevision }
    }

    package enum WriteOutcome: Sendable {
        case written(ObjectRecord)
        /// Somebody else changed the object in between; look again.
        case conflict
        /// The object exists (create) or does not exist (update, delete).
        case refused
    }

    package subscript(key: ObjectKey) -> ObjectRecord? { cache[key] }

    package func create(_ object: JSON, key: ObjectKey) async throws(APIError) -> WriteOutcome {
        let value = encode(object)
        return try await write(.create(key: keys.storageKey(key), value: value), key: key, value: value)
    }

    /// Replaces `current`. A write that would change nothing is left out, and the revision stays.
    package func update(_ object: JSON, replacing current: ObjectRecord) async throws(APIError) -> WriteOutcome {
        let value = encode(object)
        if let same = try? ObjectCodec.record(key: current.key, value: value, revision: current.revision), same.bytes == current.bytes {
            return .written(current)
        }
        let operation = WriteOperation.update(key: keys.storageKey(current.key), value: value, expected: current.revision)
        return try await write(operation, key: current.key, value: value)
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

    private func encode(_ object: JSON) -> [UInt8] {
        let fields = rules.selectableFields(object).filter { $0.0 != "metadata.name" && $0.0 != "metadata.namespace" }
        return ObjectCodec.encode(object, fields: fields)
    }

    private func write(_ operation: WriteOperation, key: ObjectKey, value: [UInt8]) async throws(APIError) -> WriteOutcome {
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

    private static func outcome(of error: StorageError) throws(APIError) -> WriteOutcome {
        switch error {
        case .keyExists, .keyNotFound: return .refused
        case .revisionConflict: return .conflict
        default: throw APIError(error)
        }
    }
}
