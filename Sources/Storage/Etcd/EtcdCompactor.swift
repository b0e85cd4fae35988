import Logging

/// Has etcd forget old history: every few minutes what was written before the last time (upstream's `compact_rev_key` and its five minutes).
/// Several servers take turns by a key that holds how often it has been done.
package struct EtcdCompactor: Sendable {
    package static let period = Duration.seconds(300)
    private static let key = Array("compact_rev_key".utf8)

    let client: EtcdClient
    let period: Duration
    let logger: Logger

    /// What a server knows of the key: its version, and the revision at which this server last saw it.
    struct Turn: Equatable {
        var version: UInt64 = 0
        var revision: UInt64 = 0
    }

    func run() async {
        var turn = Turn()
        while (try? await Task.sleep(for: period, tolerance: period / 10)) != nil {
            do {
                turn = try await compact(turn)
            } catch {
                logger.warning("etcd's history could not be compacted; trying again", metadata: ["error": "\(error)"])
            }
        }
    }

    /// One turn: takes it, if no other server was quicker, and forgets what was before the last one.
    func compact(_ turn: Turn) async throws(StorageError) -> Turn {
        let key = Self.key
        let claim = EtcdTransaction(
            comparisons: [.init(key: key, target: .version, number: turn.version)],
            success: [.put(key, Array("\(turn.revision)".utf8))], failure: [.get(key)])
        let answer = try await client.call(claim)
        guard answer.succeeded else {
            let version = answer.read.first.flatMap { $0 }?.values.first?.version ?? 0
            return Turn(version: version, revision: answer.header.revision)
        }
        if turn.revision > 0 {
            do throws(StorageError) {
                _ = try await client.call(EtcdCompaction(revision: turn.revision))
                logger.debug("etcd's history was compacted", metadata: ["through": "\(turn.revision)"])
            } catch {
                // Somebody else may have done so.
                guard case .compacted = error else { throw error }
            }
        }
        return Turn(version: turn.version + 1, revision: answer.header.revision)
    }
}
