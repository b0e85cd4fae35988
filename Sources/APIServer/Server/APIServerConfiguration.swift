internal import Document
package import HTTPServing
package import PKI
package import Resources
package import Storage

/// Which requests are recorded, and where.
package struct AuditConfiguration: Sendable {
    package var policy: AuditPolicy
    /// `-` is the standard output.
    package var path: String
    package var bounds: AuditFile.Bounds
    package var mode: AuditLog.Mode

    package init(policy: AuditPolicy, path: String, bounds: AuditFile.Bounds = .init(), mode: AuditLog.Mode = .blocking) {
        self.policy = policy
        self.path = path
        self.bounds = bounds
        self.mode = mode
    }
}

/// Whose certificates make somebody a proxy that speaks for users, and how.
package struct FrontProxy: Sendable, Hashable {
    /// PEM, one certificate or several.
    package var authorityPEM: String
    /// Common names; none means all that the authority signed.
    package var names: [String]
    package var headers: FrontProxyAuthenticator.Headers

    package init(authorityPEM: String, names: [String] = [], headers: FrontProxyAuthenticator.Headers = .init()) {
        self.authorityPEM = authorityPEM
        self.names = names
        self.headers = headers
    }
}

/// Everything an API server is told when it starts.
package struct APIServerConfiguration: Sendable {
    package var storage: any Storage
    /// The address and port of the secure door; port 0 lets the system choose.
    package var host = "0.0.0.0"
    package var port = 6443
    package var servingIdentity: Identity
    /// Client certificates signed by this authority are believed (PEM).
    package var clientAuthorityPEM: String
    /// Host and port under which clients reach the server, told in discovery.
    package var advertisedAddress = "127.0.0.1:6443"
    /// Cluster IPs of Services.
    package var serviceRange = CIDR(IPv4Address(10, 96, 0, 0), prefix: 16)
    package var nodePorts: ClosedRange<Int> = 30_000...32_767
    package var serviceAccountSigner: TokenSigner
    /// Further public keys with which ServiceAccount tokens are checked: those of signers before and after this one.
    package var serviceAccountKeys: [TokenKey] = []
    package var issuer = "https://kubernetes.default.svc.cluster.local"
    /// Issuers whose ServiceAccount tokens are still taken, though no more are made.
    package var formerIssuers: [String] = []
    /// Who this server is to holders of tokens; none means `issuer`.
    package var audiences: [String] = []
    /// Issuers outside the cluster.
    package var tokenIssuers: [JWTIssuer] = []
    /// The proxy in front of this server; nil believes none.
    package var frontProxy: FrontProxy?
    /// What this server shows of itself, as a proxy in front of them, to servers of aggregated APIs.
    package var proxyClient: Identity?
    package var anonymous = AnonymousAccess()
    /// Addresses at which nodes and pods reach this server; they become the endpoints of the service `kubernetes`.
    /// No loopback addresses: what runs on other machines must come here too.
    package var serverAddresses: [String] = []
    /// What the server shows of itself to kubelets for exec, logs and port-forward.
    package var kubeletClient: Identity?
    /// The authority that signs what kubelets show of themselves (PEM); nil believes any, which is upstream's default.
    package var kubeletAuthorityPEM: String?
    /// Contents of a token file: lines of token, user, uid and quoted groups.
    package var tokenFile: String?
    /// Records requests; nil records nothing.
    package var audit: AuditConfiguration?
    package var version = ServerVersion()
    package var limits = RequestLimits()
    package var httpLimits = HTTPLimits()
    /// Whether versions of the API that upstream's servers no longer have are served beside today's.
    package var servesEarlierVersions = true
    package var environment = ServerEnvironment()
    /// How long pods stay on nodes that are not ready or cannot be reached, unless they say otherwise.
    package var tolerations = DefaultTolerationSeconds()
    /// Seconds that core/v1 Events are kept.
    package var eventSeconds = 3600

    package init(storage: any Storage, servingIdentity: Identity, clientAuthorityPEM: String, serviceAccountSigner: TokenSigner) {
        self.storage = storage
        self.servingIdentity = servingIdentity
        self.clientAuthorityPEM = clientAuthorityPEM
        self.serviceAccountSigner = serviceAccountSigner
    }
}
