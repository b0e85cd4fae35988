import Dispatch
import Logging
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The embedded store: one SQLite file in write-ahead mode.
///
/// Whoever commits takes all writes that wait, decides each against its current row, commits them as one transaction with a single
/// fsync, delivers the events and then answers. That is a thread of its own, so that writes come together while it syncs; but a writer
/// who is alone commits by itself where the disk is fast, because waking another thread and being woken by it takes as long as such a
/// commit. The file holds the current state only, never a growing log; recent history is in memory and begins anew
/// with each start.
package final class SQLiteStorage: Storage {
    private typealias Write = (operation: WriteOperation, completion: @Sendable (Result<UInt64, StorageError>) -> Void)

    private enum Job {
        case write(Write)
        case compact(UInt64, @Sendable (Result<Void, StorageError>) -> Void)
        /// Copies back into the file what came to the log while the rest was.
        case finishCheckpoint
        /// Looks whether the disk takes writes again.
        case probe
        case close(@Sendable () -> Void)
    }

    private struct Waiting {
        var jobs: [Job] = []
        /// Somebody commits, and will look here again.
        var isDraining = false
        /// Whoever committed last found one write and, when that was done, nobody waiting.
        var isQuiet = true
        var isClosed = false
        /// Why the last writes failed, until one succeeds.
        var problem: StorageError?
        var isProbing = false
    }

    /// Writers commit themselves while commits take no longer than this, nanoseconds: others of their thread wait meanwhile.
    private static let quickCommit = 500_000

    /// Free bytes with which a disk that was full no longer counts as full.
    private static let spaceAfterFull = 1 << 20

    private let path: String
    private let limits: StorageLimits
    private let logger: Logger
    private let hub: EventHub
    private let waiting = Mutex(Waiting())
    private let committing = DispatchQueue(label: "coxswain.storage.commit", qos: .userInitiated)
    private let reading = DispatchQueue(label: "coxswain.storage.read", qos: .userInitiated)
    /// Only who has set `isDraining` takes it, so it never waits for long.
    private let writer: Mutex<SQLiteWriter>
    /// How long commits took of late, nanoseconds; a running mean.
    private let commitTime = Atomic(0)
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

    /// Adds a job and has it worked off if nobody is at it. Returns why the job was not taken.
    private func enqueue(_ job: Job) -> StorageError? {
        enum Next { case nothing, committingThread, thisThread }
        let (refusal, next): (StorageError?, Next) = waiting.withLock { waiting in
            if waiting.isClosed { return (.closed, .nothing) }
            var next = Next.committingThread
            switch job {
            case .write:
                if waiting.jobs.count >= limits.waitingWrites { return (.overloaded, .nothing) }
                if waiting.isQuiet, commitTime.load(ordering: .relaxed) < Self.quickCommit { next = .thisThread }
            case .compact, .finishCheckpoint, .probe: break
            case .close: waiting.isClosed = true
            }
            waiting.jobs.append(job)
            defer { waiting.isDraining = true }
            return (nil, waiting.isDraining ? .nothing : next)
        }
        switch next {
        case .nothing: break
        case .committingThread: committing.async { self.drain() }
        case .thisThread: drainOnce()
        }
        return refusal
    }

    /// On the thread of a writer: works off what waits, and leaves what came meanwhile to the committing thread.
    private func drainOnce() {
        let isDone = writer.withLock { writer in
            if let jobs = takeJobs() { work(off: jobs, &writer) }
            startCheckpointIfDue(&writer)
            return waiting.withLock { waiting in
                waiting.isQuiet = waiting.jobs.isEmpty
                waiting.isDraining = !waiting.jobs.isEmpty
                return !waiting.isDraining
            }
        }
        if !isDone { committing.async { self.drain() } }
    }

    /// On the committing thread: works off everything that waits. Where more threads have work than there are processors, those that
    /// prepare further writes go first, so that more of them share a commit; where not, giving way costs next to nothing.
    private func drain() {
        writer.withLock { writer in
            var count = 0
            sched_yield()
            while let jobs = takeJobs() {
                count += jobs.count
                waiting.withLock { $0.isQuiet = count == 1 }
                work(off: jobs, &writer)
                startCheckpointIfDue(&writer)
                sched_yield()
            }
        }
    }

    /// The log is copied back into the file beside further writes, and only what these add to it while they wait: a thousand pages and
    /// their sync take as long as many commits.
    private func startCheckpointIfDue(_ writer: inout SQLiteWriter) {
        guard writer.beginsCheckpoint() else { return }
        reading.async {
            self.reader.withLock { $0?.checkpoint() }
            _ = self.enqueue(.finishCheckpoint)
        }
    }

    /// All that waits; nil when nothing does, and then nobody is at work any more.
    private func takeJobs() -> [Job]? {
        waiting.withLock { waiting in
            if waiting.jobs.isEmpty {
                waiting.isDraining = false
                return nil
            }
            defer { waiting.jobs.removeAll(keepingCapacity: true) }
            return waiting.jobs
        }
    }

    private func work(off jobs: [Job], _ writer: inout SQLiteWriter) {
        var rest = jobs[...]
        while let first = rest.first {
            switch first {
            case .write:
                let start = ContinuousClock.now
                commit(takeBatch(&rest), &writer)
                note(start.duration(to: .now))
                writer.vacuumIfDue()
            case .compact(let revision, let completion):
                rest.removeFirst()
                completion(compact(through: revision, writer))
            case .finishCheckpoint:
                rest.removeFirst()
                writer.finishCheckpoint()
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

    private func note(_ duration: Duration) {
        let mean = commitTime.load(ordering: .relaxed)
        let (seconds, attoseconds) = duration.components
        let taken = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        commitTime.store(mean + (taken - mean) / 8, ordering: .relaxed)
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
