import Client
import Document
import HTTPServing
import NIOHTTP1
import PKI
import Resources

/// Who calls the kubelet's server.
struct KubeletCaller: Sendable, Equatable {
    var name: String
    var groups: [String]
}

/// Decides who may use the kubelet's server: certificates of the cluster's authority and bearer tokens prove a name; the cluster's
/// administrators and the API server may do everything, others what the API server says of their rights on this node.
struct KubeletAuthenticator: Sendable {
    /// The name of the API server's client certificate towards kubelets.
    static let apiServerName = "kube-apiserver-kubelet-client"

    let client: any APIClient
    let authority: ClientCertificateVerifier
    let nodeName: String

    /// Nil for a caller that proves nothing.
    func caller(_ request: HTTPRequest) async throws -> KubeletCaller? {
        if let leaf = request.peerCertificates.first, let subject = try? authority.verify(der: leaf) {
            return KubeletCaller(name: subject.commonName, groups: subject.organizations)
        }
        guard let header = request.headers.first(name: "Authorization"), header.hasPrefix("Bearer ") else { return nil }
        let review: JSON = [
            "apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": ["token": .string(String(header.dropFirst(7)))],
        ]
        let type = ResourceType(group: "authentication.k8s.io", plural: "tokenreviews", kind: "TokenReview", namespaced: false)
        let answer = try await client.createDocument(review, type)
        guard answer["status"]["authenticated"].bool == true, let name = answer["status"]["user"]["username"].string else { return nil }
        return KubeletCaller(name: name, groups: answer["status"]["user"]["groups"].strings)
    }

    /// - Parameter subresource: the part of the node asked for: `proxy`, `log`, `stats`, `metrics` …
    func mayUse(_ caller: KubeletCaller, verb: String, subresource: String) async throws -> Bool {
        if caller.groups.contains("system:masters") || caller.name == Self.apiServerName { return true }
        let review: JSON = [
            "apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
            "spec": [
                "user": .string(caller.name), "groups": JSON(caller.groups),
                "resourceAttributes": [
                    "verb": .string(verb), "resource": "nodes", "subresource": .string(subresource), "name": .string(nodeName),
                    "version": "v1",
                ],
            ],
        ]
        let type = ResourceType(
            group: "authorization.k8s.io", plural: "subjectaccessreviews", kind: "SubjectAccessReview", namespaced: false)
        return try await client.createDocument(review, type)["status"]["allowed"].bool ?? false
    }

    /// What a request asks of the node, as upstream maps paths and methods.
    static func attributes(method: String, path: String) -> (verb: String, subresource: String) {
        let verb =
            switch method {
            case "POST": "create"
            case "PUT": "update"
            case "PATCH": "patch"
            case "DELETE": "delete"
            default: "get"
            }
        for (prefix, subresource) in [
            ("/stats", "stats"), ("/metrics", "metrics"), ("/logs", "log"), ("/healthz", "healthz"), ("/pods", "pods"),
        ]
        where path == prefix || path.hasPrefix(prefix + "/") {
            // Roles written before these names existed grant `proxy`, which upstream accepts for them as well; ours ask for the old name.
            return (verb, ["healthz", "pods"].contains(subresource) ? "proxy" : subresource)
        }
        return (verb, "proxy")
    }
}
