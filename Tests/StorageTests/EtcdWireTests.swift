import NIOCore
import NIOEmbedded
import Testing

@testable import Storage

@Suite struct EtcdWireTests {
    private func bytes(_ request: some EtcdRequest) -> [UInt8] {
        var writer = ProtobufWriter()
        request.write(to: &writer)
        return writer.bytes
    }

    @Test func requestsAreWrittenAsTheProtocolHasThem() {
        #expect(bytes(EtcdRange(key: [0x61], end: [0x62], limit: 300, revision: 7)) == [10, 1, 0x61, 18, 1, 0x62, 24, 0xAC, 2, 32, 7])
        let transaction = EtcdTransaction(
            comparisons: [.init(key: [1], target: .modification, number: 5)], success: [.put([1], [2])], failure: [.get([1])])
        #expect(
            bytes(transaction) == [
                10, 7, 16, 2, 26, 1, 1, 48, 5,  // compare: MOD, key, mod_revision
                18, 8, 18, 6, 10, 1, 1, 18, 1, 2,  // success: put
                26, 5, 10, 3, 10, 1, 1,  // failure: range
            ])
    }

    @Test func answersAreReadAndDamagedOnesRefused() throws {
        // header { revision 9 }, succeeded, responses { range { kvs { key "a", mod 8, value "b" } } }
        let answer: [UInt8] = [10, 2, 24, 9, 16, 1, 26, 12, 10, 10, 18, 8, 10, 1, 0x61, 24, 8, 42, 1, 0x62]
        let read = try answer.withUnsafeBytes { try EtcdTransaction.Response(reading: $0) }
        #expect(read.header.revision == 9 && read.succeeded)
        #expect(read.read.first??.values.first?.value == [0x62])
        for length in [1, 3, 9, 13, 18] {
            #expect(throws: MalformedMessage.self) {
                try answer.prefix(length).withUnsafeBytes { try EtcdTransaction.Response(reading: $0) }
            }
        }
    }

    @Test(arguments: [1, 2, 7, 9, 13, 64]) func pingsAreAnsweredAndAllElsePasses(_ pieces: Int) throws {
        let data: [UInt8] = [0, 0, 3, 0, 0, 0, 0, 0, 1, 7, 8, 9]
        let ping: [UInt8] = [0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
        let acknowledgement: [UInt8] = [0, 0, 8, 6, 1, 0, 0, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1]
        let stream = data + ping + acknowledgement + ping + data
        let channel = EmbeddedChannel(handler: PingAnswerer())
        var passed: [UInt8] = []
        var answered: [UInt8] = []
        for start in stride(from: 0, to: stream.count, by: pieces) {
            try channel.writeInbound(ByteBuffer(bytes: stream[start..<min(start + pieces, stream.count)]))
            while let buffer = try channel.readInbound(as: ByteBuffer.self) { passed += Array(buffer: buffer) }
            while let buffer = try channel.readOutbound(as: ByteBuffer.self) { answered += Array(buffer: buffer) }
        }
        #expect(passed == data + acknowledgement + data)
        var answer = ping
        answer[4] = 1
        #expect(answered == answer + answer)
        _ = try channel.finish()
    }
}
