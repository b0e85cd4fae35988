import DequeModule
internal import Resources
internal import Synchronization

/// The records that were written last, which still have their documents. Whoever follows a kind looks at what is new within moments, so
/// few are enough, and a document takes several times the memory of its bytes.
package final class FreshRecords: Sendable {
    /// Bytes of the records, encoded, that keep their documents.
    private static let byteLimit = 128 << 10

    private struct State {
        var records: Deque<ObjectRecord> = []
        var bytes = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// - Parameter record: with its document.
    func add(_ record: ObjectRecord) {
        state.withLock { state in
            state.records.append(record)
            state.bytes += record.bytes.count
        }
    }

    /// Lets go of the oldest documents beyond the limit. Taking one apart takes as long as a small write, so that each writer does it for
    /// one like his own, and not whoever commits for all of them.
    func trim() {
        let old = state.withLock { state -> [ObjectRecord] in
            var old: [ObjectRecord] = []
            while state.bytes > Self.byteLimit, let first = state.records.popFirst() {
                state.bytes -= first.bytes.count
                old.append(first)
            }
            return old
        }
        for record in old { record.letGo() }
    }
}
