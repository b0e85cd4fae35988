import CNftables
import Glibc
import Synchronization

/// A thread of its own for one libnftables context.
///
/// `setns` moves a thread, not a process, so a dedicated thread can work in a node's network namespace while the rest of the process
/// stays where it is; no helper process is needed, and errors and JSON come back as values. The thread sleeps on a condition variable
/// between jobs and costs nothing while idle.
final class NftablesThread: Sendable {
    typealias Job = @Sendable (borrowing NftablesContext) -> Void

    /// Jobs that may wait for the thread.
    static let maximumWaitingJobs = 1024

    private struct State {
        var jobs: [Job] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let wakeUp = Semaphore()

    /// Starts the thread, enters the namespace at `path` (nil: the process's own) and opens the context. Calls `ready` once with the
    /// outcome; after a failure the thread has ended.
    func start(namespace path: String?, ready: @escaping @Sendable (Result<Void, PacketFilterError>) -> Void) {
        let body = ThreadStart { [self] in
            if let path {
                let failure = coxswain_enter_network_namespace(path)
                guard failure == 0 else { return ready(.failure(.namespace(path: path, errno: failure))) }
            }
            do throws(PacketFilterError) {
                let context = try NftablesContext()
                ready(.success(()))
                work(context)
            } catch {
                ready(.failure(error))
            }
        }
        if !body.launch() { ready(.failure(.unavailable)) }
    }

    /// Queues a job; jobs run one at a time in order.
    func enqueue(_ job: @escaping Job) throws(PacketFilterError) {
        let refusal: PacketFilterError? = state.withLock { state in
            if state.isClosed { return .closed }
            if state.jobs.count >= Self.maximumWaitingJobs { return .overloaded }
            state.jobs.append(job)
            return nil
        }
        if let refusal { throw refusal }
        wakeUp.signal()
    }

    /// Ends the thread after the jobs that already wait.
    func close() {
        state.withLock { $0.isClosed = true }
        wakeUp.signal()
    }

    private func work(_ context: borrowing NftablesContext) {
        while true {
            wakeUp.wait()
            let (jobs, isClosed) = state.withLock { state in
                defer { state.jobs = [] }
                return (state.jobs, state.isClosed)
            }
            for job in jobs { job(context) }
            if isClosed { return }
        }
    }
}

/// A POSIX semaphore. `@unchecked Sendable`: `sem_post` and `sem_wait` may be called from any thread, and the storage lives and dies
/// with this object.
private final class Semaphore: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func signal() { sem_post(semaphore) }

    func wait() {
        while sem_wait(semaphore) != 0 && errno == EINTR {}
    }
}

/// The body of a detached POSIX thread.
final class ThreadStart: Sendable {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    func launch() -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        // The nft grammar recurses and large sets go through the stack in places: more than the small default of some systems.
        pthread_attr_setstacksize(&attributes, 8 << 20)
        let retained = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let code = pthread_create(
            &thread, &attributes,
            { argument in
                if let argument { Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, retained.toOpaque())
        if code != 0 { retained.release() }
        return code == 0
    }
}
