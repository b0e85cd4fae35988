import Logging
import Synchronization

/// A store that several servers may share: etcd v3.
///
/// Every write is one transaction that compares the key's revision. It is answered when it has come back as an event, so that here as in
/// other stores whoever has an answer sees the write in every cache. Reads ask etcd and see whatever any server has been answered before.
package final class EtcdStorage: Storage {
    /// How long an answer may wait for its event. Afterwards it is given without: the write is durable all the same.
    static let feedTimeout = Duration.seconds(5)
    /// How long a first answer is waited for when a server starts.
    static let openTimeout = Duration.seconds(30)

    let address: EtcdAddress
    let client: EtcdClient
    let hub: EventHub
    let gate: RevisionGate
    let logger: Logger
    private let limits: StorageLimits
    private let readIndex: ReadIndex
    private let tasks = Mutex<[Task<Void, Never>]>([])

    struct Condition {
        var writes = 0
        var isClosed = false
        /// Why the events do not come, and why the last call failed.
        var feedProblem: StorageError?
        var callProblem: StorageError?
        var isProbing = false
    }
    let condition = Mutex(Condition())

    /// Asks etcd for its revision and begins to follow it.
    /// - Parameter compaction: how often what is older than that is forgotten; nil leaves it to others.
    package static func open(
        _ address: EtcdAddress, tls: EtcdTLSFiles = EtcdTLSFiles(), limits: StorageLimits = StorageLimits(),
        compaction: Duration? = EtcdCompactor.period, logger: Logger = Logger(label: "storage")
    ) async throws(StorageError) -> EtcdStorage {
        let client = try EtcdClient(address, tls: tls, logger: logger)
        do {
            let revision = try await client.call(EtcdRange(key: [0]), timeout: openTimeout).header.revision
            let storage = EtcdStorage(address, client: client, revision: revision, limits: limits, logger: logger)
            storage.follow(compaction: compaction)
            return storage
        } catch {
            client.close()
            throw error
        }
    }

    private init(_ address: EtcdAddress, client: EtcdClient, revision: UInt64, limits: StorageLimits, logger: Logger) {
        (self.address, self.client, self.limits, self.logger) = (address, client, limits, logger)
        hub = EventHub(revision: revision, limits: limits)
        gate = RevisionGate(reached: revision)
        readIndex = ReadIndex {
            do throws(StorageError) {
                return .success(try await client.call(EtcdRange(key: [0])).header.revision)
            } catch {
                return .failure(error)
            }
        }
    }

    private func follow(compaction: Duration?) {
        let feed = EtcdFeed(
            client: client, logger: logger, told: { [hub] in hub.published },
            deliver: { [weak self] events, revision in self?.deliver(events, through: revision) },
            restart: { [hub, gate, limits] revision in
                gate.restart(at: revision)
                hub.restart(at: revision, limits: limits)
            }, report: { [weak self] problem in self?.condition.withLock { $0.feedProblem = problem } })
        tasks.withLock { $0.append(Task { await feed.run() }) }
        guard let compaction else { return }
        let compactor = EtcdCompactor(client: client, period: compaction, logger: logger)
        tasks.withLock { $0.append(Task { await compactor.run() }) }
    }

    private func deliver(_ events: [EtcdWatch.Event], through revision: UInt64) {
        let told = hub.published
        let ours = events.compactMap { event in event.current.modRevision > told ? storageEvent(event) : nil }
        hub.withHistory { $0.stage(ours) }
        hub.publish(ours, through: revision)
        gate.reach(revision)
    }

    package var currentRevision: UInt64 { hub.published }
    package var compactedRevision: UInt64 { hub.compacted }
    package var isShared: Bool { true }

    // MARK: Reading

    package func get(_ key: String) async throws -> StoredValue? {
        try checkOpen()
        return try await ask(EtcdRange(key: physical(key))).values.first.map(storedValue)
    }

    package func list(prefix: String, startAfter: String?, limit: Int?, at revision: UInt64?) async throws -> StoredList {
        try checkOpen()
        if let revision { try hub.withHistory { history throws(StorageError) in try history.checkKept(revision) } }
        var range = EtcdRange(key: physical(prefix))
        range.end = KeyOrder.end(of: address.keyRoot + prefix) ?? [0]
        if range.key.isEmpty { range.key = [0] }
        if let startAfter, !KeyOrder.precedes(startAfter, prefix) { range.key = physical(startAfter) + [0] }
        range.limit = limit.map { max(1, $0) } ?? 0
        range.revision = revision ?? 0
        let answer: EtcdRange.Response
        do throws(StorageError) {
            answer = try await ask(range)
        } catch {
            throw located(error)
        }
        return (answer.values.map(storedValue), revision ?? answer.header.revision, answer.more)
    }

    /// etcd does not say which revisions it has.
    private func located(_ error: StorageError) -> StorageError {
        switch error {
        case .compacted: .compacted(oldest: hub.compacted)
        case .futureRevision: .futureRevision(current: hub.published)
        default: error
        }
    }

    package func catchUp(to revision: UInt64?) async throws {
        try checkOpen()
        let wanted: UInt64
        if let revision {
            wanted = revision
        } else {
            do throws(StorageError) {
                wanted = try await readIndex.current()
                noteSuccess()
            } catch {
                note(error)
                throw error
            }
        }
        guard await gate.wait(for: wanted, timeout: Self.feedTimeout) else {
            throw StorageError.timedOut("events up to revision \(wanted) have not come; the last one was \(hub.published)")
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
        let refusal: StorageError? = condition.withLock { condition in
            if condition.isClosed { return .closed }
            if condition.writes >= limits.waitingWrites { return .overloaded }
            condition.writes += 1
            return nil
        }
        if let refusal { return completion(.failure(refusal)) }
        Task {
            let answer = await write(operation)
            completion(answer)
            condition.withLock { $0.writes -= 1 }
        }
    }

    package func compact(through revision: UInt64) async throws {
        try checkOpen()
        try hub.withHistory { history throws(StorageError) in try history.check(revision) }
        do throws(StorageError) {
            _ = try await ask(EtcdCompaction(revision: revision))
        } catch {
            // Another server may have been quicker.
            guard case .compacted = error else { throw error }
        }
        hub.withHistory { $0.compact(through: revision) }
    }

    package func close() async {
        let wasClosed = condition.withLock { condition in
            defer { condition.isClosed = true }
            return condition.isClosed
        }
        if wasClosed { return }
        // No write takes longer than its tries and its event.
        let deadline = ContinuousClock.now + EtcdClient.callTimeout + Self.feedTimeout
        while condition.withLock({ $0.writes > 0 }), ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
        for task in tasks.withLock({ $0 }) { task.cancel() }
        gate.close()
        hub.end(with: .closed)
        client.close()
    }

    deinit { for task in tasks.withLock({ $0 }) { task.cancel() } }

    private func checkOpen() throws(StorageError) { if condition.withLock({ $0.isClosed }) { throw .closed } }
}

extension RecentHistory {
    /// Fails when `revision` is forgotten.
    func checkKept(_ revision: UInt64) throws(StorageError) { if revision < compacted { throw .compacted(oldest: compacted) } }
}
