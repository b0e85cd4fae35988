internal import PKI

/// The signers that are part of every cluster, with what each lets pass.
enum CertificateSigner: String, Sendable {
    case client = "kubernetes.io/kube-apiserver-client"
    case nodeClient = "kubernetes.io/kube-apiserver-client-kubelet"
    case nodeServer = "kubernetes.io/kubelet-serving"
    /// Of requests in the API's first version that name no signer and ask for none of the above. Whatever is approved is signed, and
    /// nothing says what the certificate is good for.
    case unknown = "kubernetes.io/legacy-unknown"

    static let nodeUser = "system:node:"

    /// A joining machine asks for a node's certificate with its token; a node asks for its own next one.
    func approvesItself(_ request: SigningRequest, usages: [String], user: String, groups: [String]) -> Bool {
        guard self == .nodeClient || self == .nodeServer, isNode(request), problem(with: request, usages: usages) == nil else {
            return false
        }
        return user == request.commonName || self == .nodeClient && groups.contains("system:bootstrappers")
    }

    /// Why a request is not signed; nil when it is.
    func problem(with request: SigningRequest, usages: [String]) -> String? {
        if self == .unknown { return nil }
        if self == .client {
            if request.organizations.contains("system:masters") { return "subject organization system:masters is not allowed" }
        } else if !isNode(request) {
            return "subject organization is not system:nodes or the common name is not that of a node"
        }
        if self == .nodeClient, !request.dnsNames.isEmpty || !request.addresses.isEmpty || request.hasOtherNames {
            return "DNS, IP, email and URI subject alternative names are not allowed"
        }
        if self == .nodeServer {
            if request.dnsNames.isEmpty, request.addresses.isEmpty { return "a DNS or IP subject alternative name is required" }
            if request.hasOtherNames { return "email and URI subject alternative names are not allowed" }
        }
        let needed = self == .nodeServer ? "server auth" : "client auth"
        let allowed: Set<String> = [needed, "digital signature", "key encipherment"]
        guard usages.contains(needed), Set(usages).isSubset(of: allowed) else { return "usages did not match \(allowed.sorted())" }
        return nil
    }

    private func isNode(_ request: SigningRequest) -> Bool {
        request.organizations == ["system:nodes"] && request.commonName.hasPrefix(Self.nodeUser)
            && request.commonName.count > Self.nodeUser.count
    }
}
