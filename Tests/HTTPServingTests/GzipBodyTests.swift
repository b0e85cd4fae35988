import CZlib
import NIOCore
import Testing

@testable import HTTPServing

@Suite struct GzipBodyTests {
    /// Repeats itself, as lists do.
    private static func text(_ count: Int) -> [UInt8] {
        Array((0...count / 16).map { #"{"name":"pod-\#($0)"},"# }.joined().utf8.prefix(count))
    }

    private static func noise(_ count: Int) -> [UInt8] {
        var state: UInt64 = 0x9e37_79b9_7f4a_7c15
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }

    private static func unzipped(_ body: ByteBuffer) -> [UInt8]? {
        let windowBitsWithGzipHeader: Int32 = 15 + 16
        let stream = ZlibStream(
            start: { inflateInit2_($0, windowBitsWithGzipHeader, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) }, end: inflateEnd)
        var output = ByteBuffer()
        let code = stream.run(input: body, into: &output, flush: Z_NO_FLUSH, step: 1 << 20, engine: inflate)
        return code == Z_STREAM_END && stream.state.pointee.avail_in == 0 ? Array(output.readableBytesView) : nil
    }

    @Test(arguments: [1, 20, 4_000, 65_536, 262_144, 3_000_001], [1 << 10, 64 << 10, 1 << 20])
    func whatIsCompressedComesBack(count: Int, pieceBytes: Int) throws {
        for (body, isRepetitive) in [(Self.text(count), true), (Self.noise(count), false)] {
            let chunks = stride(from: 0, to: count, by: pieceBytes).map { ByteBuffer(bytes: body[$0..<min($0 + pieceBytes, count)]) }
            let gzip = GzipBody(ChunkFeeder(chunks))
            var compressed = ByteBuffer()
            while !gzip.isAtEnd {
                let piece = try #require(gzip.nextPiece(target: 64 << 10))
                compressed.writeImmutableBuffer(piece)
            }
            #expect(gzip.nextPiece(target: 64 << 10) == nil)
            #expect(Self.unzipped(compressed) == body)
            if count > 100_000 { #expect(compressed.readableBytes < (isRepetitive ? count / 4 : count + count / 50)) }
        }
    }
}
