import Dispatch
import Logging
import Synchronization

/// The embedded store: one SQLite file in write-ahead mode.
///
/// Writers hand their writes to one committing thread, which takes all that wait, decides each against its current row,
/// commits them as one transaction with a single fsync, delivers the events and then answers. The file holds the current
/// state only, never a growing log; recent history is in memory and begins anew with each start.
package final class SQLiteStorage: Storage {
    private typealias Write = (operation: WriteOperation, completion: @Sendable (Result<UInt64, StorageError>) -> Void)

    private enum Job {
        case write(Write)
        case compact(UInt64, @Sendable (Result<Void, StorageError>) -> Void)
        /// Looks whether the disk takes writes again.
        case probe
        case close(@Sendable () -> Void)
    }

    private struct Waiting {
        var jobs: [Job] = []
        /// The committing thread is at work and will look here again.
        var isDraining = false
        var isClosed = false
        /// Why the last writes failed, until one succeeds.
        var problem: StorageError?
        var isProbing = false
    }

    /// Free bytes with which a disk that was full no longer counts as full.
    private static let spaceAfterFull = 1 << 20

    private let path: String
    private let limits: StorageLimits
    private let logger: Logger
    private let hub: EventHub
    private let waiting = Mutex(Waiting())
    private let committing = DispatchQueue(label: "coxswain.storage.commit", qos: .userInitiated)
    private let reading = DispatchQueue(label: "coxswain.storage.read", qos: .userInitiated)
    /// Only the committing thread takes it, so it never waits.
    private let writer: Mutex<SQLiteWriter>
    private let reader: Mutex<SQLiteReader?>
    private let fileLock: Mutex<DataFileLock?>

    /// Opens the file at `path`, making it if need be.
    package init(path: String, limits: StorageLimits = StorageLimits(), logger: Logger = Logger(label: "storage")) throws(StorageError) {
        self.path = path
        self.limits = limits
        self.logger = logger
        fileLock = Mutex(try DataFileLock(path: path))
        let (writer, revision) = try SQLiteWriter.open(path: path, limits: limits)
        hub = EventHub(revision: revision, limits: limits)
        reader = Mutex(try SQLiteReader(path: path, limits: limits, hub: hub))
        self.writer = Mutex(writer)
    }

    package var currentRevision: UInt64 { hub.published }
    package var compactedRevision: UInt64 { hub.compacted }

    // MARK: Reading

    package func get(_ key: String) async throws -> StoredValue? {
        if let recent = hub.withHistory({ $0.current(key) }) { return recent }
        return try await onReadingThread { reader throws(StorageError) in try reader.get(key) }
    }

    package func list(prefix: String, startAfter: String?, limit: Int?, at revision: UInt64?) async throws -> StoredList {
        try await onReadingThread { reader throws(StorageError) in
            try reader.list(prefix: prefix, startAfter: startAfter, limit: limit, at: revision)
        }
    }

    private func onReadingThread<T: Sendable>(_ body: @escaping @Sendable (SQLiteReader) throws(StorageError) -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            reading.async {
                let result = self.reader.withLock { reader -> Result<T, StorageError> in
                    guard let reader else { return .failure(.closed) }
                    do throws(StorageError) { return .success(try body(reader)) } catch { return .failure(error) }
                }
                continuation.resume(with: result)
            }
        }
    }

    // MARK: Following

    package func subscribe(
        prefix: String, after revision: UInt64, onEnd: @escaping @Sendable (StorageError) -> Void,
        _ onEvents: @escaping @Sendable ([StorageEvent]) -> Void
    ) throws(StorageError) -> Subscription {
        try hub.subscribe(prefix: prefix, after: revision, onEnd: onEnd, onEvents)
    }

    // MARK: Writing

    package func submit(_ operation: WriteOperation, completion: @escaping @Sendable (Result<UInt64, StorageError>) -> Void) {
        if let refusal = enqueue(.write((operation, completion))) { completion(.failure(refusal)) }
    }

    package func compact(through revision: UInt64) async throws {
        try await withCheckedThrowingContinuation { continuation in
            if let refusal = enqueue(.compact(revision, { continuation.resume(with: $0) })) { continuation.resume(throwing: refusal) }
        }
    }

    package func close() async {
        await withCheckedContinuation { continuation in
            if enqueue(.close({ continuation.resume() })) != nil { continuation.resume() }
        }
    }

    /// Adds a job and wakes the committing thread if it sleeps. Returns why the job was not taken.
    private func enqueue(_ job: Job) -> StorageError? {
        let (refusal, wake): (StorageError?, Bool) = waiting.withLock { waiting in
            if waiting.isClosed { return (.closed, false) }
            switch job {
            case .write: if waiting.jobs.count >= limits.waitingWrites { return (.overloaded, false) }
            case .compact, .probe: break
            case .close: waiting.isClosed = true
            }
            waiting.jobs.append(job)
            defer { waiting.isDraining = true }
            return (nil, !waiting.isDraining)
        }
        if wake { committing.async { self.drain() } }
        return refusal
    }

    /// Works off everything that waits, on the committing thread.
    private func drain() {
        writer.withLock { writer in
            while true {
                let jobs = waiting.withLock { waiting in
                    if waiting.jobs.isEmpty { waiting.isDraining = false }
                    defer { waiting.jobs.removeAll(keepingCapacity: true) }
                    return waiting.jobs
                }
                if jobs.isEmpty { return }
                var rest = jobs[...]
                while let first = rest.first {
                    switch first {
                    case .write:
                        commit(takeBatch(&rest), &writer)
                        writer.vacuumIfDue()
                    case .compact(let revision, let completion):
                        rest.removeFirst()
                        completion(compact(through: revision, writer))
                    case .probe:
                        rest.removeFirst()
                        probe(&writer)
                    case .close(let completion):
                        rest.removeFirst()
                        finish(&writer)
                        completion()
                    }
                }
            }
        }
    }

    /// The writes at the front of `jobs`, within the limits of one transaction.
    private func takeBatch(_ jobs: inout ArraySlice<Job>) -> [Write] {
        var batch: [Write] = []
        var byteCount = 0
        while batch.count < limits.batchWrites, case .write(let write)? = jobs.first {
            byteCount += write.operation.byteCount
            if byteCount > limits.batchBytes, !batch.isEmpty { break }
            batch.append(write)
            jobs.removeFirst()
        }
        return batch
    }

    private func commit(_ batch: [Write], _ writer: inout SQLiteWriter) {
        do throws(StorageError) {
            try reopenIfNeeded(&writer)
            let (answers, events) = try writer.write(
                batch.map(\.operation), after: hub.published,
                recent: { key in hub.withHistory { $0.current(key) } },
                stage: { events in hub.withHistory { $0.stage(events) } })
            if !events.isEmpty {
                note(nil)
                hub.publish(events)
            }
            for (write, answer) in zip(batch, answers) { write.completion(answer) }
        } catch {
            hub.withHistory { $0.discardStaged() }
            note(error)
            logger.error("writes failed", metadata: ["writes": "\(batch.count)", "error": "\(error)"])
            for write in batch { write.completion(.failure(error)) }
        }
    }

    private func reopenIfNeeded(_ writer: inout SQLiteWriter) throws(StorageError) {
        if let found = try writer.reopenIfNeeded(), found != hub.published { hub.restart(at: found, limits: limits) }
    }

    // MARK: Health

    /// What the last writes failed with. Nobody may write any more who could find that the disk does it again, so asking has it tried.
    package var problem: StorageError? {
        let (problem, probes) = waiting.withLock { waiting -> (StorageError?, Bool) in
            if waiting.isClosed { return (.closed, false) }
            let probes = waiting.problem != nil && !waiting.isProbing
            if probes { waiting.isProbing = true }
            return (waiting.problem, probes)
        }
        if probes { _ = enqueue(.probe) }
        return problem
    }

    private func note(_ problem: StorageError?) { waiting.withLock { $0.problem = problem } }

    /// A small write may find room in the log where those that failed would not: a disk counts as full until it has some space again.
    private func probe(_ writer: inout SQLiteWriter) {
        defer { waiting.withLock { $0.isProbing = false } }
        if case .full? = waiting.withLock({ $0.problem }), DiskSpace.freeBytes(path) < Self.spaceAfterFull { return }
        do throws(StorageError) {
            try reopenIfNeeded(&writer)
            try writer.recordCompaction(through: hub.compacted)
            note(nil)
        } catch {
            note(error)
        }
    }

    private func compact(through revision: UInt64, _ writer: SQLiteWriter) -> Result<Void, StorageError> {
        do throws(StorageError) {
            try hub.withHistory { history throws(StorageError) in
                try history.check(revision)
                history.compact(through: revision)
            }
            return .success(try writer.recordCompaction(through: revision))
        } catch {
            return .failure(error)
        }
    }

    private func finish(_ writer: inout SQLiteWriter) {
        writer.close()
        reader.withLock { reader in
            reader?.close()
            reader = nil
        }
        hub.end(with: .closed)
        fileLock.withLock { $0 = nil }
    }
}
