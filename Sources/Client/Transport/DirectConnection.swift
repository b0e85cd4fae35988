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
        guard server.contains("://") else { throw ConfigurationError("the server's address \"\(server)\" has no scheme") }
        let place = ServerAddress(server)
        var tls: ClientTLS?
        if place.isSecure {
            tls = try ClientTLS(
                authority: configuration.skipsVerification ? nil : configuration.authorityPEM.map { Array($0.utf8) },
                certificateChain: configuration.clientCertificatePEM.map { Array($0.utf8) },
                privateKey: configuration.privateKeyPEM.map { Array($0.utf8) },
                trustsMachine: !configuration.skipsVerification, serverName: configuration.serverName)
        }
        var connection = HTTPClientConnection(host: place.host, port: place.port, tls: tls)
        connection.proxy = configuration.proxy.map { proxy in
            ClientProxy(kind: proxy.kind == .http ? .http : .socks, host: proxy.host, port: proxy.port, authorization: proxy.authorization)
        }
        self.connection = connection
        self.configuration = configuration
        tokens = TokenSource(token: configuration.bearerToken, file: configuration.tokenFile, made: configuration.tokens)
    }

    /// What a request carries: who asks, and by what right.
    /// - Throws: why there is no token, where a program outside has to give one.
    package func headers() throws -> HTTPHeaders {
        var headers: HTTPHeaders = ["User-Agent": configuration.userAgent]
        for (name, value) in configuration.headers { headers.add(name: name, value: value) }
        if let token = try tokens.token() { headers.replaceOrAdd(name: "Authorization", value: "Bearer " + token) }
        return headers
    }
}
