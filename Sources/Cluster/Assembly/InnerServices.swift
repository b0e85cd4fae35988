import Logging
import ServiceLifecycle

/// Services that can be made only once others run: a group of their own, started late, ended with the outer one before what it
/// leans on.
struct InnerServices: ServiceLifecycle.Service {
    let start: @Sendable () async throws -> [any ServiceLifecycle.Service]
    let stopped: @Sendable () async -> Void
    let logger: Logger

    func run() async throws {
        let services: [any ServiceLifecycle.Service]
        do {
            services = try await cancelWhenGracefulShutdown { try await start() }
        } catch is CancellationError {
            return await stopped()
        }
        let configuration = ServiceGroupConfiguration(services: services.map { .init(service: $0) }, logger: logger)
        let group = ServiceGroup(configuration: configuration)
        do {
            try await withGracefulShutdownHandler {
                try await group.run()
            } onGracefulShutdown: {
                Task { await group.triggerGracefulShutdown() }
            }
        } catch {
            await stopped()
            throw error
        }
        await stopped()
    }
}
