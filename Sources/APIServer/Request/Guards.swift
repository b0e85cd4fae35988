package import HTTPServing
package import NIOHTTP1
package import Resources

/// Finds out who sends a request. Called on the event loop for every request: it must not block and should remember
/// what it has verified (certificates, token signatures).
package protocol RequestAuthenticator: Sendable {
    /// - Returns: the sender; nil when the request carries no credentials at all.
    /// - Throws: `APIError.unauthorized` when it carries credentials that are not valid.
    /// - Parameter connection: shows the client's certificates; its `attachment` is the authenticator's to remember them by.
    func authenticate(headers: HTTPHeaders, connection: HTTPConnectionInfo) throws(APIError) -> UserInfo?
    /// Work after which credentials that were refused may be known, such as fetching an issuer's new keys; nil when there is none.
    func learning(headers: HTTPHeaders, connection: HTTPConnectionInfo) -> (@Sendable () async -> Void)?
}

extension RequestAuthenticator {
    package func learning(headers: HTTPHeaders, connection: HTTPConnectionInfo) -> (@Sendable () async -> Void)? { nil }
}

/// What requests without any credentials may do: be let in as `system:anonymous`, everywhere, on some paths, or nowhere.
package struct AnonymousAccess: Sendable, Hashable {
    package var isEnabled = true
    /// Paths to which it is confined; none means that it is not.
    package var paths: Set<String> = []

    package init(isEnabled: Bool = true, paths: Set<String> = []) {
        self.isEnabled = isEnabled
        self.paths = paths
    }

    func admits(_ path: String) -> Bool { isEnabled && (paths.isEmpty || paths.contains(path)) }
}

/// Decides whether `user` may do what `attributes` say. Called on the event loop: it must not block.
package protocol RequestAuthorizer: Sendable {
    func authorize(_ user: UserInfo, _ attributes: RequestAttributes) -> AuthorizationDecision
    /// Why something is allowed, for the audit log; empty when there is nothing to tell.
    func explanation(_ user: UserInfo, _ attributes: RequestAttributes) -> String
}

extension RequestAuthorizer {
    package func explanation(_ user: UserInfo, _ attributes: RequestAttributes) -> String { "" }
}

package enum AuthorizationDecision: Sendable, Hashable {
    case allow
    /// No rule allows it; the reason goes into the answer when not empty.
    case deny(reason: String)
}

/// Takes over connections: exec, attach, port-forward, log, proxy. Registered for a resource and subresource.
package protocol ConnectHandler: Sendable {
    /// Whether the body of such a request is collected before `connect` is called, or read by it from `exchange.bodyStream`.
    var wantsBodyStream: Bool { get }
    /// Answers or upgrades `call.exchange`. The request is authenticated and authorized; admission for CONNECT has run.
    /// An error thrown before anything was answered becomes the answer.
    func connect(_ call: Call, _ exchange: HTTPExchange) async throws
}
