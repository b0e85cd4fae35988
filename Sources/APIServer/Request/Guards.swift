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
}

/// Decides whether `user` may do what `attributes` say. Called on the event loop: it must not block.
package protocol RequestAuthorizer: Sendable {
    func authorize(_ user: UserInfo, _ attributes: RequestAttributes) -> AuthorizationDecision
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
