import APIServer
import Client
import Controllers
import Logging
import NIOCore
import PKI
import Resources
import ServiceLifecycle
import Storage

@testable import Cluster

/// An API server on a loopback port with the controller that signs certificates, open to joining machines.
struct JoinableServer: Sendable {
    let url: String
    let authority: CertificateAuthority
    /// A member of `system:masters`, in the server's process.
    let administrator: any APIClient
    let logger: Logger

    var authorityHash: String { get throws { try CertificateFacts(pem: authority.certificatePEM).publicKeyHash } }

    /// Starts a server, hands it to `body`, and stops it.
    static func with(_ body: @escaping @Sendable (JoinableServer) async throws -> Void) async throws {
        var logger = Logger(label: "joining-test")
        logger.logLevel = .error
        let authority = try CertificateAuthority.create(commonName: "coxswain-ca")
        let serving = try authority.issue(
            commonName: "kube-apiserver", dnsNames: ["localhost"], addresses: ["127.0.0.1"], usages: [.server])
        var settings = APIServerConfiguration(
            storage: MemoryStorage(), servingIdentity: serving, clientAuthorityPEM: authority.certificatePEM,
            serviceAccountSigner: try TokenSigner.create())
        (settings.host, settings.port) = ("127.0.0.1", 0)
        settings.serverAddresses = ["10.0.0.1"]
        let server = try APIServer(settings, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            let port = try await server.waitUntilReady().first?.port ?? 0
            let masters = server.client(
                as: UserInfo(name: "administrator", groups: [UserInfo.Group.masters, UserInfo.Group.authenticated]))
            let informers = InformerSet(client: masters, logger: logger)
            let events = EventRecorder(client: masters, component: "certificate-controller", logger: logger)
            let signer = CertificateController(
                ControllerContext(client: masters, informers: informers, events: events, logger: logger), authority: authority)
            group.addTask { try await informers.run() }
            group.addTask { try await signer.run() }
            var configuration = ClusterConfiguration(nodeName: "server", nodeAddress: "127.0.0.1")
            configuration.apiPort = port
            try await JoiningPoint(configuration: configuration, authorityPEM: authority.certificatePEM).publish(masters)
            defer { group.cancelAll() }
            try await body(JoinableServer(url: configuration.joiningURL, authority: authority, administrator: masters, logger: logger))
        }
    }

    func token(lifetimeSeconds: Int = 3600) async throws -> String {
        "\(try await BootstrapTokenStore(client: administrator).create(lifetimeSeconds: lifetimeSeconds, description: "test"))"
    }

    func enrolment(_ directory: String, node: String = "node-b", token: String?, hash: String? = nil, url: String? = nil) -> NodeEnrolment {
        NodeEnrolment(
            request: JoinRequest(server: url ?? self.url, token: token, authorityHash: hash), nodeName: node, nodeAddress: "10.0.0.2",
            directory: directory, logger: logger)
    }

    /// Hands over a client with a node's identity.
    @discardableResult
    func asNode<Result>(_ credentials: NodeCredentials, _ body: (RotatingClient) async throws -> Result) async throws -> Result {
        let client = try RotatingClient(server: url, authorityPEM: credentials.authorityPEM, identity: credentials.client, logger: logger)
        do {
            let result = try await body(client)
            try await client.shutdown()
            return result
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}
