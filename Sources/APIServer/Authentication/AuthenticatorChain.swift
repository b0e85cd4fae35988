package import HTTPServing
package import NIOHTTP1
package import Resources

/// Knows the users of one sort of bearer token.
package protocol TokenAuthenticator: Sendable {
    /// The holder of `token`; nil when it is none of this sort, or not valid.
    func authenticate(token: String) -> UserInfo?
    /// Work after which a token that was refused may be known; nil when there is none.
    func learning(token: String) -> (@Sendable () async -> Void)?
}

extension TokenAuthenticator {
    package func learning(token: String) -> (@Sendable () async -> Void)? { nil }
}

/// Finds out who sends a request: by what a trusted proxy says, by client certificate, then by bearer token.
package struct AuthenticatorChain: RequestAuthenticator {
    private let frontProxy: FrontProxyAuthenticator?
    private let certificates: CertificateAuthenticator?
    private let tokens: [any TokenAuthenticator]

    package init(
        frontProxy: FrontProxyAuthenticator? = nil, certificates: CertificateAuthenticator?, tokens: [any TokenAuthenticator]
    ) {
        self.frontProxy = frontProxy
        self.certificates = certificates
        self.tokens = tokens
    }

    package func authenticate(headers: HTTPHeaders, connection: HTTPConnectionInfo) throws(APIError) -> UserInfo? {
        if let user = frontProxy?.authenticate(headers, connection) { return user }
        if let user = certificates?.authenticate(connection) { return user }
        if let token = Self.bearerToken(headers) {
            guard let user = authenticate(token: token) else { throw .unauthorized() }
            return user
        }
        // Basic credentials and certificates of another authority prove nothing, yet whoever shows them is not anonymous.
        if !connection.peerCertificates.isEmpty || headers.contains(name: "authorization") { throw .unauthorized() }
        return nil
    }

    /// The holder of a token, in the group of all who have proved who they are.
    package func authenticate(token: String) -> UserInfo? {
        for authenticator in tokens {
            if let user = authenticator.authenticate(token: token) { return user.authenticated }
        }
        return nil
    }

    package func learning(headers: HTTPHeaders, connection: HTTPConnectionInfo) -> (@Sendable () async -> Void)? {
        Self.bearerToken(headers).flatMap(learning)
    }

    /// Work after which a token may be known.
    package func learning(token: String) -> (@Sendable () async -> Void)? {
        tokens.lazy.compactMap { $0.learning(token: token) }.first
    }

    /// The token of `Authorization: Bearer …` (RFC 6750 §2.1), or the one browsers put into the WebSocket protocol list.
    static func bearerToken(_ headers: HTTPHeaders) -> String? {
        if let value = headers.first(name: "authorization") {
            let parts = value.split(separator: " ", omittingEmptySubsequences: true)
            return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
        }
        return WebSocketToken.token(headers)
    }
}

extension UserInfo {
    var authenticated: UserInfo {
        guard !groups.contains(Group.authenticated) else { return self }
        var user = self
        user.groups.append(Group.authenticated)
        return user
    }
}
