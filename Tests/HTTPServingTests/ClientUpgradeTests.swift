import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import HTTPServing

/// What a server sends together with its 101.
@Suite struct ClientUpgradeTests {
    private let channel = EmbeddedChannel()

    private func upgraded(_ upgrade: HTTPClientUpgrade, by bytes: [UInt8]) throws -> HTTPClientAnswer {
        let answer = channel.eventLoop.makePromise(of: HTTPClientAnswer.self)
        try channel.pipeline.syncOperations.addHandlers([
            HTTPRequestEncoder(), ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes)),
            HTTPClientHandler(answer: answer, upgrade: upgrade),
        ])
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: ["Host": "here"])
        try channel.writeOutbound(HTTPClientRequestPart.head(head))
        try channel.writeOutbound(HTTPClientRequestPart.end(nil))
        while try channel.readOutbound(as: ByteBuffer.self) != nil {}
        let response = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: it\r\n\r\n"
        try channel.writeInbound(ByteBuffer(bytes: Array(response.utf8) + bytes))
        channel.embeddedEventLoop.run()
        return try answer.futureResult.wait()
    }

    /// The close is answered while HTTP's decoder is still on its way out.
    @Test func aWebSocketThatIsClosedAtOnce() async throws {
        let message: [UInt8] = [0x82, 2, 1, 42]
        let close: [UInt8] = [0x88, 2, 0x03, 0xE8]
        let answer = try upgraded(.webSocket(messageLimit: 1024), by: message + close)
        let socket = try #require(answer.webSocket)
        var sent: [UInt8] = []
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { sent += Array(bytes.readableBytesView) }
        #expect(sent.first == 0x88)
        #expect(throws: (any Error).self) { try channel.pipeline.syncOperations.context(handlerType: LeftoverHolder.self) }
        var messages = socket.messages.makeAsyncIterator()
        #expect(try await messages.next() != nil)
    }

    @Test func bytesOfARawConnectionInTheirOrder() async throws {
        let answer = try upgraded(.raw, by: [1, 2, 3])
        try channel.writeInbound(ByteBuffer(bytes: [4]))
        let connection = try #require(answer.upgraded)
        var seen: [UInt8] = []
        for try await bytes in connection.inbound {
            seen += Array(bytes.readableBytesView)
            if seen.count >= 4 { break }
        }
        #expect(seen == [1, 2, 3, 4])
    }
}
