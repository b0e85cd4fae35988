import Client
import Document
import Resources

/// Opens the door for joining machines: publishes whom to trust and how the cluster is laid out, and gives them their rights.
/// To be called once the API server is ready, at every start.
package struct JoiningPoint: Sendable {
    private let configuration: ClusterConfiguration
    private let authorityPEM: String

    package init(configuration: ClusterConfiguration, authorityPEM: String) {
        self.configuration = configuration
        self.authorityPEM = authorityPEM
    }

    /// - Parameter client: one that may write roles, such as a member of `system:masters`.
    package func publish(_ client: any APIClient) async throws {
        try await ClusterInfo.publish(client, server: configuration.joiningURL, authorityPEM: authorityPEM)
        try await ClusterSettings(configuration).publish(client)
        for role in JoiningRules.roles { try await client.ensure(role, ["rules"]) }
        for role in JoiningRules.clusterRoles { try await client.ensure(role, ["rules"]) }
        for binding in JoiningRules.roleBindings { try await client.ensure(binding, ["subjects"]) }
        for binding in JoiningRules.clusterRoleBindings { try await client.ensure(binding, ["subjects"]) }
    }
}

extension ClusterConfiguration {
    /// Where other machines reach the API server.
    package var joiningURL: String { "https://\(nodeAddress):\(apiPort)" }

    /// False while the server's address lies on a bridge of this machine alone.
    package var isReachableFromOtherMachines: Bool {
        guard let range = CIDR(nodeRange), let address = IPv4Address(nodeAddress) else { return true }
        return !range.contains(address)
    }
}

extension APIClient {
    /// Makes an object, or brings the named members of the one that is there to what is wished.
    func ensure<R: Resource>(_ wished: R, _ members: [String]) async throws {
        guard var existing = try await find(R.self, namespace: wished.namespace, name: wished.name) else {
            try await create(wished)
            return
        }
        guard members.contains(where: { existing.json[$0] != wished.json[$0] }) else { return }
        for member in members { existing.json[member] = wished.json[member] }
        try await update(existing)
    }
}
