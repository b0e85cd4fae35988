internal import AsyncHTTPClient
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
}

extension HTTPSClient {
    /// Nil for errors that do not come from the transport.
    package static func transportFailure(_ error: any Error) -> TransportReason? {
        switch error {
        case let error as NIOConnectionError:
            if let failed = error.connectionErrors.first { return transportFailure(failed.error) ?? reason("\(failed.error)") }
            return reason("dial tcp: lookup \(error.host): no such host")
        case let error as IOError:
            if error.errnoCode == ECONNREFUSED { return TransportReason(isRefused: true, text: "connect: connection refused") }
            return reason(String(cString: strerror(error.errnoCode)))
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

    private static func reason(_ text: String) -> TransportReason { TransportReason(isRefused: false, text: text) }
}
