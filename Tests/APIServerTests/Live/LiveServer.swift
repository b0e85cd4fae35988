import Client
import Logging
import NIOCore
import PKI
import Storage

@testable import APIServer

/// A whole server on a port of its own, spoken to over TLS as clients do.
struct LiveServer {
    let server: APIServer
    let port: Int
    /// With an administrator's certificate.
    let client: HTTPSClient
    let authority: CertificateAuthority

    /// Starts a server for the time of `body`.
    /// - Parameter authority: signs what the server shows, and is believed about clients.
    static func run(
        authority: CertificateAuthority? = nil, dnsNames: [String] = [],
        configure: (inout APIServerConfiguration) throws -> Void = { _ in },
        _ body: (LiveServer) async throws -> Void
    ) async throws {
        let authority = try authority ?? CertificateAuthority.create(commonName: "test-ca")
        let serving = try authority.issue(
            commonName: "kube-apiserver", dnsNames: ["localhost"] + dnsNames, addresses: ["127.0.0.1"], usages: [.server])
        var configuration = APIServerConfiguration(
            storage: MemoryStorage(), servingIdentity: serving, clientAuthorityPEM: authority.certificatePEM,
            serviceAccountSigner: try TokenSigner.create())
        (configuration.host, configuration.port) = ("127.0.0.1", 0)
        configuration.serverAddresses = ["10.0.0.1"]
        configuration.tokenFile = "sesame,jane,jane-uid\n"
        try configure(&configuration)
        var logger = Logger(label: "live-test")
        logger.logLevel = .error
        let server = try APIServer(configuration, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            let port = try await server.waitUntilReady().first?.port ?? 0
            let admin = try authority.issue(commonName: "admin", organizations: ["system:masters"], usages: [.client])
            let client = try HTTPSClient(
                ClientConfiguration(
                    server: "https://127.0.0.1:\(port)", authorityPEM: authority.certificatePEM,
                    clientCertificatePEM: admin.certificatePEM, privateKeyPEM: admin.privateKeyPEM), logger: logger)
            do {
                try await body(LiveServer(server: server, port: port, client: client, authority: authority))
            } catch {
                try? await client.shutdown()
                group.cancelAll()
                throw error
            }
            try await client.shutdown()
            group.cancelAll()
        }
    }
}
