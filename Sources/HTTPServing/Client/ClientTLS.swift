import NIOCore
import NIOSSL

/// How a client connection trusts its server and proves itself to it.
package struct ClientTLS: Sendable {
    let context: NIOSSLContext
    let serverName: String?

    /// - Parameters:
    ///   - authority: PEM of the certificates that may sign the server's; nil accepts any server, as upstream's API server does towards
    ///     kubelets unless it is given an authority.
    ///   - certificateChain: PEM of this client's certificate, leaf first, with its `privateKey`.
    ///   - trustsMachine: without an authority, whether those that the machine trusts must have signed instead.
    ///   - serverName: the name the server's certificate must carry; nil takes the host of the connection.
    package init(
        authority: [UInt8]?, certificateChain: [UInt8]? = nil, privateKey: [UInt8]? = nil, trustsMachine: Bool = false,
        serverName: String? = nil
    ) throws {
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            if let authority {
                configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(authority))
            } else if !trustsMachine {
                configuration.certificateVerification = .none
            }
            if let certificateChain, let privateKey {
                configuration.certificateChain = try NIOSSLCertificate.fromPEMBytes(certificateChain).map { .certificate($0) }
                configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: privateKey, format: .pem))
            }
            configuration.applicationProtocols = ["http/1.1"]
            configuration.shutdownTimeout = TLSFarewell.patience
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw HTTPServingError.badCertificate("\(error)")
        }
        self.serverName = serverName
    }

    func makeHandler(host: String) throws -> NIOSSLClientHandler {
        let name = serverName ?? host
        // Server name indication carries names only (RFC 6066 section 3); an address is checked against the certificate without it.
        let isAddress = (try? SocketAddress(ipAddress: name, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : name)
    }
}
