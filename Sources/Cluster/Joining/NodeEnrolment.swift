import Client
import FoundationEssentials
import Logging
import PKI
import Resources

/// Where a machine joins, and what it was given to do so.
package struct JoinRequest: Sendable, Equatable {
    /// `https://host:port`.
    package var server: String
    /// Needed once: afterwards the node has a certificate.
    package var token: String?
    /// `sha256:<hex>` of the authority's public key.
    package var authorityHash: String?

    package init(server: String, token: String?, authorityHash: String?) {
        (self.server, self.token, self.authorityHash) = (server, token, authorityHash)
    }

    /// What is wrong with the request, in words for its author.
    package var problems: [String] {
        var problems: [String] = []
        if !server.hasPrefix("https://") || server.count == "https://".count {
            problems.append("--server \(server): not a URL such as https://10.0.0.1:6443")
        }
        if let token, BootstrapToken(token) == nil { problems.append("--token: not a token such as abcdef.0123456789abcdef") }
        if let hash = authorityHash?.lowercased(),
            !hash.hasPrefix("sha256:") || hash.count != 71 || !hash.dropFirst(7).allSatisfy({ $0.isASCII && $0.isHexDigit })
        {
            problems.append("--ca-hash \(hash): not of the form sha256: and 64 hexadecimal digits")
        }
        return problems
    }
}

/// What a node shows of itself, and whom it believes.
struct NodeCredentials: Sendable, Equatable {
    var authorityPEM: String
    var client: Identity
    var serving: Identity
}

/// The way in: from a join token to certificates of the node's own, kept on disk for the next start.
struct NodeEnrolment: Sendable {
    let request: JoinRequest
    let nodeName: String
    let nodeAddress: String
    /// Holds `ca.crt`, `kubelet-client.pem` and `kubelet-server.pem`.
    let directory: String
    let logger: Logger

    var authorityPath: String { directory + "/ca.crt" }
    var clientFile: NodeIdentityFile { NodeIdentityFile(path: directory + "/kubelet-client.pem", names: [nodeName]) }
    var servingFile: NodeIdentityFile { NodeIdentityFile(path: directory + "/kubelet-server.pem", names: [nodeName, nodeAddress]) }

    /// The credentials of an earlier start when the server still takes them, otherwise new ones.
    func credentials() async throws -> NodeCredentials {
        if let authority = AtomicFile.read(authorityPath), let identity = clientFile.load() {
            do {
                return try await completed(authorityPEM: authority, client: identity)
            } catch {
                guard request.token != nil, !(error is CancellationError) else { throw JoinFailure.refused(request.server, error) }
                logger.warning("the certificate of an earlier start does not serve; joining anew", metadata: ["error": "\(error)"])
            }
        }
        return try await enrol()
    }

    private func enrol() async throws -> NodeCredentials {
        guard let token = request.token else {
            throw ClusterError(
                "this machine has no certificate for \(request.server) yet; "
                    + "give a --token (`coxswain token create` on the server makes one)"
            )
        }
        let authority = try await ClusterInfo.fetch(server: request.server, logger: logger)
        try ClusterInfo.check(authorityPEM: authority, hash: request.authorityHash, known: AtomicFile.read(authorityPath))
        if request.authorityHash == nil {
            let hash = try CertificateFacts(pem: authority).publicKeyHash
            logger.warning(
                "the server is trusted on first use; --ca-hash makes sure that it is the right one", metadata: ["ca-hash": "\(hash)"])
        }
        let client = try HTTPSClient(
            ClientConfiguration(server: request.server, authorityPEM: authority, bearerToken: token), logger: logger)
        let identity: Identity
        do {
            identity = try await CertificateRequest(purpose: .client, nodeName: nodeName, nodeAddress: nodeAddress).obtain(client)
            try await client.shutdown()
        } catch {
            try? await client.shutdown()
            throw JoinFailure.refused(request.server, error)
        }
        try AtomicFile.write(authority, to: authorityPath)
        try clientFile.store(identity)
        servingFile.remove()  // another cluster's authority may have signed it
        logger.info("joined", metadata: ["server": "\(request.server)", "node": "\(nodeName)"])
        do {
            return try await completed(authorityPEM: authority, client: identity)
        } catch {
            throw JoinFailure.refused(request.server, error)
        }
    }

    /// Adds the serving certificate, which only the node itself may ask for.
    private func completed(authorityPEM: String, client identity: Identity) async throws -> NodeCredentials {
        let client = try RotatingClient(server: request.server, authorityPEM: authorityPEM, identity: identity, logger: logger)
        do {
            // Also shows whether the server still takes the certificate.
            _ = try await client.get(ConfigMap.self, namespace: ClusterSettings.namespace, name: ClusterSettings.name)
            var serving = servingFile.load()
            if serving == nil {
                serving = try await CertificateRequest(purpose: .serving, nodeName: nodeName, nodeAddress: nodeAddress).obtain(client)
            }
            try await client.shutdown()
            guard let serving else { throw ClusterError("no serving certificate") }
            try servingFile.store(serving)
            return NodeCredentials(authorityPEM: authorityPEM, client: identity, serving: serving)
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}
