/// One key as it is stored.
package struct StoredValue: Sendable, Hashable {
    package var key: String
    package var value: [UInt8]
    /// The revision of the write that created the key (the latest creation, if it was deleted between).
    package var createRevision: UInt64
    /// The revision of the last write to the key.
    package var modRevision: UInt64

    package init(key: String, value: [UInt8], createRevision: UInt64, modRevision: UInt64) {
        self.key = key
        self.value = value
        self.createRevision = createRevision
        self.modRevision = modRevision
    }
}

/// One write. `expected` is the modRevision the caller has seen; nil writes whatever is there.
package enum WriteOperation: Sendable {
    /// Fails with `keyExists` when the key is there.
    case create(key: String, value: [UInt8])
    /// Fails with `keyNotFound` when the key is not there.
    case update(key: String, value: [UInt8], expected: UInt64?)
    /// Fails with `keyNotFound` when the key is not there.
    case delete(key: String, expected: UInt64?)

    package var key: String {
        switch self {
        case .create(let key, _), .update(let key, _, _), .delete(let key, _): key
        }
    }

    var byteCount: Int {
        switch self {
        case .create(let key, let value), .update(let key, let value, _): key.utf8.count + value.count
        case .delete(let key, _): key.utf8.count
        }
    }
}

/// What one write did. `value` is nil for a deletion, `previous` for a creation.
package struct StorageEvent: Sendable, Hashable {
    package enum Kind: Sendable { case put, delete }

    package var revision: UInt64
    package var kind: Kind
    package var key: String
    package var value: StoredValue?
    package var previous: StoredValue?

    package var isCreation: Bool { previous == nil }
    var byteCount: Int { key.utf8.count + (value?.value.count ?? 0) + (previous?.value.count ?? 0) }
}

extension WriteOperation {
    /// Decides the write against the key's current value: the event it becomes at `revision`, or why it is refused.
    func decide(current: StoredValue?, revision: UInt64) -> Result<StorageEvent, StorageError> {
        switch self {
        case .create(let key, let value):
            if let current { return .failure(.keyExists(current)) }
            let created = StoredValue(key: key, value: value, createRevision: revision, modRevision: revision)
            return .success(StorageEvent(revision: revision, kind: .put, key: key, value: created, previous: nil))
        case .update(let key, let value, let expected):
            guard let current else { return .failure(.keyNotFound) }
            if let expected, expected != current.modRevision { return .failure(.revisionConflict(current: current)) }
            let updated = StoredValue(key: key, value: value, createRevision: current.createRevision, modRevision: revision)
            return .success(StorageEvent(revision: revision, kind: .put, key: key, value: updated, previous: current))
        case .delete(let key, let expected):
            guard let current else { return .failure(.keyNotFound) }
            if let expected, expected != current.modRevision { return .failure(.revisionConflict(current: current)) }
            return .success(StorageEvent(revision: revision, kind: .delete, key: key, value: nil, previous: current))
        }
    }
}
