import Client
import Resources

/// The join tokens of a cluster, kept as Secrets in `kube-system`.
package struct BootstrapTokenStore: Sendable {
    private let client: any APIClient
    private let now: @Sendable () -> Timestamp

    package init(client: any APIClient, now: @escaping @Sendable () -> Timestamp = { .now() }) {
        self.client = client
        self.now = now
    }

    /// - Parameter lifetimeSeconds: 0 for a token without end.
    package func create(lifetimeSeconds: Int, description: String) async throws -> BootstrapToken {
        var generator = SystemRandomNumberGenerator()
        let token = BootstrapToken(using: &generator)
        let expiration = lifetimeSeconds > 0 ? now().wholeSeconds.adding(seconds: lifetimeSeconds) : nil
        try await client.create(token.object(expiration: expiration, description: description))
        return token
    }

    package func list() async throws -> [StoredToken] {
        try await client.list(Secret.self, ListOptions(namespace: BootstrapToken.namespace)).compactMap { StoredToken($0) }
            .sorted { $0.token.id < $1.token.id }
    }

    /// - Parameter text: a token, or only its id.
    package func delete(_ text: String) async throws {
        guard let id = BootstrapToken(text)?.id ?? (BootstrapToken.isIdentifier(text) ? text : nil) else {
            throw ClusterError("\(text) is neither a token (abcdef.0123456789abcdef) nor the id of one (abcdef)")
        }
        do {
            try await client.delete(Secret.self, namespace: BootstrapToken.namespace, name: BootstrapToken.namePrefix + id)
        } catch let error as APIError where error.isNotFound {
            throw ClusterError("there is no token \(id)")
        }
    }
}
