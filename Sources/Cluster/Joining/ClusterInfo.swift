import Client
import Document
import FoundationEssentials
import Logging
import PKI
import Resources

/// What anybody may know of a cluster: where its API server is and which authority vouches for it. Kept, as kubeadm keeps it, in
/// the ConfigMap `kube-public/cluster-info`, readable without credentials.
package enum ClusterInfo {
    static let namespace = "kube-public"
    static let name = "cluster-info"

    package static func publish(_ client: any APIClient, server: String, authorityPEM: String) async throws {
        let authority = Data(authorityPEM.utf8).base64EncodedString()
        let kubeconfig: JSON = [
            "apiVersion": "v1", "kind": "Config", "preferences": .object(JSONObject()), "current-context": "", "contexts": [], "users": [],
            "clusters": [["name": "", "cluster": ["certificate-authority-data": .string(authority), "server": .string(server)]]],
        ]
        var object = ConfigMap(name: name, namespace: namespace)
        object.data = ["kubeconfig": YAML.write(kubeconfig)]
        try await client.ensure(object, ["data"])
    }

    /// Asks a server that is not trusted yet for the authority that vouches for it. Nothing secret is sent.
    /// - Returns: PEM. To be believed only after `check`.
    static func fetch(server: String, logger: Logger) async throws -> String {
        var configuration = ClientConfiguration(server: server)
        configuration.skipsVerification = true
        let client = try HTTPSClient(configuration, logger: logger)
        let object: ConfigMap
        do {
            object = try await client.get(ConfigMap.self, namespace: namespace, name: name)
            try await client.shutdown()
        } catch let error as APIError {
            try? await client.shutdown()
            throw ClusterError("\(server) does not tell its authority (ConfigMap \(namespace)/\(name)): \(error.message)")
        } catch {
            try? await client.shutdown()
            throw JoinFailure.unreachable(server, error)
        }
        let cluster = try YAML.parseOne(object.data["kubeconfig"] ?? "")["clusters"][0]["cluster"]
        guard let data = cluster["certificate-authority-data"].string.flatMap({ Data(base64Encoded: $0) }) else {
            throw ClusterError("\(server) tells no authority in its ConfigMap \(namespace)/\(name)")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// Whether an authority is the one the user means.
    /// - Parameters:
    ///   - hash: what the user was told of its public key (`sha256:<hex>`); nil trusts what is seen first.
    ///   - known: the authority this machine joined under before.
    /// - Throws: `ClusterError` when it is another.
    static func check(authorityPEM: String, hash: String?, known: String?) throws {
        let found = try CertificateFacts(pem: authorityPEM).publicKeyHash
        if let hash {
            guard found == hash.lowercased() else {
                throw ClusterError(
                    "the server's authority is \(found), not \(hash) as --ca-hash says: "
                        + "this is another cluster, or somebody stands in between"
                )
            }
        } else if let known, try CertificateFacts(pem: known).publicKeyHash != found {
            throw ClusterError(
                "the server's authority has changed to \(found) since this machine joined; if that is right, say so with --ca-hash \(found)"
            )
        }
    }
}

/// Words for what can go wrong on the way into a cluster.
enum JoinFailure {
    static func unreachable(_ server: String, _ error: any Error) -> ClusterError {
        ClusterError("\(server) cannot be reached: \(error)\nIs the cluster up, and is this an address of it that this machine reaches?")
    }

    static let badToken = ClusterError(
        "the server does not accept the token: it is mistyped, or it has ended; `coxswain token create` makes a new one")

    static func refused(_ server: String, _ error: any Error) -> any Error {
        switch error {
        case let error as APIError where error.code == 401: badToken
        case let error as APIError: ClusterError("\(server) refused this machine: \(error.message)")
        case let error as ClusterError: error
        case is CancellationError: error
        default: unreachable(server, error)
        }
    }
}
