import NIOCore

/// Every bound of the server in one place.
package struct HTTPLimits: Sendable {
    /// Connections at a time; more are closed as soon as they are accepted.
    package var maxConnections = 10_000
    /// Bytes of a request's header section. Go's servers, upstream's among them, allow 1 MiB.
    package var maxHeaderBytes = 1 << 20
    /// Fields in a request's header section.
    package var maxHeaderFields = 1_000
    /// Time for the TLS handshake and for the first request's head to arrive. Upstream: 32 s.
    package var headerTimeout: TimeAmount = .seconds(32)
    /// Time a connection may be without a request. Upstream: 90 s.
    package var idleTimeout: TimeAmount = .seconds(90)
    /// Time without a single byte of a request's body that is expected.
    package var bodyTimeout: TimeAmount = .seconds(60)
    /// Time without the client taking a single byte of an answer that is waiting for it.
    package var writeTimeout: TimeAmount = .seconds(60)
    /// Requests at a time on one HTTP/2 connection. Upstream: 100 since 1.28; a client with many watches on one connection wants more.
    package var maxConcurrentStreams = 1_000
    /// HTTP/2 flow-control window of a request's body, bytes. Upstream: 256 KiB.
    package var streamWindow = 256 * 1024
    /// HTTP/2 flow-control window of all request bodies of a connection, bytes.
    package var connectionWindow = 16 * 1024 * 1024
    /// Streams a client may reset in half a minute: each cancelled watch is one, a flood of them is an attack (CVE-2023-44487).
    package var maxResetsPerHalfMinute = 10_000
    /// PING, SETTINGS and PRIORITY frames a client may send in half a minute; Go's clients ping with every window update they make.
    package var maxControlFramesPerHalfMinute = 100_000
    /// Bytes of pipelined HTTP/1.1 requests are not read beyond this many parts that wait for the answer before them.
    package var maxPipelinedParts = 256
    /// Unread bytes of a streamed request body at which the client is held back.
    package var bodyHighWatermark = 256 * 1024
    /// Time between the begin of a shutdown and the closing of whatever is still open.
    package var drainTimeout: TimeAmount = .seconds(10)

    package init() {}
}
