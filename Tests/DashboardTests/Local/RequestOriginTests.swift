import NIOHTTP1
import Testing

@testable import Dashboard

@Suite struct RequestOriginTests {
    @Test(arguments: ["127.0.0.1:8910", "localhost:8910", "LOCALHOST:8910", "[::1]:8910"]) func ownNames(_ host: String) {
        #expect(RequestOrigin.refusal(["Host": host], port: 8910) == nil)
        #expect(RequestOrigin.refusal(["Host": host, "Origin": "http://\(host)"], port: 8910) == nil)
    }

    @Test(arguments: [
        "evil.example:8910", "127.0.0.1", "localhost:80", "127.0.0.1.evil.example:8910", "127.0.0.2:8910", "", "user@localhost:8910",
    ])
    func otherNamesAreRefused(_ host: String) { #expect(RequestOrigin.refusal(["Host": host], port: 8910) != nil) }

    @Test func twoHostsAreRefused() {
        #expect(RequestOrigin.refusal(HTTPHeaders([("Host", "localhost:8910"), ("Host", "evil.example")]), port: 8910) != nil)
        #expect(RequestOrigin.refusal([:], port: 8910) != nil)
    }

    @Test(arguments: ["http://evil.example", "null", "https://localhost:8910", "http://localhost:9999", "http://127.0.0.1:8910"])
    func otherOriginsAreRefused(_ origin: String) {
        #expect(RequestOrigin.refusal(["Host": "localhost:8910", "Origin": origin], port: 8910) != nil)
    }
}

@Suite struct BearerTokenTests {
    @Test func fromTheHeader() throws {
        let bearer = try #require(BearerToken(["Authorization": "Bearer abc", "Accept": "x"]))
        #expect(bearer.token == "abc" && bearer.rest["authorization"].isEmpty && bearer.rest["accept"] == ["x"])
        #expect(BearerToken(["authorization": "bearer abc"])?.token == "abc")
    }

    @Test func fromTheSubprotocols() throws {
        let offered = "base64url.bearer.authorization.k8s.io.YWI_Yw, v5.channel.k8s.io, v4.channel.k8s.io"
        let bearer = try #require(BearerToken(["Sec-WebSocket-Protocol": offered]))
        #expect(bearer.token == "ab?c")
        #expect(bearer.rest.first(name: "sec-websocket-protocol") == "v5.channel.k8s.io, v4.channel.k8s.io")
        let alone = try #require(BearerToken(["Sec-WebSocket-Protocol": "base64url.bearer.authorization.k8s.io.YWI"]))
        #expect(alone.token == "ab" && alone.rest["sec-websocket-protocol"].isEmpty)
    }

    @Test(
        arguments: [
            HTTPHeaders(), ["Authorization": "Basic YTpi"], ["Authorization": "Bearer "], ["Authorization": "Bearer"],
            ["Sec-WebSocket-Protocol": "base64url.bearer.authorization.k8s.io.*"], ["Cookie": "token=abc"],
        ] as [HTTPHeaders]) func none(_ headers: HTTPHeaders)
    { #expect(BearerToken(headers) == nil) }
}
