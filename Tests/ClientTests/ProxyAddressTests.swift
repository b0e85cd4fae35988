import Testing

@testable import Client

@Suite struct ProxyAddressTests {
    @Test func formsOfAddresses() throws {
        let plain = try ProxyAddress("http://127.0.0.1:3128")
        #expect((plain.kind, plain.host, plain.port) == (.http, "127.0.0.1", 3128))
        #expect(try ProxyAddress("http://proxy/").port == 80)
        #expect(try ProxyAddress("socks5://[::1]").host == "::1")
        #expect(try ProxyAddress("socks5://[::1]").port == 1080)
        let signed = try ProxyAddress("http://a:b%40c@proxy:1")
        #expect(signed.credentials == "a:b@c")
        #expect(signed.authorization == "Basic YTpiQGM=")
        for text in ["proxy:80", "ftp://proxy", "https://proxy", "http://:80", "http://p:99999", "socks5://a:b@p"] {
            #expect(throws: ConfigurationError.self, "\(text)") { try ProxyAddress(text) }
        }
    }

    @Test(arguments: [
        ("https://api.example.com:6443", "", true), ("https://api.example.com:6443", "example.com", false),
        ("https://api.example.com:6443", ".example.com", false), ("https://api.example.com:6443", "*.example.com", false),
        ("https://api.example.com:6443", "pi.example.com", true), ("https://api.example.com:6443", "api.example.com:443", true),
        ("https://api.example.com:6443", "api.example.com:6443", false), ("https://10.1.2.3:6443", "10.0.0.0/8", false),
        ("https://11.1.2.3:6443", "10.0.0.0/8", true), ("https://api.example.com", "*", false), ("https://127.0.0.1:6443", "", false),
        ("https://localhost:6443", "", false), ("http://api.example.com", "", false),
    ])
    func environment(server: String, exceptions: String, goesThrough: Bool) throws {
        let variables = ["https_proxy": "proxy:3128", "NO_PROXY": exceptions]
        #expect((try ProxyAddress.environment(variables, server: server) != nil) == goesThrough)
    }
}
