import Client
import Logging
import PKI
import Resources

/// A new token, with the command a machine joins by.
package struct Invitation: Sendable, Equatable {
    package let token: String
    package let command: String

    init(token: BootstrapToken, server: String, authorityHash: String) {
        self.token = "\(token)"
        command = "coxswain agent --server \(server) --token \(token) --ca-hash \(authorityHash)"
    }

    /// - Parameter lifetimeSeconds: 0 for a token without end.
    package static func create(
        _ configuration: ClusterConfiguration, lifetimeSeconds: Int, description: String, logger: Logger
    ) async throws -> Invitation {
        guard let authority = try AdministratorClient.configuration(configuration).authorityPEM else {
            throw ClusterError("\(configuration.paths.adminKubeconfig) names no authority")
        }
        let token = try await AdministratorClient.with(configuration, logger: logger) { client in
            // A token opens nothing when somebody has removed what the door is made of.
            try await JoiningPoint(configuration: configuration, authorityPEM: authority).publish(client)
            return try await BootstrapTokenStore(client: client).create(lifetimeSeconds: lifetimeSeconds, description: description)
        }
        return Invitation(token: token, server: configuration.joiningURL, authorityHash: try CertificateFacts(pem: authority).publicKeyHash)
    }
}

/// Tokens as a table for people.
package enum TokenTable {
    package static func text(_ tokens: [StoredToken], now: Timestamp = .now()) -> String {
        let rows = [["TOKEN", "TTL", "EXPIRES", "DESCRIPTION"]] + tokens.map { $0.row(now: now) }
        let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { index, cell in
                index == 3 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count + 3)
            }
            let line = cells.joined()
            return String(line.prefix(line.lastIndex { $0 != " " }.map { line.distance(from: line.startIndex, to: $0) + 1 } ?? 0)) + "\n"
        }.joined()
    }
}
