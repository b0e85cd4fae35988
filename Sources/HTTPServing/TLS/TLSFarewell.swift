import NIOCore

/// How long a side that closes a TLS connection waits for the other's close_notify (RFC 8446 section 6.1): everything has been written by
/// then, and a peer that has gone answers nothing.
enum TLSFarewell {
    static let patience = TimeAmount.milliseconds(300)
}
