internal import Document
internal import HTTPServing
package import NIOCore
internal import NIOHTTP1
package import PKI
package import Resources
internal import Synchronization

/// How the API server reaches kubelets: their address from the Node, its own client certificate to show them.
package final class KubeletAccess: Sendable {
    /// The kubelet's port when the Node does not say.
    static let defaultPort = 10_250
    /// Which of a node's addresses is tried, best first; as kubeadm tells upstream's API server.
    private static let addressTypes = ["InternalIP", "ExternalIP", "Hostname"]

    private let tls: Mutex<ClientTLS>
    private let authorityPEM: String?
    private let group: (any EventLoopGroup)?

    /// - Parameters:
    ///   - identity: what the API server shows of itself.
    ///   - authorityPEM: the authority that signs kubelets' serving certificates; nil believes any, which is upstream's default.
    package init(identity: Identity?, authorityPEM: String?, group: (any EventLoopGroup)? = nil) throws {
        tls = Mutex(try Self.tls(identity, authorityPEM))
        (self.authorityPEM, self.group) = (authorityPEM, group)
    }

    /// Shows another certificate on connections made from now on. On an error the old one stays.
    func use(_ identity: Identity) throws {
        let fresh = try Self.tls(identity, authorityPEM)
        tls.withLock { $0 = fresh }
    }

    private static func tls(_ identity: Identity?, _ authorityPEM: String?) throws -> ClientTLS {
        try ClientTLS(
            authority: authorityPEM.map { Array($0.utf8) }, certificateChain: identity.map { Array($0.certificatePEM.utf8) },
            privateKey: identity.map { Array($0.privateKeyPEM.utf8) })
    }

    /// The most of a refusal that is read, bytes.
    private static let refusalLimit = 4 << 10

    /// Has a volume that lies on a node removed with its contents; one that is not there is no failure.
    package func removeVolume(_ name: String, on node: Node) async throws(APIError) {
        let answer = try await connection(to: node).ask("DELETE", "/localVolumes/\(QueryText.escapePath(name))")
        defer { answer.close() }
        if answer.status < 300 { return }
        var said = ByteBuffer()
        while said.readableBytes < Self.refusalLimit, var part = try? await answer.body.next() { said.writeBuffer(&part) }
        throw .internalError("node \(node.name) answered \(answer.status): \(String(buffer: said))")
    }

    /// A connection, not yet opened, to the kubelet of `node`.
    func connection(to node: Node) throws(APIError) -> HTTPClientConnection {
        guard let address = Self.addressTypes.lazy.compactMap({ node.address($0) }).first(where: { !$0.isEmpty }) else {
            throw .internalError("no preferred addresses found; known addresses: []")
        }
        let port = node.status.daemonEndpoints["kubeletEndpoint"]["Port"].int.map { Int($0) } ?? 0
        let chosen = port == 0 ? Self.defaultPort : port
        let tls = tls.withLock { $0 }
        if let group { return HTTPClientConnection(host: address, port: chosen, tls: tls, group: group) }
        return HTTPClientConnection(host: address, port: chosen, tls: tls)
    }
}

extension HTTPClientConnection {
    /// Asks, and turns a failure to connect into the words clients know from Go's dialer.
    func ask(
        _ method: String, _ target: String, headers: HTTPHeaders = [:], body: ByteStream? = nil, bodyLength: Int? = nil
    ) async throws(APIError) -> HTTPClientAnswer {
        do {
            return try await request(method, target, headers: headers, body: body, bodyLength: bodyLength)
        } catch {
            throw .internalError("error dialing backend: \(reason(error))")
        }
    }
}
