import NIOCore
import NIOHTTP1

/// The connection's side of exchanges. Every method is called on the connection's event loop; a number that names an exchange already over
/// is ignored, so late answers do no harm.
protocol ResponseSink: AnyObject {
    func sendWhole(_ exchange: Int, status: Int, headers: HTTPHeaders, body: ChunkFeeder)
    func startStream(_ exchange: Int, status: Int, headers: HTTPHeaders)
    /// The promise completes when the bytes have left for the socket, or fails when they never will.
    func write(_ exchange: Int, _ buffer: ByteBuffer, promise: EventLoopPromise<Void>?)
    func flush()
    func finishStream(_ exchange: Int)
    /// Ends an exchange without completing its answer: a stream reset or a closed connection.
    func abort(_ exchange: Int)
    /// Sends a 101 answer and puts `handlers` in the place of HTTP; fails where that is impossible.
    func upgrade(_ exchange: Int, headers: HTTPHeaders, handlers: [any ChannelHandler]) throws -> any Channel
    /// The consumer of a streamed request body took some bytes.
    func bodyConsumed(_ exchange: Int, bytes: Int, pending: Int)
}

extension ResponseSink {
    func sendWhole(_ exchange: Int, _ response: HTTPResponse) {
        sendWhole(exchange, status: response.status, headers: response.headers, body: ChunkFeeder([response.body]))
    }
}
