import Logging
import ServiceLifecycle

/// Services that run together until the task that runs them is cancelled, which is what happens to a leader that leads no more: then all of
/// them end before it does.
struct ElectedServices: Sendable {
    let services: [any ServiceLifecycle.Service]
    let logger: Logger

    func run() async throws {
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: services.map { .init(service: $0) }, logger: logger))
        // In a task of its own, so that being cancelled asks the group to end in order instead of breaking it off.
        let running = Task { try await group.run() }
        try await withTaskCancellationHandler {
            try await running.value
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
    }
}
