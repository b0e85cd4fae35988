/// The waiting requests of one priority level: each flow is dealt a few of the queues and waits in the shortest of them, so that a
/// flow which floods its queues leaves others theirs; and queues take turns by the service they have had (start-time fair queuing;
/// KEP-1040 tells the scheme). A value without clock or thread: times are handed in, in seconds.
struct FairQueues<Item> {
    struct Shape: Sendable, Hashable {
        var queues: Int
        var handSize: Int
        /// Requests that may wait in one queue.
        var lengthLimit: Int

        init(queues: Int, handSize: Int, lengthLimit: Int) {
            self.queues = max(1, queues)
            self.handSize = min(max(1, handSize), self.queues)
            self.lengthLimit = max(0, lengthLimit)
        }
    }

    private struct Entry {
        var number: UInt64
        var seats: Int
        var item: Item
    }

    private struct Queue {
        var entries: [Entry] = []
        /// The service this queue has had, in seat seconds since the level was last idle; what runs counts as long.
        var start = 0.0
        var running = 0
    }

    /// What a request that was let go is remembered by, until it is over.
    struct Ticket: Sendable, Hashable {
        var queue: Int
        var seats: Int
    }

    /// Seconds a request is taken to last until it is over and its real time known (upstream: a minute).
    static var assumedSeconds: Double { 60 }

    private(set) var shape: Shape
    private var queues: [Int: Queue] = [:]
    private var lastNumber: UInt64 = 0
    private var lastQueue = 0
    private(set) var count = 0
    private(set) var waitingSeats = 0

    init(_ shape: Shape) { self.shape = shape }

    /// Those who wait keep their places; new ones are dealt by the new shape.
    mutating func reshape(_ shape: Shape) { self.shape = shape }

    /// The queues a flow may use: `handSize` different ones, evenly dealt by its hash.
    static func hand(_ hash: UInt64, _ shape: Shape) -> [Int] {
        var rest = hash
        var hand: [Int] = []
        for position in 0..<shape.handSize {
            let remaining = UInt64(shape.queues - position)
            var card = Int(rest % remaining)
            rest /= remaining
            // The card's place among those that are left becomes its place among all.
            for other in hand.sorted() where card >= other { card += 1 }
            hand.append(card)
        }
        return hand
    }

    /// - Returns: a number by which the request can be taken out again; nil when its queue is full.
    mutating func add(_ item: Item, seats: Int, hash: UInt64) -> UInt64? {
        let hand = Self.hand(hash, shape)
        var shortest = hand[0]
        var least = Int.max
        for card in hand {
            let waiting = queues[card]?.entries.reduce(0) { $0 + $1.seats } ?? 0
            if waiting < least { (shortest, least) = (card, waiting) }
        }
        var queue = queues[shortest] ?? Queue()
        guard queue.entries.count < shape.lengthLimit else { return nil }
        // A queue that was idle has saved nothing up.
        if queue.entries.isEmpty { queue.start = max(queue.start, leastServed) }
        lastNumber += 1
        queue.entries.append(Entry(number: lastNumber, seats: seats, item: item))
        queues[shortest] = queue
        count += 1
        waitingSeats += seats
        return lastNumber
    }

    /// Takes a waiting request out, whose client has gone or whose time is over.
    mutating func remove(_ number: UInt64) -> Item? {
        for (index, queue) in queues {
            guard let position = queue.entries.firstIndex(where: { $0.number == number }) else { continue }
            let entry = queue.entries[position]
            queues[index]?.entries.remove(at: position)
            count -= 1
            waitingSeats -= entry.seats
            return entry.item
        }
        return nil
    }

    /// The request whose turn it is, if its seats fit.
    mutating func next(fits: (_ seats: Int) -> Bool) -> (item: Item, ticket: Ticket)? {
        guard let index = turn(), var queue = queues[index], let first = queue.entries.first, fits(first.seats) else { return nil }
        queue.entries.removeFirst()
        queue.running += 1
        queue.start += Double(first.seats) * Self.assumedSeconds
        queues[index] = queue
        lastQueue = index
        count -= 1
        waitingSeats -= first.seats
        return (first.item, Ticket(queue: index, seats: first.seats))
    }

    /// The queue that has had least; of equals the next after the last one.
    private func turn() -> Int? {
        var best: (index: Int, start: Double, distance: Int)?
        for (index, queue) in queues where !queue.entries.isEmpty {
            let distance = (index - lastQueue - 1 + shape.queues) % shape.queues
            if let present = best, (present.start, present.distance) <= (queue.start, distance) { continue }
            best = (index, queue.start, distance)
        }
        return best?.index
    }

    /// Where the queues stand that have requests waiting.
    private var leastServed: Double {
        queues.values.reduce(Double.infinity) { $1.entries.isEmpty ? $0 : min($0, $1.start) }.finiteOrZero
    }

    /// What a request took in truth replaces what it was taken to last.
    mutating func finished(_ ticket: Ticket, seconds: Double) {
        guard var queue = queues[ticket.queue] else { return }
        queue.running -= 1
        queue.start -= Double(ticket.seats) * (Self.assumedSeconds - seconds)
        let isIdle = queue.entries.isEmpty && queue.running == 0
        queues[ticket.queue] = isIdle && queue.start <= leastServed ? nil : queue
        // Nobody waits and nothing runs that has waited: all begin anew.
        if count == 0, queues.values.allSatisfy({ $0.running == 0 }) { queues = [:] }
    }
}

extension Double {
    fileprivate var finiteOrZero: Double { isFinite ? self : 0 }
}
