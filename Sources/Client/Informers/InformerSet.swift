package import Logging
package import Resources
internal import ServiceLifecycle
import Synchronization

/// One informer per kind, shared by all that ask for it, and run together as one service.
package final class InformerSet: ServiceLifecycle.Service {
    private struct State {
        var informers: [ResourceType: any ServiceLifecycle.Service & Syncable] = [:]
        var arrivals: AsyncStream<any ServiceLifecycle.Service>.Continuation?
    }

    private let client: any APIClient
    private let logger: Logger
    private let state = Mutex(State())
    private let arrivals: AsyncStream<any ServiceLifecycle.Service>

    package init(client: any APIClient, logger: Logger) {
        self.client = client
        self.logger = logger
        let (stream, continuation) = AsyncStream<any ServiceLifecycle.Service>.makeStream()
        arrivals = stream
        state.withLock { $0.arrivals = continuation }
    }

    /// The informer over all objects of a kind, made when first asked for. The first to ask decides its indexes.
    package func informer<R: Resource>(_ type: R.Type, indexes: [String: IndexFunction] = [:]) -> Informer<R> {
        let (informer, isNew) = state.withLock { state -> (Informer<R>, Bool) in
            if let existing = state.informers[R.type] as? Informer<R> { return (existing, false) }
            let informer = Informer<R>(client: client, indexes: indexes, logger: logger)
            state.informers[R.type] = informer
            return (informer, true)
        }
        if isNew { _ = state.withLock { $0.arrivals?.yield(informer) } }
        return informer
    }

    /// Waits for every informer that has been asked for so far.
    package func waitUntilSynced() async throws {
        for informer in state.withLock({ Array($0.informers.values) }) { try await informer.waitUntilSynced() }
    }

    package func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for await informer in arrivals.cancelOnGracefulShutdown() { group.addTask { try await informer.run() } }
            group.cancelAll()
        }
    }
}
