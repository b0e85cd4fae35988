import NIOCore
import Testing

@testable import HTTPServing

@Suite struct ClientProxyTests {
    @Test func connectsThroughHTTP() throws {
        var handshake = ProxyHandshake(
            ClientProxy(kind: .http, host: "p", port: 1, authorization: "Basic eA=="), host: "::1", port: 6443)
        #expect(
            String(decoding: handshake.opening(), as: UTF8.self)
                == "CONNECT [::1]:6443 HTTP/1.1\r\nHost: [::1]:6443\r\nProxy-Authorization: Basic eA==\r\n\r\n")
        #expect(try handshake.take(Array("HTTP/1.1 200 Connection est".utf8)) == .wait)
        #expect(try handshake.take(Array("ablished\r\nX: y\r\n\r\nmore".utf8)) == .open)
        #expect(handshake.received == Array("more".utf8))
    }

    @Test func refusalsAreErrors() {
        var handshake = ProxyHandshake(ClientProxy(kind: .http, host: "p", port: 1), host: "h", port: 80)
        #expect(throws: HTTPServingError.self) { try handshake.take(Array("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n".utf8)) }
        var other = ProxyHandshake(ClientProxy(kind: .http, host: "p", port: 1), host: "h", port: 80)
        #expect(throws: HTTPServingError.self) { try other.take(Array("SSH-2.0-x\r\n\r\n".utf8)) }
        var endless = ProxyHandshake(ClientProxy(kind: .http, host: "p", port: 1), host: "h", port: 80)
        #expect(throws: HTTPServingError.self) { try endless.take([UInt8](repeating: 65, count: ProxyHandshake.answerLimit + 1)) }
    }

    @Test func connectsThroughSOCKS() throws {
        var handshake = ProxyHandshake(ClientProxy(kind: .socks, host: "p", port: 1), host: "abc", port: 258)
        #expect(handshake.opening() == [5, 1, 0])
        #expect(try handshake.take([5]) == .wait)
        #expect(try handshake.take([0]) == .send([5, 1, 0, 3, 3, 97, 98, 99, 1, 2]))
        #expect(try handshake.take([5, 0, 0, 1, 127, 0, 0]) == .wait)
        #expect(try handshake.take([1, 0, 80, 7, 7]) == .open)
        #expect(handshake.received == [7, 7])
    }

    @Test func socksRefusals() {
        var handshake = ProxyHandshake(ClientProxy(kind: .socks, host: "p", port: 1), host: "abc", port: 258)
        #expect(throws: HTTPServingError.self) { try handshake.take([5, 255]) }
        var other = ProxyHandshake(ClientProxy(kind: .socks, host: "p", port: 1), host: "abc", port: 258)
        #expect(throws: HTTPServingError.self) {
            _ = try other.take([5, 0])
            _ = try other.take([5, 5, 0, 1, 0])
        }
    }

    /// A proxy that is a server of ours: it upgrades to nothing, so it stands for one that refuses.
    @Test func aLiveRefusalReachesTheCaller() async throws {
        let refusing = ClosureHandler { _, exchange in exchange.respond(status: 403, headers: [:], body: ByteBuffer()) }
        try await withServer(refusing) { _, port in
            var connection = HTTPClientConnection(host: "example.invalid", port: 80, tls: nil)
            connection.proxy = ClientProxy(kind: .http, host: "127.0.0.1", port: port)
            await #expect(throws: (any Error).self) { try await connection.request("GET", "/") }
        }
    }
}
