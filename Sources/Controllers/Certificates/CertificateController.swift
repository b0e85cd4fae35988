internal import Client
internal import Document
import FoundationEssentials
internal import Logging
package import PKI
internal import Resources
internal import ServiceLifecycle

/// Signs approved certificate signing requests for the built-in signers, and approves those of joining and renewing nodes.
package final class CertificateController: ServiceLifecycle.Service {
    static let validity: Duration = .seconds(365 * 86_400)
    static let shortest = 600

    private let context: ControllerContext
    private let authority: CertificateAuthority
    private let requests: Informer<CertificateSigningRequest>
    private let queue = WorkQueue<String>()

    package init(_ context: ControllerContext, authority: CertificateAuthority) {
        self.context = context
        self.authority = authority
        requests = context.informers.informer(CertificateSigningRequest.self)
        requests.onChange { [queue] in if !$0.isDeletion { queue.add($0.key.name) } }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "certificates", queue: queue, workers: 2, waitFor: [requests], logger: context.logger, reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func reconcile(_ name: String) async throws -> Requeue {
        guard var request = requests.get(name: name), request.json["status", "certificate"].isNull else { return .done }
        var conditions = (request.json["status", "conditions"].array ?? []).map { Condition($0) }
        if conditions.isTrue("Denied") || conditions.isTrue("Failed") { return .done }
        guard let pem = Self.pem(request), let parsed = try? SigningRequest(pem: pem), let signer = CertificateSigner(rawValue: request.json["spec", "signerName"].string ?? "")
        else { return .done }
        if !conditions.isTrue("Approved") {
            guard signer.approvesItself(parsed, user: request.json["spec", "username"].string ?? "", groups: request.json["spec", "groups"].strings) else { return .done }
            conditions.set(Condition(type: "Approved", status: .isTrue, reason: "AutoApproved", message: "Auto approving node certificate after checking its subject."), now: context.now())
            request.json["status", "conditions"] = .array(conditions.map(\.json))
            try await context.client.update(request, subresource: "approval")
            return .done  // the change comes back and is signed then
        }
        if let problem = signer.problem(with: parsed, usages: request.json["spec", "usages"].strings) {
            conditions.set(Condition(type: "Failed", status: .isTrue, reason: "SignerValidationFailure", message: problem), now: context.now())
            request.json["status", "conditions"] = .array(conditions.map(\.json))
            try await context.client.updateStatus(request)
            return .done
        }
        let seconds = request.json["spec", "expirationSeconds"].int.map { Duration.seconds(max(Self.shortest, $0)) } ?? Self.validity
        let usages = request.json["spec", "usages"].strings
        let certificate = try authority.sign(
            requestPEM: pem, usages: (usages.contains("server auth") ? [.server] : []) + (usages.contains("client auth") ? [.client] : []),
            validity: min(seconds, Self.validity))
        request.json["status", "certificate"] = .string(Data(certificate.utf8).base64EncodedString())
        try await context.client.updateStatus(request)
        return .done
    }

    private static func pem(_ request: CertificateSigningRequest) -> String? {
        request.json["spec", "request"].string.flatMap { Data(base64Encoded: $0) }.map { String(decoding: $0, as: UTF8.self) }
    }
}

/// The signers that are part of every cluster, with what each lets pass.
enum CertificateSigner: String, Sendable {
    case client = "kubernetes.io/kube-apiserver-client"
    case nodeClient = "kubernetes.io/kube-apiserver-client-kubelet"
    case nodeServer = "kubernetes.io/kubelet-serving"

    private static let nodeUser = "system:node:"

    /// A joining machine asks for a node's certificate with its token; a node asks for its own next one.
    func approvesItself(_ request: SigningRequest, user: String, groups: [String]) -> Bool {
        guard self == .nodeClient || self == .nodeServer, isNode(request) else { return false }
        return user == request.commonName || self == .nodeClient && groups.contains("system:bootstrappers")
    }

    /// Why a request is not signed; nil when it is.
    func problem(with request: SigningRequest, usages: [String]) -> String? {
        let allowed: Set<String>
        switch self {
        case .client:
            allowed = ["client auth", "digital signature", "key encipherment"]
            if request.organizations.contains("system:masters") { return "the organization system:masters is not signed" }
        case .nodeClient: allowed = ["client auth", "digital signature", "key encipherment"]
        case .nodeServer: allowed = ["server auth", "digital signature", "key encipherment"]
        }
        if self != .client, !isNode(request) { return "subject organization is not system:nodes or the common name is not that of a node" }
        let needed = self == .nodeServer ? "server auth" : "client auth"
        guard usages.contains(needed), Set(usages).isSubset(of: allowed) else { return "usages did not match \(allowed.sorted())" }
        return nil
    }

    private func isNode(_ request: SigningRequest) -> Bool {
        request.organizations == ["system:nodes"] && request.commonName.hasPrefix(Self.nodeUser) && request.commonName.count > Self.nodeUser.count
    }
}
