import Client
import Logging
import Resources

/// The way of this machine's administrator to the API server.
package enum AdministratorClient {
    package static func configuration(_ configuration: ClusterConfiguration) throws -> ClientConfiguration {
        try Client.Kubeconfig(path: configuration.paths.adminKubeconfig).configuration()
    }

    /// Hands a client to `body` and ends it afterwards.
    package static func with<Result: Sendable>(
        _ configuration: ClusterConfiguration, logger: Logger, _ body: (HTTPSClient) async throws -> Result
    ) async throws -> Result {
        let client = try HTTPSClient(Self.configuration(configuration), logger: logger)
        do {
            let result = try await body(client)
            try await client.shutdown()
            return result
        } catch let error as APIError {
            try? await client.shutdown()
            throw ClusterError(error.message)
        } catch let error as ClusterError {
            try? await client.shutdown()
            throw error
        } catch {
            try? await client.shutdown()
            throw JoinFailure.unreachable(configuration.apiServerURL, error)
        }
    }
}
