/// The life of a pod on its node, as a value.
///
/// A pod is kept in step with its specification until it has to go; then it is terminated, its last status is written, and its object is
/// deleted when that was asked for. States only ever move downward in the order they are declared.
struct PodMachine: Sendable, Equatable {
    enum State: Sendable, Equatable {
        /// Containers are started and restarted as the specification says.
        case syncing
        /// Containers are being stopped. Can only become more hasty.
        case terminating(Termination)
        /// Nothing runs any more; files, control groups and, for a deleted pod, the object are being removed.
        case terminated
        /// Nothing is left to do until the object is gone.
        case settled
        /// The object is gone and so is everything of it here.
        case gone
    }

    /// How a pod is to end.
    struct Termination: Sendable, Equatable {
        /// Seconds its containers have to end by themselves.
        var gracePeriod: Int
        /// What the status is to say when the node itself ended the pod: reason and message of phase Failed.
        var failure: Failure?
    }
    struct Failure: Sendable, Equatable {
        /// The reason of a pod that went, or was not let in, because the node is short of something.
        static let evicted = "Evicted"

        var reason: String
        var message: String
    }

    enum Event: Sendable, Equatable {
        /// The object changed without being deleted.
        case updated
        /// The object is to be deleted within this many seconds.
        case deletionRequested(gracePeriod: Int)
        /// The object is no longer there.
        case removed
        /// All containers have ended and none is to be restarted.
        case finished
        /// The node refuses or ends the pod.
        case failed(Failure, gracePeriod: Int)
        /// A step that was asked for has been done.
        case stopped
        case cleaned
    }

    enum Action: Sendable, Equatable {
        case sync
        /// Stop everything; when already stopping, be done within the new grace period.
        case terminate(Termination)
        /// Write the last status, remove volumes and control groups.
        case cleanUp
        /// Delete the object with grace period 0.
        case deleteObject
        /// Remove what is left in the runtime and forget the pod.
        case forget
    }

    private(set) var state = State.syncing
    private(set) var deletionRequested = false
    private(set) var objectRemoved = false

    mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .deletionRequested: deletionRequested = true
        case .removed: objectRemoved = true
        default: break
        }
        switch state {
        case .syncing: return whileSyncing(event)
        case .terminating(let termination): return whileTerminating(event, termination)
        case .terminated: return event == .cleaned ? afterCleaning() : []
        case .settled: return whileSettled(event)
        case .gone: return []
        }
    }

    private mutating func whileSyncing(_ event: Event) -> [Action] {
        let termination: Termination
        switch event {
        case .updated: return [.sync]
        case .deletionRequested(let grace): termination = Termination(gracePeriod: max(grace, 1))
        // Without its object there is nobody to wait for; one second lets a process notice.
        case .removed: termination = Termination(gracePeriod: 1)
        case .finished: termination = Termination(gracePeriod: 1)
        case .failed(let failure, let grace): termination = Termination(gracePeriod: max(grace, 1), failure: failure)
        case .stopped, .cleaned: return []
        }
        state = .terminating(termination)
        return [.terminate(termination)]
    }

    private mutating func whileTerminating(_ event: Event, _ termination: Termination) -> [Action] {
        var hastier = termination
        switch event {
        case .stopped:
            state = .terminated
            return [.cleanUp]
        case .deletionRequested(let grace): hastier.gracePeriod = min(termination.gracePeriod, max(grace, 1))
        case .removed: hastier.gracePeriod = 1
        default: return []
        }
        guard hastier != termination else { return [] }
        state = .terminating(hastier)
        return [.terminate(hastier)]
    }

    private mutating func afterCleaning() -> [Action] {
        if objectRemoved {
            state = .gone
            return [.forget]
        }
        state = .settled
        return deletionRequested ? [.deleteObject] : []
    }

    private mutating func whileSettled(_ event: Event) -> [Action] {
        switch event {
        case .deletionRequested: return [.deleteObject]
        case .removed:
            state = .gone
            return [.forget]
        default: return []
        }
    }
}
