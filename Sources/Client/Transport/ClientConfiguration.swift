/// Where an API server is and how to prove who one is.
package struct ClientConfiguration: Sendable {
    /// `https://host:port`, without a path.
    package var server: String
    /// PEM of the authority that signed the server's certificate; nil trusts those of the machine.
    package var authorityPEM: String?
    package var skipsVerification: Bool
    package var clientCertificatePEM: String?
    package var privateKeyPEM: String?
    package var bearerToken: String?
    /// A file with the token, read again from time to time because projected tokens are renewed.
    package var tokenFile: String?
    /// Makes the token anew for each request, where a program outside gives it; before `bearerToken`.
    package var tokens: (@Sendable () throws -> String?)?
    /// The name that the server's certificate must carry; nil takes the host of `server`.
    package var serverName: String?
    /// On the way to the server; nil goes there directly.
    package var proxy: ProxyAddress?
    package var userAgent: String
    /// Further headers of every request, such as those of impersonation.
    package var headers: [(name: String, value: String)] = []

    package init(
        server: String, authorityPEM: String? = nil, skipsVerification: Bool = false, clientCertificatePEM: String? = nil,
        privateKeyPEM: String? = nil, bearerToken: String? = nil, tokenFile: String? = nil, userAgent: String = "coxswain"
    ) {
        self.server = server
        self.authorityPEM = authorityPEM
        self.skipsVerification = skipsVerification
        self.clientCertificatePEM = clientCertificatePEM
        self.privateKeyPEM = privateKeyPEM
        self.bearerToken = bearerToken
        self.tokenFile = tokenFile
        self.userAgent = userAgent
    }
}

/// Why there is no way to a server.
package struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    package var description: String
    package init(_ description: String) { self.description = description }
}
