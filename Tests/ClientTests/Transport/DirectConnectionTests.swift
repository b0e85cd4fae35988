import NIOHTTP1
import Testing

@testable import Client

@Suite struct DirectConnectionTests {
    @Test(arguments: [
        ("https://127.0.0.1:6443", true, "127.0.0.1", 6443), ("https://api.example", true, "api.example", 443),
        ("http://localhost", false, "localhost", 80), ("https://[::1]:8443/", true, "::1", 8443), ("https://[::1]", true, "::1", 443),
    ]) func addresses(_ text: String, _ isSecure: Bool, _ host: String, _ port: Int) throws {
        let address = try #require(ServerAddress(text))
        #expect(address.isSecure == isSecure)
        #expect(address.host == host)
        #expect(address.port == port)
    }

    @Test func anAddressNeedsAScheme() {
        #expect(throws: ConfigurationError.self) { try DirectConnection(ClientConfiguration(server: "localhost:6443")) }
    }

    @Test func requestsCarryTheCredentials() throws {
        var configuration = ClientConfiguration(server: "http://localhost", bearerToken: "t", userAgent: "somebody")
        configuration.headers = [("Impersonate-User", "jane")]
        let headers = try DirectConnection(configuration).headers
        #expect(headers.first(name: "authorization") == "Bearer t")
        #expect(headers.first(name: "impersonate-user") == "jane")
        #expect(headers.first(name: "user-agent") == "somebody")
    }
}
