import Logging
import ServiceLifecycle

/// Renews the server's own certificates while it runs: a server may well run for longer than its certificates last.
struct IdentityRenewal: Service {
    /// How often they are looked at; they are made anew when a month is left.
    static let period: Duration = .seconds(12 * 3600)

    let configuration: ClusterConfiguration
    let logger: Logger
    var period = Self.period
    /// Puts them to use.
    let use: @Sendable (ClusterIdentities) throws -> Void

    init(
        configuration: ClusterConfiguration, logger: Logger, period: Duration = Self.period,
        use: @escaping @Sendable (ClusterIdentities) throws -> Void
    ) {
        (self.configuration, self.logger, self.period, self.use) = (configuration, logger, period, use)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: period, tolerance: period / 10)) != nil {
                do {
                    // Loading makes what is near its end anew.
                    try use(try ClusterIdentities(configuration: configuration))
                } catch {
                    logger.error("certificates could not be renewed; trying again", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
