import NIOHTTP1
import Testing

@testable import Client

@Suite struct DirectConnectionTests {
    @Test func anAddressNeedsAScheme() {
        #expect(throws: ConfigurationError.self) { try DirectConnection(ClientConfiguration(server: "localhost:6443")) }
    }

    @Test func requestsCarryTheCredentials() throws {
        var configuration = ClientConfiguration(server: "http://localhost", bearerToken: "t", userAgent: "somebody")
        configuration.headers = [("Impersonate-User", "jane")]
        let headers = try DirectConnection(configuration).headers()
        #expect(headers.first(name: "authorization") == "Bearer t")
        #expect(headers.first(name: "impersonate-user") == "jane")
        #expect(headers.first(name: "user-agent") == "somebody")
    }
}
