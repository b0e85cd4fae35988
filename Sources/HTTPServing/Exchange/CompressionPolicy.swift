import NIOCore
import NIOHTTP1
import NIOPosix

/// When and how whole answers are compressed.
///
/// Upstream compresses answers above 128 kB for every client that accepts gzip. Here a client on this machine is left out: there the
/// wire is free and compressing an answer costs several times what sending it does.
struct CompressionPolicy: Sendable {
    /// Answers of fewer bytes are sent as they are.
    var threshold = 128 * 1024
    var compressesForLocalPeers = false
    /// zlib's level; 1 is upstream's choice as well, the best trade of time against size for JSON.
    var level: Int32 = 1

    func applies(
        to head: RequestHeadFacts, connection: HTTPConnectionInfo, status: Int, headers: HTTPHeaders, chunks: [ByteBuffer]
    ) -> Bool {
        guard head.acceptsGzip, !head.isHead, status == 200 else { return false }
        guard chunks.totalReadableBytes >= threshold else { return false }
        guard compressesForLocalPeers || !connection.isLocalPeer else { return false }
        return !headers.contains(name: "content-encoding")
    }

    /// Compresses on the blocking-work pool, so that no event loop stands still meanwhile.
    func compress(_ chunks: [ByteBuffer], then: @escaping @Sendable (ByteBuffer) -> Void) {
        let level = level
        NIOSingletons.posixBlockingThreadPool.submit { _ in then(Gzip.compress(chunks, level: level)) }
    }
}

extension [ByteBuffer] {
    var totalReadableBytes: Int { reduce(0) { $0 + $1.readableBytes } }
}
