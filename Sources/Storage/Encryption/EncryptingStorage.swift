import Logging
import Synchronization

/// A store whose values are encrypted at rest as a plan says. Whoever reads through it sees them plain, also those that were stored before
/// there was a plan; nothing is decrypted more often than it is handed over.
package final class EncryptingStorage: Storage {
    private let base: any Storage
    private let plan: Mutex<EncryptionPlan>
    private let logger: Logger
    /// Gives the plan anew when it has changed since it was last asked for: another server may have begun to use a new key.
    private let reread: @Sendable () -> EncryptionPlan?

    package init(
        _ base: any Storage, plan: EncryptionPlan, logger: Logger = Logger(label: "storage"),
        reread: @escaping @Sendable () -> EncryptionPlan? = { nil }
    ) {
        self.base = base
        self.plan = Mutex(plan)
        self.logger = logger
        self.reread = reread
    }

    package var currentRevision: UInt64 { base.currentRevision }
    package var compactedRevision: UInt64 { base.compactedRevision }
    package var isShared: Bool { base.isShared }
    package var problem: StorageError? { base.problem }
    package var currentPlan: EncryptionPlan { plan.withLock { $0 } }

    /// Encrypts by another plan from now on. What is stored stays until `rewriteStale`.
    package func use(_ plan: EncryptionPlan) { self.plan.withLock { $0 = plan } }

    package func catchUp(to revision: UInt64?) async throws { try await base.catchUp(to: revision) }
    package func compact(through revision: UInt64) async throws { try await base.compact(through: revision) }
    package func close() async { await base.close() }

    package func get(_ key: String) async throws -> StoredValue? { try await base.get(key).map(opened) }

    package func list(prefix: String, startAfter: String?, limit: Int?, at revision: UInt64?) async throws -> StoredList {
        var list = try await base.list(prefix: prefix, startAfter: startAfter, limit: limit, at: revision)
        for index in list.values.indices where Self.isSealed(list.values[index]) { list.values[index] = opened(list.values[index]) }
        return list
    }

    package func submit(_ operation: WriteOperation, completion: @escaping @Sendable (Result<UInt64, StorageError>) -> Void) {
        let sealed: WriteOperation
        do throws(StorageError) {
            let plan = currentPlan
            switch operation {
            case .create(let key, let value): sealed = .create(key: key, value: try plan.seal(value, under: key))
            case .update(let key, let value, let expected):
                sealed = .update(key: key, value: try plan.seal(value, under: key), expected: expected)
            case .delete: sealed = operation
            }
        } catch {
            return completion(.failure(error))
        }
        base.submit(sealed) { [self] result in
            completion(result.mapError(opened))
        }
    }

    package func subscribe(
        prefix: String, after revision: UInt64, onEnd: @escaping @Sendable (StorageError) -> Void,
        _ onEvents: @escaping @Sendable ([StorageEvent]) -> Void
    ) throws(StorageError) -> Subscription {
        try base.subscribe(prefix: prefix, after: revision, onEnd: onEnd) { [self] events in
            // Most batches hold nothing that is encrypted, and are handed on as they are.
            guard events.contains(where: { Self.isSealed($0.value) || Self.isSealed($0.previous) }) else { return onEvents(events) }
            var events = events
            for index in events.indices {
                if let value = events[index].value { events[index].value = opened(value) }
                if let previous = events[index].previous { events[index].previous = opened(previous) }
            }
            onEvents(events)
        }
    }

    private static func isSealed(_ stored: StoredValue?) -> Bool { stored?.value.starts(with: EncryptionProvider.mark) ?? false }

    /// A value that cannot be decrypted is handed on as it is stored: whoever reads it finds that it is no object, and leaves it out.
    private func opened(_ stored: StoredValue) -> StoredValue {
        guard Self.isSealed(stored) else { return stored }
        do throws(StorageError) {
            var plain = stored
            plain.value = try open(stored).value
            return plain
        } catch {
            logger.error("a stored value cannot be decrypted", metadata: ["key": .string(stored.key), "error": "\(error)"])
            return stored
        }
    }

    private func open(_ stored: StoredValue) throws(StorageError) -> (value: [UInt8], isCurrent: Bool) {
        do throws(StorageError) {
            return try currentPlan.open(stored.value, under: stored.key)
        } catch {
            guard let newer = reread() else { throw error }
            use(newer)
            return try newer.open(stored.value, under: stored.key)
        }
    }

    private func opened(_ error: StorageError) -> StorageError {
        switch error {
        case .keyExists(let value): .keyExists(opened(value))
        case .revisionConflict(let current): .revisionConflict(current: opened(current))
        default: error
        }
    }

    // MARK: Changing keys

    /// Writes everything anew that is not stored as the plan says: plain values of resources that are to be encrypted, and those of older
    /// keys. What somebody else writes meanwhile is left to them.
    /// - Returns: how many values were written, and how many could not be read.
    package func rewriteStale() async throws -> (written: Int, unreadable: Int) {
        let pageLength = 200
        var result = (written: 0, unreadable: 0)
        for prefix in currentPlan.prefixes {
            var last: String?
            while true {
                let page = try await base.list(prefix: prefix, startAfter: last, limit: pageLength, at: nil)
                for stored in page.values {
                    switch try await rewrite(stored) {
                    case .written: result.written += 1
                    case .unreadable: result.unreadable += 1
                    case .current: break
                    }
                }
                last = page.values.last?.key
                if !page.more { break }
            }
        }
        return result
    }

    private enum Rewritten { case current, written, unreadable }

    private func rewrite(_ stored: StoredValue) async throws -> Rewritten {
        let plan = currentPlan
        let plain: [UInt8]
        do throws(StorageError) {
            let (value, isCurrent) = try open(stored)
            if isCurrent { return .current }
            plain = value
        } catch {
            logger.error("a stored value cannot be decrypted", metadata: ["key": .string(stored.key), "error": "\(error)"])
            return .unreadable
        }
        do {
            let value = try plan.seal(plain, under: stored.key)
            _ = try await base.commit(.update(key: stored.key, value: value, expected: stored.modRevision))
            return .written
        } catch StorageError.revisionConflict, StorageError.keyNotFound {
            return .current
        }
    }
}
