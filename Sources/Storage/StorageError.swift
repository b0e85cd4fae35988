/// Why the store refused or failed.
package enum StorageError: Error, Sendable, Hashable {
    case keyExists(StoredValue)
    case keyNotFound
    /// The key has changed since the revision the caller expected.
    case revisionConflict(current: StoredValue)
    /// The revision asked for is no longer kept; `oldest` is the oldest that is.
    case compacted(oldest: UInt64)
    /// The revision asked for has not happened yet.
    case futureRevision(current: UInt64)
    /// More writes wait than the store lets wait; try again later.
    case overloaded
    case closed
    /// The disk, or the space the store may use, is full. The write did not happen.
    case full(String)
    /// The disk failed, or the file is damaged. The write was not acknowledged.
    case io(String)
    /// The store could not be reached. A write may have happened all the same.
    case unavailable(String)
    /// The store did not answer in time. A write may have happened all the same.
    case timedOut(String)
    /// Where the store is said to be, or how it is to be reached, makes no sense.
    case misconfigured(String)
    /// Another process has the data file open.
    case inUse(String)
    /// The data file was written by a newer version.
    case newerFormat(found: Int, supported: Int)
}

extension StorageError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .keyExists(let value): "key \(value.key) exists at revision \(value.modRevision)"
        case .keyNotFound: "key not found"
        case .revisionConflict(let current): "key \(current.key) has changed: its revision is now \(current.modRevision)"
        case .compacted(let oldest): "revision has been compacted; the oldest kept is \(oldest)"
        case .futureRevision(let current): "revision is in the future; the current one is \(current)"
        case .overloaded: "too many writes are waiting for the store"
        case .closed: "the store is closed"
        case .full(let detail): "the store is full: \(detail)"
        case .io(let detail): "the store failed: \(detail)"
        case .unavailable(let detail): "the store cannot be reached: \(detail)"
        case .timedOut(let detail): "the store did not answer in time: \(detail)"
        case .misconfigured(let detail): detail
        case .inUse(let path): "the data file \(path) is in use by another process"
        case .newerFormat(let found, let supported):
            "the data file has format \(found), written by a newer version; this version reads up to format \(supported)"
        }
    }
}
