import Resources
import Synchronization

/// A clock that stands still until it is moved.
final class TestTime: Sendable {
    private let time = Mutex(Timestamp(seconds: 1_000))

    var now: Timestamp { time.withLock { $0 } }

    func advance(by seconds: Double) { time.withLock { $0 = $0 + .seconds(seconds) } }
}
