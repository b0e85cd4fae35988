import Synchronization

/// Keys that wait to be worked on.
///
/// A key is handed to one worker at a time, however often it is added: added while it waits it counts once, added while it is
/// being worked on it comes again after `done`. So no change is lost and no key is worked on twice at once. Keys may be added
/// with a delay; one timer sleeps until the earliest of them.
package final class WorkQueue<Key: Hashable & Sendable>: Sendable {
    fileprivate struct State {
        var waiting: [Key] = []
        /// Position in `waiting` of the next key to hand out; the array is cut when half of it has been handed out.
        var head = 0
        /// Keys that wait or must come again after `done`.
        var dirty: Set<Key> = []
        var processing: Set<Key> = []
        var failures: [Key: Int] = [:]
        var delayed: [Key: Duration] = [:]
        /// The deadline the timer sleeps for.
        var timerDeadline: Duration?
        var timer: Task<Void, Never>?
        var workers: [(id: UInt64, continuation: CheckedContinuation<Key?, Never>)] = []
        var nextWorker: UInt64 = 0
        var isShutDown = false
    }

    private let state = Mutex(State())
    private let backoff: Backoff
    private let time: TimeSource

    package init(backoff: Backoff = .controller, time: TimeSource = .system) {
        self.backoff = backoff
        self.time = time
    }

    deinit { state.withLock { $0.timer?.cancel() } }

    /// Keys that are ready and wait for a worker.
    package var count: Int { state.withLock { $0.waiting.count - $0.head } }
    package var isIdle: Bool { state.withLock { $0.waiting.count == $0.head && $0.processing.isEmpty && $0.delayed.isEmpty } }

    package func add(_ key: Key) {
        let worker = state.withLock { $0.add(key) }
        worker?.resume(returning: key)
    }

    package func add(_ keys: some Sequence<Key>) { for key in keys { add(key) } }

    /// Adds the key once `delay` has passed. Of several delays for one key the earliest counts.
    package func add(_ key: Key, after delay: Duration) {
        guard delay > .zero else { return add(key) }
        let deadline = time.now() + delay
        state.withLock { state in
            if state.isShutDown { return }
            if let earlier = state.delayed[key], earlier <= deadline { return }
            state.delayed[key] = deadline
            setTimer(&state, for: deadline)
        }
    }

    /// Adds the key after a wait that grows with each call until `forget`.
    package func addRateLimited(_ key: Key) {
        let failures = state.withLock { state in
            defer { state.failures[key, default: 0] += 1 }
            return state.failures[key] ?? 0
        }
        add(key, after: backoff.delay(failures: failures))
    }

    /// The key has succeeded: its next failure waits the shortest time again.
    package func forget(_ key: Key) { state.withLock { $0.failures[key] = nil } }

    package func retries(of key: Key) -> Int { state.withLock { $0.failures[key] ?? 0 } }

    /// The next key; nil when the queue is shut down or the task is cancelled. Every key must be given back with `done`.
    package func next() async -> Key? {
        let id = state.withLock { state in
            state.nextWorker += 1
            return state.nextWorker
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome: Key?? = state.withLock { state in
                    if let key = state.take() { return .some(key) }
                    if state.isShutDown || Task.isCancelled { return .some(nil) }
                    state.workers.append((id, continuation))
                    return .none
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            let worker = state.withLock { state in
                state.workers.firstIndex { $0.id == id }.map { state.workers.remove(at: $0).continuation }
            }
            worker?.resume(returning: nil)
        }
    }

    package func done(_ key: Key) {
        let worker = state.withLock { state -> CheckedContinuation<Key?, Never>? in
            state.processing.remove(key)
            guard state.dirty.contains(key) else { return nil }
            return state.hand(key)
        }
        worker?.resume(returning: key)
    }

    /// Workers get nil from now on; keys that wait are dropped.
    package func shutDown() {
        let workers = state.withLock { state in
            state.isShutDown = true
            state.timer?.cancel()
            state.timer = nil
            state.waiting = []
            state.head = 0
            state.dirty = []
            state.delayed = [:]
            defer { state.workers = [] }
            return state.workers
        }
        for worker in workers { worker.continuation.resume(returning: nil) }
    }

    // MARK: The timer

    private func setTimer(_ state: inout State, for deadline: Duration) {
        if let current = state.timerDeadline, current <= deadline { return }
        state.timer?.cancel()
        state.timerDeadline = deadline
        let wait = max(deadline - time.now(), .zero)
        let sleep = time.sleep
        state.timer = Task { [weak self] in
            do { try await sleep(wait) } catch { return }
            self?.release()
        }
    }

    /// Moves the keys whose time has come to the waiting ones.
    private func release() {
        let now = time.now()
        let ready = state.withLock { state -> [(Key, CheckedContinuation<Key?, Never>?)] in
            guard !Task.isCancelled else { return [] }
            state.timerDeadline = nil
            state.timer = nil
            let due = state.delayed.filter { $0.value <= now }.sorted { $0.value < $1.value }.map(\.key)
            for key in due { state.delayed[key] = nil }
            let handed = due.map { ($0, state.add($0)) }
            if let earliest = state.delayed.values.min() { setTimer(&state, for: earliest) }
            return handed
        }
        for (key, worker) in ready { worker?.resume(returning: key) }
    }
}

extension WorkQueue.State {
    /// - Returns: the worker that gets the key at once, if one waits.
    mutating func add(_ key: Key) -> CheckedContinuation<Key?, Never>? {
        if isShutDown || !dirty.insert(key).inserted { return nil }
        return processing.contains(key) ? nil : hand(key)
    }

    /// Gives a dirty key to a worker that waits, or lets it wait for one.
    mutating func hand(_ key: Key) -> CheckedContinuation<Key?, Never>? {
        guard !workers.isEmpty else {
            waiting.append(key)
            return nil
        }
        dirty.remove(key)
        processing.insert(key)
        return workers.removeFirst().continuation
    }

    mutating func take() -> Key? {
        guard head < waiting.count else { return nil }
        let key = waiting[head]
        head += 1
        if head * 2 > waiting.count {
            waiting.removeFirst(head)
            head = 0
        }
        dirty.remove(key)
        processing.insert(key)
        return key
    }
}
