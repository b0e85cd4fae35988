import Logging
import ServiceLifecycle

/// Renews the server's own certificates while it runs: a server may well run for longer than its certificates last.
struct IdentityRenewal: Service {
    /// How often they are looked at: often enough that what is near its end is seen in time.
    static func period(_ validity: Duration) -> Duration { min(.seconds(12 * 3600), validity / 20) }

    let configuration: ClusterConfiguration
    let logger: Logger
    let period: Duration
    /// Puts them to use.
    let use: @Sendable (ClusterIdentities) throws -> Void

    init(
        configuration: ClusterConfiguration, logger: Logger, period: Duration? = nil,
        use: @escaping @Sendable (ClusterIdentities) throws -> Void
    ) {
        (self.configuration, self.logger, self.period, self.use) = (
            configuration, logger, period ?? Self.period(.seconds(configuration.certificateSeconds)), use
        )
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: period, tolerance: period / 10)) != nil {
                do {
                    // Loading makes what is near its end anew.
                    try use(try ClusterIdentities.load(configuration))
                } catch {
                    logger.error("certificates could not be renewed; trying again", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
