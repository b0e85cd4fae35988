import Logging

extension EtcdStorage {
    /// Writes, and tells when the write, or what was in its way, has come as an event.
    func write(_ operation: WriteOperation) async -> Result<UInt64, StorageError> {
        let outcome = await decide(operation)
        if case .failed(let error) = outcome {
            note(error)
            return .failure(error)
        }
        noteSuccess(ofWrite: true)
        if await !gate.wait(for: outcome.revision, timeout: Self.feedTimeout) {
            logger.warning("a write was answered before its event came", metadata: ["key": .string(operation.key)])
        }
        return outcome.result
    }

    private enum Outcome {
        /// At this revision.
        case done(UInt64)
        /// By what was there at the revision.
        case refused(StorageError, UInt64)
        /// Whether it was done is not known.
        case failed(StorageError)

        /// The revision whose event the caller of the write has to be able to see.
        var revision: UInt64 {
            switch self {
            case .done(let revision), .refused(_, let revision): revision
            case .failed: 0
            }
        }

        var result: Result<UInt64, StorageError> {
            switch self {
            case .done(let revision): .success(revision)
            case .refused(let error, _), .failed(let error): .failure(error)
            }
        }
    }

    /// Carries the write out.
    ///
    /// A member that fails in the midst leaves open whether it was done. It is tried again then: the comparison lets only one of the two
    /// happen, and when it was the first, what is found is what was to be written.
    private func decide(_ operation: WriteOperation) async -> Outcome {
        let transaction = transaction(operation)
        let deadline = ContinuousClock.now + EtcdClient.callTimeout
        var isRepeated = false
        while true {
            do throws(EtcdFailure) {
                let answer = try await client.attempt(transaction, until: deadline)
                let revision = answer.header.revision
                if answer.succeeded { return .done(revision) }
                let current = answer.read.first.flatMap { $0 }?.values.first.map(storedValue)
                if isRepeated, let done = Self.wasDone(operation, current, revision) { return .done(done) }
                return .refused(Self.refusal(operation, current), revision)
            } catch {
                guard error.isPassing, ContinuousClock.now + EtcdClient.retryPause < deadline else { return .failed(error.reason) }
                isRepeated = true
                try? await Task.sleep(for: EtcdClient.retryPause)
            }
        }
    }

    private func transaction(_ operation: WriteOperation) -> EtcdTransaction {
        let key = physical(operation.key)
        let comparisons: [EtcdTransaction.Comparison]
        let success: EtcdTransaction.Operation
        switch operation {
        case .create(_, let value):
            comparisons = [.init(key: key, target: .creation, number: 0)]
            success = .put(key, value)
        case .update(_, let value, let expected):
            comparisons = Self.present(key, expected)
            success = .put(key, value)
        case .delete(_, let expected):
            comparisons = Self.present(key, expected)
            success = .delete(key, [])
        }
        return EtcdTransaction(comparisons: comparisons, success: [success], failure: [.get(key)])
    }

    /// The key is there, and last written at `expected` unless that does not matter. A key that is not there has the revision 0.
    private static func present(_ key: [UInt8], _ expected: UInt64?) -> [EtcdTransaction.Comparison] {
        [.init(key: key, target: .creation, result: .greater, number: 0)]
            + (expected.map { [.init(key: key, target: .modification, number: $0)] } ?? [])
    }

    /// Why a write whose comparison failed is refused, given what is there.
    static func refusal(_ operation: WriteOperation, _ current: StoredValue?) -> StorageError {
        guard let current else { return .keyNotFound }
        if case .create = operation { return .keyExists(current) }
        return .revisionConflict(current: current)
    }

    /// The revision at which an earlier try was carried out after all; nil when it was not.
    static func wasDone(_ operation: WriteOperation, _ current: StoredValue?, _ revision: UInt64) -> UInt64? {
        switch operation {
        case .create(_, let value): current.flatMap { $0.value == value && $0.createRevision == $0.modRevision ? $0.modRevision : nil }
        case .update(_, let value, let expected):
            current.flatMap { $0.value == value && $0.modRevision > expected ?? 0 ? $0.modRevision : nil }
        case .delete: current == nil ? revision : nil
        }
    }
}
