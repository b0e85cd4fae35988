import NIOCore

/// A large body that is made piece by piece, as fast as its client reads it.
package protocol BodyPieces: Sendable {
    /// The length of all pieces together; nil where only the end tells it.
    var length: Int? { get }
    /// Whether there is no further piece.
    var isAtEnd: Bool { get }
    /// The next piece, of about `target` bytes; nil after the last, which is not empty.
    mutating func nextPiece(target: Int) -> ByteBuffer?
}

/// Takes the pieces of a large answer in portions that suit the socket: small neighbours are joined, large ones go as they are, and no
/// more is in hand at a time than the connection can take.
struct ChunkFeeder: Sendable {
    private var chunks: [ByteBuffer]
    private var index = 0
    private var source: (any BodyPieces)?
    /// Bytes of the whole body; nil where only its end tells.
    let length: Int?

    init(_ chunks: [ByteBuffer]) {
        self.chunks = chunks
        length = chunks.totalReadableBytes
        skipEmpty()
    }

    /// Pieces are made when they are about to be sent: then they are encrypted and written from the processor's cache, and a client that
    /// reads slowly costs no memory.
    init(_ source: any BodyPieces) {
        chunks = []
        self.source = source
        length = source.length
    }

    var isEmpty: Bool { index == chunks.count && source?.isAtEnd ?? true }

    private mutating func skipEmpty() { while index < chunks.count, chunks[index].readableBytes == 0 { index += 1 } }

    /// The next portion of at most `target` bytes, nil at the end. Pieces of half the target and more are not copied.
    mutating func next(target: Int) -> ByteBuffer? {
        while index == chunks.count {
            guard let piece = source?.nextPiece(target: target) else { return nil }
            (chunks, index) = ([piece], 0)
            skipEmpty()
        }
        defer { skipEmpty() }
        let first = chunks[index].readableBytes
        if first >= target / 2 || index == chunks.count - 1 { return chunks[index].readSlice(length: min(first, target)) }
        var joined = ByteBuffer()
        joined.reserveCapacity(target)
        while index < chunks.count, joined.readableBytes + chunks[index].readableBytes <= target {
            joined.writeImmutableBuffer(chunks[index])
            chunks[index] = ByteBuffer()
            index += 1
        }
        return joined
    }
}
