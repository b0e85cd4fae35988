/// What a store may use.
package struct StorageLimits: Sendable {
    /// Events of recent history kept for reads at an older revision and for subscribers that come later.
    package var historyEvents = 10_000
    /// Bytes of keys and values in those events; the smaller of the two limits holds.
    package var historyBytes = 8 << 20
    /// Writes that may wait for the committing thread; more are refused with `overloaded`.
    package var waitingWrites = 10_000
    /// Writes committed as one transaction.
    package var batchWrites = 256
    /// Bytes of keys and values committed as one transaction; one larger write goes alone.
    package var batchBytes = 8 << 20
    /// Size of the data file, after which writes fail with `full` until something is deleted.
    package var fileBytes = 8 << 30
    /// SQLite's page cache of the writing connection, in KiB.
    package var writerCacheKiB = 4_096
    /// SQLite's page cache of the reading connection, in KiB.
    package var readerCacheKiB = 512

    package init() {}
}
