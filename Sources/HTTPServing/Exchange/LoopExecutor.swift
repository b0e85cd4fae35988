import NIOCore

/// Runs a task's steps on an event loop: a task that begins there and ends by answering there wakes no other thread on its way.
final class LoopExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

extension HTTPExchange {
    /// Runs `work` as a task whose steps, as long as nothing else takes them, run on the connection's event loop. For short work only:
    /// every other request of the loop's connections waits meanwhile.
    package func runOnLoop(_ work: sending @escaping @isolated(any) () async -> Void) {
        Task(executorPreference: LoopExecutor(eventLoop), operation: work)
    }
}
