import NIOCore

/// Takes the pieces of a large answer in portions that suit the socket: small neighbours are joined, large ones go as they are, and no
/// more is in hand at a time than the connection can take.
struct ChunkFeeder {
    private var chunks: [ByteBuffer]
    private var index = 0
    private(set) var remainingBytes: Int

    init(_ chunks: [ByteBuffer]) {
        self.chunks = chunks
        remainingBytes = chunks.totalReadableBytes
    }

    var isEmpty: Bool { remainingBytes == 0 }

    /// The next portion of at most `target` bytes, nil at the end. Pieces of half the target and more are not copied.
    mutating func next(target: Int) -> ByteBuffer? {
        while index < chunks.count, chunks[index].readableBytes == 0 { index += 1 }
        guard index < chunks.count else { return nil }
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
