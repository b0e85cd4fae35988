/// What can go wrong at the edge between this module and a peer.
package enum HTTPServingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The peer has gone, or the exchange was ended from this side.
    case connectionClosed
    /// A body grew over its limit, in bytes.
    case bodyTooLarge(limit: Int)
    /// The peer did not do within the time limit what it had to do.
    case timedOut(String)
    /// The peer broke the protocol named.
    case protocolViolation(String)
    /// The connection does not allow what was asked, such as an upgrade over HTTP/2.
    case unsupported(String)
    /// A certificate or key could not be used.
    case badCertificate(String)
    /// The peer refused a stream or reset it; the number is the protocol's own code.
    case streamReset(code: UInt32)
    /// A server's address is not to be had.
    case cannotListen(address: String, isTaken: Bool, reason: String)

    package var description: String {
        switch self {
        case .connectionClosed: "the connection is closed"
        case .bodyTooLarge(let limit): "the body is larger than \(limit) bytes"
        case .timedOut(let what): "timed out: \(what)"
        case .protocolViolation(let what): "protocol violation: \(what)"
        case .unsupported(let what): "not supported: \(what)"
        case .badCertificate(let what): "unusable certificate or key: \(what)"
        case .streamReset(let code): "the stream was reset with code \(code)"
        case .cannotListen(let address, _, let reason): "cannot listen at \(address): \(reason)"
        }
    }
}
