import NIOCore

/// A large body that is made piece by piece, as fast as its client reads it.
package protocol BodyPieces: Sendable {
    /// The length of all pieces together.
    var byteCount: Int { get }
    /// The next piece; nil after the last.
    mutating func nextPiece() -> ByteBuffer?
}

/// Takes the pieces of a large answer in portions that suit the socket: small neighbours are joined, large ones go as they are, and no
/// more is in hand at a time than the connection can take.
struct ChunkFeeder {
    private var chunks: [ByteBuffer]
    private var index = 0
    private var source: (any BodyPieces)?
    private(set) var remainingBytes: Int

    init(_ chunks: [ByteBuffer]) {
        self.chunks = chunks
        remainingBytes = chunks.totalReadableBytes
    }

    /// Pieces are made when they are about to be sent: then they are encrypted and written from the processor's cache, and a client that
    /// reads slowly costs no memory.
    init(_ source: any BodyPieces) {
        chunks = []
        self.source = source
        remainingBytes = source.byteCount
    }

    var isEmpty: Bool { remainingBytes == 0 }

    /// The next portion of at most `target` bytes, nil at the end. Pieces of half the target and more are not copied.
    mutating func next(target: Int) -> ByteBuffer? {
        while index < chunks.count, chunks[index].readableBytes == 0 { index += 1 }
        while index == chunks.count {
            guard let piece = source?.nextPiece() else { return nil }
            (chunks, index) = ([piece], piece.readableBytes == 0 ? 1 : 0)
        }
        let first = chunks[index].readableBytes
        if first >= target / 2 || index == chunks.count - 1 {
            guard let slice = chunks[index].readSlice(length: min(first, target)) else { return nil }
            remainingBytes -= slice.readableBytes
            return slice
        }
        var joined = ByteBuffer()
        joined.reserveCapacity(min(target, remainingBytes))
        while index < chunks.count, joined.readableBytes + chunks[index].readableBytes <= target {
            joined.writeImmutableBuffer(chunks[index])
            chunks[index] = ByteBuffer()
            index += 1
        }
        remainingBytes -= joined.readableBytes
        return joined
    }
}
