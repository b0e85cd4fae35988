internal import Document
package import HTTPServing
package import PKI
package import Resources
package import Storage

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
    package var issuer = "https://kubernetes.default.svc.cluster.local"
    /// Addresses at which nodes and pods reach this server; they become the endpoints of the service `kubernetes`.
    /// No loopback addresses: what runs on other machines must come here too.
    package var serverAddresses: [String] = []
    /// What the server shows of itself to kubelets for exec, logs and port-forward.
    package var kubeletClient: Identity?
    /// The authority that signs what kubelets show of themselves (PEM); nil believes any, which is upstream's default.
    package var kubeletAuthorityPEM: String?
    /// Contents of a token file: lines of token, user, uid and quoted groups.
    package var tokenFile: String?
    package var version = ServerVersion()
    package var limits = RequestLimits.Bounds()
    package var httpLimits = HTTPLimits()
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
