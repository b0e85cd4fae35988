import HTTPServing
import NIOCore
import NIOHTTP1
import Resources
import Testing

@testable import APIServer

@Suite struct StreamingValuesTests {
    @Test(arguments: [
        (["v5.channel.k8s.io", "v4.channel.k8s.io"], "v5.channel.k8s.io"), (["x", "base64.channel.k8s.io"], "base64.channel.k8s.io"),
        ([], ""),
    ])
    func choosesSubprotocols(offered: [String], chosen: String) {
        #expect(ChannelProtocol.choose(from: offered)?.rawValue == chosen)
        #expect(ChannelProtocol.choose(from: ["unknown"]) == nil)
    }

    @Test func channelMessages() {
        let foo = ByteBuffer(string: "foo\n")
        #expect(ChannelSocket.message(1, foo, .v4) == .binary(ByteBuffer(bytes: [1, 102, 111, 111, 10])))
        #expect(ChannelSocket.message(1, foo, .base64) == .text(ByteBuffer(string: "1Zm9vCg==")))
        #expect(ChannelSocket.parse(ByteBuffer(string: "0Zm9vCg=="), .base64) == .data(channel: 0, foo))
        #expect(ChannelSocket.parse(ByteBuffer(bytes: [255, 0]), .v5) == .closed(channel: 0))
        #expect(ChannelSocket.parse(ByteBuffer(bytes: [255, 0]), .v4) == .data(channel: 255, ByteBuffer(bytes: [0])))
        #expect(ChannelSocket.parse(ByteBuffer(), .v4) == nil)
        #expect(ChannelSocket.parse(ByteBuffer(string: "0???"), .base64) == nil)
    }

    @Test(arguments: [
        ("web", "http", "web", ""), ("web:80", "http", "web", "80"), ("https:web:admin", "https", "web", "admin"),
        (":web:", "http", "web", ""),
    ])
    func proxyNames(text: String, scheme: String, name: String, port: String) throws {
        let parsed = try ProxyName(text)
        #expect(parsed.scheme == scheme && parsed.name == name && parsed.port == port)
        #expect(throws: APIError.self) { try ProxyName("ftp:a:b") }
        #expect(throws: APIError.self) { try ProxyName("a:b:c:d") }
    }

    @Test func escapesQueries() {
        #expect(QueryText([("a b", "x&y=ü"), ("c", "")]).suffix == "?a%20b=x%26y%3D%C3%BC&c=")
        #expect(QueryText.escapePath("/a b/%") == "/a%20b/%25")
        #expect(QueryText().suffix == "")
    }

    @Test func keepsTokensFromBackends() {
        let token = "base64url.bearer.authorization.k8s.io.c2VzYW1l"
        let both: HTTPHeaders = ["Sec-WebSocket-Protocol": "\(token), v5.channel.k8s.io", "X-Other": "1"]
        #expect(WebSocketToken.removed(from: both) == ["X-Other": "1", "Sec-WebSocket-Protocol": "v5.channel.k8s.io"])
        #expect(WebSocketToken.removed(from: ["Sec-WebSocket-Protocol": token]) == [:])
        #expect(WebSocketToken.removed(from: ["Sec-WebSocket-Protocol": "chat"]) == ["Sec-WebSocket-Protocol": "chat"])
    }
}
