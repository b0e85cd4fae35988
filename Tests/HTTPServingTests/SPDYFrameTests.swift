import HTTPServing
import NIOCore
import Testing

@Suite struct SPDYFrameTests {
    static func hex(_ buffer: ByteBuffer) -> String {
        buffer.readableBytesView.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    static func bytes(_ hex: String) -> ByteBuffer {
        let digits = Array(hex.utf8).map { UInt8($0 > 57 ? $0 - 87 : $0 - 48) }
        return ByteBuffer(bytes: stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
    }

    /// Frames without header blocks, byte for byte (SPDY draft 3.1, sections 2.2 and 2.6).
    @Test(arguments: [
        (SPDYFrame.data(stream: 5, finished: false, bytes: ByteBuffer(string: "hi")), "00000005000000026869"),
        (.data(stream: 5, finished: true, bytes: ByteBuffer()), "0000000501000000"),
        (.reset(stream: 3, status: 5), "80030003000000080000000300000005"),
        (.settings(clearsPrevious: false, entries: [.init(id: 4, value: 100)]), "800300040000000c000000010000000400000064"),
        (.ping(id: 7), "800300060000000400000007"),
        (.goAway(lastGoodStream: 9, status: 0), "80030007000000080000000900000000"),
        (.windowUpdate(stream: 1, delta: 65536), "80030009000000080000000100010000"),
    ])
    func wireFormat(frame: SPDYFrame, expected: String) throws {
        var encoder = SPDYFrameEncoder()
        #expect(Self.hex(encoder.encode(frame)) == expected)
        var decoder = SPDYFrameDecoder()
        decoder.append(Self.bytes(expected))
        #expect(try decoder.next() == frame)
        #expect(try decoder.next() == nil)
    }

    /// Header blocks share one compression history in each direction, so a sequence must survive as a whole, cut anywhere.
    @Test(arguments: [1, 3, 7, 1000])
    func headersSurviveInSequence(cut: Int) throws {
        let frames: [SPDYFrame] = [
            .openStream(
                stream: 1, associated: 0, priority: 3, finished: false, unidirectional: false, headers: [SPDYHeader("streamtype", "error")]),
            .openStream(
                stream: 3, associated: 0, priority: 0, finished: true, unidirectional: false,
                headers: [SPDYHeader("streamtype", "data"), SPDYHeader("port", "8080"), SPDYHeader("requestid", "0")]),
            .reply(stream: 1, finished: false, headers: []),
            .headers(stream: 3, finished: true, headers: [SPDYHeader("x", "äöü")]),
        ]
        var encoder = SPDYFrameEncoder()
        var wire = ByteBuffer()
        for frame in frames { encoder.encode(frame, into: &wire) }
        var decoder = SPDYFrameDecoder()
        var decoded: [SPDYFrame] = []
        while let part = wire.readSlice(length: min(cut, wire.readableBytes)), part.readableBytes > 0 {
            decoder.append(part)
            while let frame = try decoder.next() { decoded.append(frame) }
        }
        #expect(decoded == frames)
    }

    /// A SYN_STREAM as Go's spdystream library (zlib at its best level, the protocol's dictionary) puts it on the wire.
    @Test func readsWhatOtherImplementationsWrite() throws {
        // zlib header 78 bb, dictionary checksum e3 c6 a7 c2, then a stored block: one pair, "streamtype": "stdout".
        let block = "78bbe3c6a7c2" + "001c00e3ff" + "00000001" + "0000000a" + "73747265616d74797065" + "00000006" + "7374646f7574"
        let body = "00000001" + "00000000" + "0000" + block
        let length = String(body.utf8.count / 2, radix: 16)
        var decoder = SPDYFrameDecoder()
        decoder.append(Self.bytes("8003000100" + String(repeating: "0", count: 6 - length.utf8.count) + length + body))
        #expect(
            try decoder.next()
                == .openStream(
                    stream: 1, associated: 0, priority: 0, finished: false, unidirectional: false,
                    headers: [SPDYHeader("streamtype", "stdout")]))
    }

    @Test func refusesForeignFrames() throws {
        var other = SPDYFrameDecoder()
        other.append(Self.bytes("800200060000000400000007"))
        #expect(throws: SPDYError.unsupportedVersion(2)) { try other.next() }
        var large = SPDYFrameDecoder()
        large.append(Self.bytes("8003000600ffffff"))
        #expect(throws: SPDYError.frameTooLarge(0xFFFFFF)) { try large.next() }
        var bad = SPDYFrameDecoder()
        bad.append(Self.bytes("80030002" + "00000008" + "00000001" + "deadbeef"))
        #expect(throws: SPDYError.badHeaderBlock) { try bad.next() }
    }
}
