import NIOCore

/// One deadline of a connection, moved often and reached rarely: moving it later costs no timer, only a look when the old one fires.
final class ConnectionTimer {
    private let eventLoop: any EventLoop
    private var scheduled: Scheduled<Void>?
    private var scheduledFor: NIODeadline = .distantFuture
    private var deadline: NIODeadline?
    private var onExpiry: (() -> Void)?

    init(eventLoop: any EventLoop, onExpiry: @escaping () -> Void) {
        self.eventLoop = eventLoop
        self.onExpiry = onExpiry
    }

    func expire(in time: TimeAmount) {
        let next = eventLoop.now + time
        deadline = next
        if scheduled == nil || next < scheduledFor { schedule(next) }
    }

    /// No deadline for now; a timer that is under way finds nothing to do.
    func pause() { deadline = nil }

    func stop() {
        deadline = nil
        onExpiry = nil
        scheduled?.cancel()
        scheduled = nil
    }

    private func schedule(_ at: NIODeadline) {
        scheduled?.cancel()
        scheduledFor = at
        scheduled = eventLoop.assumeIsolated().scheduleTask(deadline: at) { self.fired() }
    }

    private func fired() {
        scheduled = nil
        guard let deadline else { return }
        if deadline <= eventLoop.now {
            self.deadline = nil
            onExpiry?()
        } else {
            schedule(deadline)
        }
    }
}
