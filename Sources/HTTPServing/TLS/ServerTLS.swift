import NIOCore
import NIOSSL
import Synchronization

/// The server's side of TLS: its certificate, replaceable while it runs, and what it asks of clients.
///
/// Clients are asked for a certificate and may decline. One that is offered is never a reason to break off the handshake, whoever signed
/// it: the handshake proves possession of its key, and the request's handler decides what the chain is worth (a bad one earns a 401).
package final class ServerTLS: Sendable {
    private let context: Mutex<NIOSSLContext>
    let asksForClientCertificate: Bool

    /// - Parameters:
    ///   - certificateChain: PEM, leaf first.
    ///   - privateKey: PEM.
    package init(certificateChain: [UInt8], privateKey: [UInt8], asksForClientCertificate: Bool = true) throws {
        self.asksForClientCertificate = asksForClientCertificate
        context = Mutex(try Self.makeContext(certificateChain, privateKey, asksForClientCertificate))
    }

    /// Uses another certificate for connections made from now on; open ones keep theirs. On an error the old one stays.
    package func reload(certificateChain: [UInt8], privateKey: [UInt8]) throws {
        let fresh = try Self.makeContext(certificateChain, privateKey, asksForClientCertificate)
        context.withLock { $0 = fresh }
    }

    private static func makeContext(_ chain: [UInt8], _ key: [UInt8], _ asks: Bool) throws -> NIOSSLContext {
        do {
            let certificates = try NIOSSLCertificate.fromPEMBytes(chain)
            guard !certificates.isEmpty else { throw HTTPServingError.badCertificate("no certificate in the PEM text") }
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: certificates.map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: key, format: .pem)))
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["h2", "http/1.1"]
            // A connection is closed when all has been written. A client that has gone by then says no farewell; a server that is being
            // stopped would wait for it.
            configuration.shutdownTimeout = TLSFarewell.patience
            // Asks for a certificate; the callback below then accepts any, so no trust roots are needed here.
            configuration.certificateVerification = asks ? .optionalVerification : .none
            return try NIOSSLContext(configuration: configuration)
        } catch let error as HTTPServingError {
            throw error
        } catch {
            throw HTTPServingError.badCertificate("\(error)")
        }
    }

    /// The handler for one connection, and where the client's certificates will be found after its handshake.
    func makeHandler() -> (NIOSSLServerHandler, OfferedCertificates) {
        let offered = OfferedCertificates()
        let context = context.withLock { $0 }
        guard asksForClientCertificate else { return (NIOSSLServerHandler(context: context), offered) }
        let handler = NIOSSLServerHandler(
            context: context,
            customVerificationCallback: { certificates, promise in
                offered.store(certificates.compactMap { try? $0.toDERBytes() })
                promise.succeed(.certificateVerified)
            })
        return (handler, offered)
    }
}

/// The certificates a client offered in its handshake, DER, leaf first.
final class OfferedCertificates: Sendable {
    private let chain = Mutex<[[UInt8]]>([])

    var value: [[UInt8]] { chain.withLock { $0 } }
    func store(_ certificates: [[UInt8]]) { chain.withLock { $0 = certificates } }
}
