internal import Resources
internal import Synchronization

/// The seats of one priority level and the requests that wait for them. While seats are free, taking one and giving it back is a single
/// atomic operation each; only when there are none does a request take the lock and queue.
final class PriorityLevel: Sendable {
    /// What the level does with a request for which there is no seat.
    enum Response: Sendable, Hashable {
        case reject
        case queue(FairQueues<Waiter>.Shape)
    }

    struct Configuration: Sendable, Hashable {
        var uid = ""
        /// Requests of an exempt level are counted, and never wait.
        var isExempt = false
        var shares = 0
        var lendablePercent = 0
        var borrowingPercent: Int?
        var response = Response.reject
    }

    /// Why a request found no seat, in the words of upstream's metrics.
    enum Rejection: String, Sendable, CaseIterable {
        case queueFull = "queue-full"
        case concurrencyLimit = "concurrency-limit"
        case timeOut = "time-out"
        case cancelled
    }

    enum Entrance: Sendable {
        case seated
        case waiting(Waiter)
        case rejected(Rejection)
    }

    /// A request in a queue.
    final class Waiter: Sendable {
        let seats: Int
        let arrival = ContinuousClock.now
        fileprivate struct State {
            var number: UInt64 = 0
            var outcome: Result?
            var continuation: CheckedContinuation<Result, Never>?
        }
        enum Result: Sendable {
            case seated(FairQueues<Waiter>.Ticket)
            case rejected(Rejection)
        }
        fileprivate let state = Mutex(State())

        fileprivate init(seats: Int) { self.seats = seats }

        /// Waits for the seat, or the end of hope.
        func result() async -> Result {
            await withCheckedContinuation { continuation in
                let known = state.withLock { state in
                    if state.outcome == nil { state.continuation = continuation }
                    return state.outcome
                }
                if let known { continuation.resume(returning: known) }
            }
        }

        fileprivate func resolve(_ outcome: Result) {
            let continuation = state.withLock { state in
                state.outcome = outcome
                defer { state.continuation = nil }
                return state.continuation
            }
            continuation?.resume(returning: outcome)
        }
    }

    private struct Queued {
        var configuration: Configuration
        var queues: FairQueues<Waiter>
        /// The most seats that were used and waited for since the limits were last looked at.
        var peak = 0
    }

    /// Set while requests wait: then seats are taken and given back under the lock.
    private static let waitingFlag: UInt64 = 1 << 63

    let name: String
    /// Seats in use, and `waitingFlag`.
    private let seats = Atomic<UInt64>(0)
    private let limit: Atomic<Int>
    private let isExempt: Atomic<Bool>
    private let queued: Mutex<Queued>

    init(name: String, _ configuration: Configuration, limit: Int) {
        self.name = name
        self.limit = Atomic(limit)
        isExempt = Atomic(configuration.isExempt)
        queued = Mutex(Queued(configuration: configuration, queues: FairQueues(Self.shape(configuration))))
    }

    private static func shape(_ configuration: Configuration) -> FairQueues<Waiter>.Shape {
        if case .queue(let shape) = configuration.response { shape } else { .init(queues: 1, handSize: 1, lengthLimit: 0) }
    }

    var configuration: Configuration { queued.withLock { $0.configuration } }

    func configure(_ configuration: Configuration) {
        isExempt.store(configuration.isExempt, ordering: .relaxed)
        queued.withLock { queued in
            queued.configuration = configuration
            queued.queues.reshape(Self.shape(configuration))
        }
    }

    /// More seats let those who wait go at once; fewer come into force as requests end.
    func setLimit(_ seats: Int) {
        limit.store(seats, ordering: .relaxed)
        dispatch()
    }

    // MARK: Seats

    /// - Parameter hash: of the request's flow; asked for only when it has to queue.
    func enter(seats wanted: Int, hash: () -> UInt64) -> Entrance {
        let width = UInt64(wanted)
        if isExempt.load(ordering: .relaxed) {
            seats.wrappingAdd(width, ordering: .relaxed)
            return .seated
        }
        let limit = UInt64(max(0, limit.load(ordering: .relaxed)))
        var present = seats.load(ordering: .relaxed)
        while present & Self.waitingFlag == 0, present == 0 || present + width <= limit {
            let (exchanged, original) = seats.weakCompareExchange(
                expected: present, desired: present + width, ordering: .acquiringAndReleasing)
            if exchanged { return .seated }
            present = original
        }
        return enterCrowded(wanted, hash())
    }

