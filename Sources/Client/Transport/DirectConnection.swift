package import HTTPServing
package import NIOHTTP1

/// The API server as upgrades and endless bodies reach it: a connection of its own a request, with this configuration's credentials.
/// Everything else is better served by `HTTPSClient` and its pool.
package struct DirectConnection: Sendable {
    package let connection: HTTPClientConnection
    private let configuration: ClientConfiguration
    private let tokens: TokenSource

    /// - Throws: `ConfigurationError` for an address without scheme, `HTTPServingError` for certificates that are none.
    package init(_ configuration: ClientConfiguration) throws {
        let server = configuration.server
        guard let place = ServerAddress(server) else { throw ConfigurationError("the server's address \"\(server)\" has no scheme") }
        var tls: ClientTLS?
        if place.isSecure {
            tls = try ClientTLS(
                authority: configuration.skipsVerification ? nil : configuration.authorityPEM.map { Array($0.utf8) },
                certificateChain: configuration.clientCertificatePEM.map { Array($0.utf8) },
                privateKey: configuration.privateKeyPEM.map { Array($0.utf8) },
                trustsMachine: !configuration.skipsVerification)
        }
        connection = HTTPClientConnection(host: place.host, port: place.port, tls: tls)
        self.configuration = configuration
        tokens = TokenSource(token: configuration.bearerToken, file: configuration.tokenFile)
    }

    /// What every request carries: who asks, and by what right.
    package var headers: HTTPHeaders {
        var headers: HTTPHeaders = ["User-Agent": configuration.userAgent]
        for (name, value) in configuration.headers { headers.add(name: name, value: value) }
        if let token = tokens.token { headers.replaceOrAdd(name: "Authorization", value: "Bearer " + token) }
        return headers
    }
}

/// `scheme://host:port`, taken apart.
struct ServerAddress: Equatable, Sendable {
    var isSecure: Bool
    var host: String
    var port: Int

    init?(_ text: String) {
        guard let scheme = text.firstRange(of: "://") else { return nil }
        isSecure = text[..<scheme.lowerBound] == "https"
        let authority = text[scheme.upperBound...].prefix { $0 != "/" }
        host = String(authority)
        port = isSecure ? 443 : 80
        if let colon = authority.lastIndex(of: ":"), let number = Int(authority[authority.index(after: colon)...]) {
            host = String(authority[..<colon])
            port = number
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    }
}
