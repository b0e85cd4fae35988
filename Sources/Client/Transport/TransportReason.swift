internal import AsyncHTTPClient
internal import HTTPServing
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

#if canImport(Glibc)
    import Glibc
#endif

/// Why no answer came, for a person to read.
package struct TransportReason: Sendable {
    /// Nobody listens at the address.
    package var isRefused: Bool
    package var text: String
    /// What followed the address if it were told; nil when it is not the address that did not answer.
    fileprivate var dialed: String?

    /// Why no answer came from an address, in the words of Go's `net` package, which people search for:
    /// `dial tcp 10.0.0.7:443: connect: connection refused`.
    package static func text(_ error: any Error, from host: String, _ port: Int) -> String {
        switch error {
        case HTTPServingError.connectionClosed: return "EOF"
        case HTTPServingError.timedOut: return "net/http: timeout awaiting response headers"
        default:
            guard let reason = HTTPSClient.transportFailure(error) else { return "\(error)" }
            return reason.dialed.map { "dial tcp \(HTTPClientConnection.authority(host, port)): \($0)" } ?? reason.text
        }
    }
}

extension HTTPSClient {
    /// Nil for errors that do not come from the transport.
    package static func transportFailure(_ error: any Error) -> TransportReason? {
        switch error {
        case let error as NIOConnectionError:
            if let failed = error.connectionErrors.first?.error {
                return (failed as? IOError).map(unconnected) ?? transportFailure(failed) ?? reason("\(failed)")
            }
            return reason("dial tcp: lookup \(error.host): no such host")
        case let error as IOError:
            return error.errnoCode == ECONNREFUSED ? unconnected(error) : reason(words(error))
        case ChannelError.connectTimeout: return TransportReason(isRefused: false, text: "dial tcp: i/o timeout", dialed: "i/o timeout")
        case let error as SocketAddressError:
            if case .unknown(let host, _) = error { return reason("dial tcp: lookup \(host): no such host") }
            return reason("\(error)")
        case let error as HTTPClientError:
            switch error {
            case .connectTimeout: return reason("dial tcp: i/o timeout")
            case .deadlineExceeded, .readTimeout:
                return reason("context deadline exceeded (Client.Timeout exceeded while awaiting headers)")
            case .remoteConnectionClosed: return reason("EOF")
            default: return reason("\(error)")
            }
        case let error as NIOSSLError:
            if case .handshakeFailed(let cause) = error {
                let text = "\(cause)"
                if text.contains("CERTIFICATE_VERIFY_FAILED") {
                    return reason("tls: failed to verify certificate: x509: certificate signed by unknown authority")
                }
                if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
                    return reason("http: server gave HTTP response to HTTPS client")
                }
                return reason("tls: \(text)")
            }
            return reason("tls: \(error)")
        case let error as NameMismatch: return reason("tls: failed to verify certificate: x509: \(error)")
        case let error as NIOSSLExtraError: return reason("tls: failed to verify certificate: x509: \(error)")
        case let error as ChannelError: return reason("\(error)")
        default: return nil
        }
    }

    private static func unconnected(_ error: IOError) -> TransportReason {
        let text = "connect: " + words(error)
        return TransportReason(isRefused: error.errnoCode == ECONNREFUSED, text: text, dialed: text)
    }

    private static func words(_ error: IOError) -> String { String(cString: strerror(error.errnoCode)).lowercased() }

    private static func reason(_ text: String) -> TransportReason { TransportReason(isRefused: false, text: text) }
}
