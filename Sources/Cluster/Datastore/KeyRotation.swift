import Logging
import Storage

/// Begins to encrypt with a new key and has everything that is stored written anew with it.
package struct KeyRotation: Sendable {
    /// How long a running server is waited for.
    static let timeout = Duration.seconds(120)
    private static let lookPeriod = Duration.milliseconds(200)

    private let configuration: ClusterConfiguration
    private let logger: Logger

    package init(configuration: ClusterConfiguration, logger: Logger) { (self.configuration, self.logger) = (configuration, logger) }

    /// - Returns: what was done with the new key.
    /// - Throws: `ClusterError` when the running server does not follow in time. The new key stays, and the server goes on.
    package func run() async throws -> EncryptionState {
        let file = EncryptionFile(configuration: configuration)
        let key = try file.addKey()
        guard ClusterLifecycle(configuration: configuration).serverProcess == nil else { return try await waitForServer(key) }
        let storage = try await Datastore(configuration: configuration, logger: logger).open()
        do {
            let (written, unreadable) = try await storage.rewriteStale()
            await storage.close()
            let state = EncryptionState(key: key, written: written, unreadable: unreadable)
            try state.save(configuration)
            return state
        } catch {
            await storage.close()
            throw error
        }
    }

    private func waitForServer(_ key: String) async throws -> EncryptionState {
        let deadline = ContinuousClock.now + Self.timeout
        while ContinuousClock.now < deadline {
            if let state = EncryptionState.load(configuration), state.key == key { return state }
            try await Task.sleep(for: Self.lookPeriod)
        }
        throw ClusterError(
            "the server has not written everything anew with the key \(key) within \(Self.timeout); see its log \(configuration.paths.log)")
    }
}
