package import Resources

/// A change that an informer has seen. Views are parsed when asked for: handlers that only need the key cost nothing.
package enum InformerChange<R: Resource>: Sendable {
    case added(ObjectRecord)
    case updated(old: ObjectRecord, new: ObjectRecord)
    /// The object as it was last seen. After a relist that may be older than its end.
    case deleted(ObjectRecord)

    /// The newest version known.
    package var record: ObjectRecord {
        switch self {
        case .added(let record), .updated(_, let record), .deleted(let record): record
        }
    }

    package var old: ObjectRecord? { if case .updated(let old, _) = self { old } else { nil } }
    package var key: ObjectKey { record.key }
    package var object: R { record.view(R.self) }
    package var oldObject: R? { old?.view(R.self) }
    package var isDeletion: Bool { if case .deleted = self { true } else { false } }
}
