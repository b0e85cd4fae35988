import Synchronization

/// A packet filter that remembers what it was told: the fake for tests. Answers and failures are scripted.
package final class RecordingPacketFilter: PacketFilter {
    private struct State {
        var applied: [String] = []
        var queried: [String] = []
        var failures: [PacketFilterError] = []
        var answers: [[UInt8]] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// Every transaction that succeeded, oldest first.
    package var applied: [String] { state.withLock { $0.applied } }

    /// Every query, oldest first.
    package var queried: [String] { state.withLock { $0.queried } }

    /// The next `apply` fails with this instead of being recorded; several queue up.
    package func failNext(_ error: PacketFilterError) { state.withLock { $0.failures.append(error) } }

    /// The next `query` answers this; several queue up. Without a script the answer is an empty ruleset.
    package func answerNext(_ bytes: [UInt8]) { state.withLock { $0.answers.append(bytes) } }

    package func apply(_ commands: String) async throws(PacketFilterError) {
        let failure: PacketFilterError? = state.withLock { state in
            guard state.failures.isEmpty else { return state.failures.removeFirst() }
            state.applied.append(commands)
            return nil
        }
        if let failure { throw failure }
    }

    package func query(_ command: String) async throws(PacketFilterError) -> [UInt8] {
        state.withLock { state in
            state.queried.append(command)
            return state.answers.isEmpty ? Array(#"{"nftables":[]}"#.utf8) : state.answers.removeFirst()
        }
    }
}
