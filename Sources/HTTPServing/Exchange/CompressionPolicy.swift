import NIOCore
import NIOHTTP1

/// When whole answers are compressed: above 128 kB for every client that accepts gzip, as upstream does. Clients on this machine are no
/// exception: a list compresses faster than it could be encrypted, and what its client has to receive is a twentieth.
struct CompressionPolicy: Sendable {
    /// Answers of fewer bytes are sent as they are.
    var threshold = 128 * 1024

    func applies(to head: RequestHeadFacts, status: Int, headers: HTTPHeaders, body: ChunkFeeder) -> Bool {
        guard head.acceptsGzip, !head.isHead, status == 200 else { return false }
        return body.length.map { $0 >= threshold } ?? true && !headers.contains(name: "content-encoding")
    }
}

extension [ByteBuffer] {
    var totalReadableBytes: Int { reduce(0) { $0 + $1.readableBytes } }
}
