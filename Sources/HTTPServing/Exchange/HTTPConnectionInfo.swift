import NIOCore
import Synchronization

/// What is known of the connection a request came over. One value lives as long as its connection.
package final class HTTPConnectionInfo: Sendable {
    /// A number unique within the process, for logs.
    package let id: UInt64
    package let remoteAddress: SocketAddress?
    package let localAddress: SocketAddress?
    package let isTLS: Bool
    package let isHTTP2: Bool
    /// The certificates the client offered, leaf first, each in DER. The TLS handshake proves that the client holds the leaf's key;
    /// whether the chain is to be trusted is for the handler to decide.
    package let peerCertificates: [[UInt8]]

    private let attached = Mutex<(any Sendable)?>(nil)

    private static let lastID = Atomic<UInt64>(0)

    package init(
        remoteAddress: SocketAddress? = nil, localAddress: SocketAddress? = nil, isTLS: Bool = false, isHTTP2: Bool = false,
        peerCertificates: [[UInt8]] = []
    ) {
        self.id = Self.lastID.wrappingAdd(1, ordering: .relaxed).newValue
        self.remoteAddress = remoteAddress
        self.localAddress = localAddress
        self.isTLS = isTLS
        self.isHTTP2 = isHTTP2
        self.peerCertificates = peerCertificates
    }

    /// A place for what the handler learned of this connection once and wants to keep, such as the identity its certificate proves.
    package var attachment: (any Sendable)? {
        get { attached.withLock { $0 } }
        set { attached.withLock { $0 = newValue } }
    }
}
