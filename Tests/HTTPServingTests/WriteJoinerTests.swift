import NIOCore
import NIOEmbedded
import Testing

@testable import HTTPServing

/// What is passed on to TLS, in sizes.
@Suite struct WriteJoinerTests {
    private let channel = EmbeddedChannel(handler: WriteJoiner())

    private func write(_ count: Int) -> EventLoopFuture<Void> {
        channel.write(IOData.byteBuffer(ByteBuffer(repeating: UInt8(truncatingIfNeeded: count), count: count)))
    }

    private func passedOn() throws -> [Int] {
        var sizes: [Int] = []
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { sizes.append(bytes.readableBytes) }
        return sizes
    }

    @Test func smallWritesLeaveTogether() throws {
        let first = write(9)
        let second = write(100)
        #expect(try passedOn().isEmpty)
        channel.flush()
        #expect(try passedOn() == [109])
        try first.wait()
        try second.wait()
        _ = try? channel.finish()
    }

    @Test func largeAnswersLeaveInFullRecords() throws {
        var futures: [EventLoopFuture<Void>] = []
        for _ in 0..<10 {
            futures.append(write(9))
            futures.append(write(16_384))
        }
        channel.flush()
        let sizes = try passedOn()
        #expect(sizes.reduce(0, +) == 10 * 16_393)
        #expect(sizes.dropLast().allSatisfy { $0 % 16_384 == 0 } && sizes.count > 2)
        for future in futures { try future.wait() }
        _ = try? channel.finish()
    }

    /// Records that come out even leave nothing behind for the flush to wait for.
    @Test func evenRecordsAreDoneWithoutAFlush() throws {
        var futures: [EventLoopFuture<Void>] = []
        for _ in 0..<4 { futures.append(write(16_384)) }
        channel.flush()
        #expect(try passedOn() == [65_536])
        for future in futures { try future.wait() }
        _ = try? channel.finish()
    }

    @Test func bytesStayInOrder() throws {
        for count in [5, 60_000, 7, 30_000, 1] { _ = write(count) }
        channel.flush()
        var all: [UInt8] = []
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { all += bytes.readableBytesView }
        let wanted = [5, 60_000, 7, 30_000, 1].flatMap { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: $0) }
        #expect(all == wanted)
        _ = try? channel.finish()
    }
}
