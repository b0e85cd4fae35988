import Client
import Logging
import PKI
import Resources
import Synchronization

/// The API over HTTPS with an identity that is renewed while everything runs. Requests under way end with the identity they began
/// with; watches end with it and are taken up again with the new one.
final class RotatingClient: APIClient {
    private let server: String
    private let authorityPEM: String
    private let logger: Logger
    private let current: Mutex<HTTPSClient>

    init(server: String, authorityPEM: String, identity: Identity, logger: Logger) throws {
        (self.server, self.authorityPEM, self.logger) = (server, authorityPEM, logger)
        current = Mutex(try Self.client(server, authorityPEM, identity, logger))
    }

    /// On an error the former identity stays.
    func use(_ identity: Identity) throws {
        let fresh = try Self.client(server, authorityPEM, identity, logger)
        current.withLock { $0 = fresh }
    }

    private static func client(_ server: String, _ authorityPEM: String, _ identity: Identity, _ logger: Logger) throws -> HTTPSClient {
        try HTTPSClient(
            ClientConfiguration(
                server: server, authorityPEM: authorityPEM, clientCertificatePEM: identity.certificatePEM,
                privateKeyPEM: identity.privateKeyPEM, userAgent: "kubelet"),
            logger: logger)
    }

    func send(_ request: APIRequest) async throws -> APIResponse { try await current.withLock { $0 }.send(request) }

    func list(_ type: ResourceType, _ options: ListOptions) async throws -> RecordList {
        try await current.withLock { $0 }.list(type, options)
    }

    func watch(_ type: ResourceType, _ options: WatchOptions) async throws -> WatchStream {
        try await current.withLock { $0 }.watch(type, options)
    }

    func shutdown() async throws { try await current.withLock { $0 }.shutdown() }
}
