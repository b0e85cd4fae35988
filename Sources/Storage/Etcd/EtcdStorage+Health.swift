import Synchronization

extension EtcdStorage {
    /// How long etcd may take to say that it is well.
    private static let probeTimeout = Duration.seconds(2)

    /// What keeps the store from working, as far as was seen; asking has it looked at again.
    package var problem: StorageError? {
        let (problem, probes) = condition.withLock { condition in
            let probes = !condition.isProbing && !condition.isClosed
            condition.isProbing = condition.isProbing || probes
            return (condition.isClosed ? .closed : condition.callProblem ?? condition.feedProblem, probes)
        }
        if probes {
            Task {
                _ = try? await ask(EtcdRange(key: [0]), timeout: Self.probeTimeout)
                condition.withLock { $0.isProbing = false }
            }
        }
        return problem
    }

    /// A call that may be made twice, with a note of how it went.
    func ask<Call: EtcdCall>(_ call: Call, timeout: Duration = EtcdClient.callTimeout) async throws(StorageError) -> Call.Response {
        do throws(StorageError) {
            let answer = try await client.call(call, timeout: timeout)
            noteSuccess()
            return answer
        } catch {
            note(error)
            throw error
        }
    }

    /// A store that is full answers reads: only a write shows that it is full no longer.
    func noteSuccess(ofWrite: Bool = false) {
        condition.withLock { condition in
            if case .full? = condition.callProblem, !ofWrite { return }
            condition.callProblem = nil
        }
    }

    func note(_ error: StorageError) {
        switch error {
        case .unavailable, .timedOut, .full, .io: condition.withLock { $0.callProblem = error }
        default: break
        }
    }
}