    private func enterCrowded(_ wanted: Int, _ hash: UInt64) -> Entrance {
        queued.withLock { queued in
            // From here on nobody gets by: who gives a seat back comes to the lock, and finds this request in its queue.
            let present = seats.bitwiseOr(Self.waitingFlag, ordering: .acquiringAndReleasing).newValue & ~Self.waitingFlag
            queued.peak = max(queued.peak, Int(present) + queued.queues.waitingSeats + wanted)
            if queued.queues.count == 0 {
                if fits(wanted, present) {
                    seats.wrappingAdd(UInt64(wanted), ordering: .relaxed)
                    seats.bitwiseAnd(~Self.waitingFlag, ordering: .releasing)
                    return .seated
                }
                if case .reject = queued.configuration.response {
                    seats.bitwiseAnd(~Self.waitingFlag, ordering: .releasing)
                    return .rejected(.concurrencyLimit)
                }
            }
            let waiter = Waiter(seats: wanted)
            guard let number = queued.queues.add(waiter, seats: wanted, hash: hash) else {
                if queued.queues.count == 0 { seats.bitwiseAnd(~Self.waitingFlag, ordering: .releasing) }
                return .rejected(.queueFull)
            }
            waiter.state.withLock { $0.number = number }
            return .waiting(waiter)
        }
    }

    /// A request wider than the level is let in when it is alone.
    private func fits(_ wanted: Int, _ present: UInt64) -> Bool {
        present == 0 || Int(present) + wanted <= limit.load(ordering: .relaxed)
    }

    /// Gives seats back that were taken without waiting.
    func leave(seats width: Int) {
        let rest = seats.wrappingSubtract(UInt64(width), ordering: .acquiringAndReleasing).newValue
        if rest & Self.waitingFlag != 0 { dispatch() }
    }

    /// Gives seats back that were waited for.
    func leave(_ ticket: FairQueues<Waiter>.Ticket, seconds: Double) {
        queued.withLock { $0.queues.finished(ticket, seconds: seconds) }
        leave(seats: ticket.seats)
    }

    private func dispatch() {
        let seated = queued.withLock { queued in
            var seated: [(Waiter, FairQueues<Waiter>.Ticket)] = []
            while let (waiter, ticket) = queued.queues.next(fits: {
                fits($0, seats.load(ordering: .acquiring) & ~Self.waitingFlag)
            }) {
                seats.wrappingAdd(UInt64(ticket.seats), ordering: .relaxed)
                seated.append((waiter, ticket))
            }
            if queued.queues.count == 0 { seats.bitwiseAnd(~Self.waitingFlag, ordering: .releasing) }
            return seated
        }
        for (waiter, ticket) in seated { waiter.resolve(.seated(ticket)) }
    }

    /// Takes a request out of its queue, unless it has its seat already.
    func giveUp(_ waiter: Waiter, _ why: Rejection) {
        let isOut = queued.withLock { queued in
            guard queued.queues.remove(waiter.state.withLock { $0.number }) != nil else { return false }
            if queued.queues.count == 0 { seats.bitwiseAnd(~Self.waitingFlag, ordering: .releasing) }
            return true
        }
        guard isOut else { return }
        waiter.resolve(.rejected(why))
        // Others may fit where this one did not.
        dispatch()
    }

    // MARK: Figures

    struct Figures: Sendable {
        var limit: Int
        var seats: Int
        var waiting: Int
        var waitingSeats: Int
    }

    var figures: Figures {
        queued.withLock { queued in
            Figures(
                limit: limit.load(ordering: .relaxed), seats: Int(seats.load(ordering: .relaxed) & ~Self.waitingFlag),
                waiting: queued.queues.count, waitingSeats: queued.queues.waitingSeats)
        }
    }

    /// The most seats there was use for since this was last asked.
    func takePeak() -> Int {
        queued.withLock { queued in
            let present = Int(seats.load(ordering: .relaxed) & ~Self.waitingFlag) + queued.queues.waitingSeats
            defer { queued.peak = 0 }
            return max(queued.peak, present)
        }
    }
}
