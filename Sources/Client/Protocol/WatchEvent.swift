package import Resources

/// One change of a watched collection.
package enum WatchEvent: Sendable {
    case added(ObjectRecord)
    case modified(ObjectRecord)
    /// The object as it last was. With a selector, also an object that no longer matches.
    case deleted(ObjectRecord)
    /// Nothing of interest up to this revision.
    case bookmark(UInt64)

    package var record: ObjectRecord? {
        switch self {
        case .added(let record), .modified(let record), .deleted(let record): record
        case .bookmark: nil
        }
    }

    package var revision: UInt64 {
        switch self {
        case .added(let record), .modified(let record), .deleted(let record): record.revision
        case .bookmark(let revision): revision
        }
    }
}
