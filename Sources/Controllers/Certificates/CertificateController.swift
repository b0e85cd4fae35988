internal import Client
internal import Document
import FoundationEssentials
internal import Logging
package import PKI
internal import Resources
internal import ServiceLifecycle

/// Signs approved certificate signing requests for the built-in signers, and approves those of joining and renewing nodes.
package final class CertificateController: ServiceLifecycle.Service {
    package static let validity: Duration = .seconds(365 * 86_400)
    /// The shortest validity that can be asked for, in seconds.
    static let shortest = 600

    private let context: ControllerContext
    private let authority: CertificateAuthority
    private let validity: Duration
    private let requests: Informer<CertificateSigningRequest>
    private let nodes: Informer<Node>
    private let services: Informer<Service>
    private let queue = WorkQueue<String>()

    /// - Parameter validity: how long certificates last at most.
    package init(_ context: ControllerContext, authority: CertificateAuthority, validity: Duration = CertificateController.validity) {
        (self.context, self.authority, self.validity) = (context, authority, validity)
        requests = context.informers.informer(CertificateSigningRequest.self)
        nodes = context.informers.informer(Node.self)
        services = context.informers.informer(Service.self)
        requests.onChange { [queue] in if !$0.isDeletion { queue.add($0.key.name) } }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "certificates", queue: queue, workers: 2, waitFor: [requests, nodes, services], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func reconcile(_ name: String) async throws -> Requeue {
        guard let request = requests.get(name: name), (request.status.certificate ?? "").isEmpty,
            let signer = CertificateSigner(rawValue: request.spec.signerName)
        else { return .done }
        let conditions = request.status.conditions
        if conditions.isTrue("Denied") || conditions.isTrue("Failed") { return .done }
        do {
            if conditions.isTrue("Approved") { try await sign(request, signer) } else { try await approve(request, signer) }
        } catch let error as APIError where error.isNotFound {
            return .done
        } catch let error as APIError where error.isConflict {
            return .after(WrittenRevisions.recheck)
        }
        return .done
    }

    private func approve(_ request: CertificateSigningRequest, _ signer: CertificateSigner) async throws {
        guard let pem = Self.pem(request), let parsed = try? SigningRequest(pem: pem),
            signer.approvesItself(parsed, usages: request.spec.usages, user: request.spec.username, groups: request.spec.groups),
            signer != .nodeServer || mayServe(parsed)
        else { return }  // somebody else has to decide
        var approved = request
        approved.status.conditions.set(
            Condition(
                type: "Approved", status: .isTrue, reason: "AutoApproved",
                message: "Auto approving node certificate after checking its subject."),
            now: context.now())
        // The change comes back and is signed then.
        try await context.client.update(approved, subresource: "approval")
    }

    /// A node may be known by its own name, and at addresses that are nobody else's: neither other nodes' nor services'.
    private func mayServe(_ request: SigningRequest) -> Bool {
        let name = String(request.commonName.dropFirst(CertificateSigner.nodeUser.count))
        guard request.dnsNames.allSatisfy({ $0 == name }) else { return false }
        let others = nodes.list().filter { $0.name != name }.flatMap { $0.status.addresses.map(\.address) }
        let virtual = services.list().flatMap { [$0.json["spec", "clusterIP"].string ?? ""] + $0.json["spec", "clusterIPs"].strings }
        return Set(request.addresses).isDisjoint(with: others + virtual)
    }

    private func sign(_ request: CertificateSigningRequest, _ signer: CertificateSigner) async throws {
        var answered = request
        do {
            guard let pem = Self.pem(request) else { throw PKIError.malformed("the request is not in base 64") }
            let parsed = try SigningRequest(pem: pem)
            if let problem = signer.problem(with: parsed, usages: request.spec.usages) { throw PKIError.untrusted(problem) }
            let wished = request.spec.expirationSeconds.map { Duration.seconds(max(Self.shortest, $0)) } ?? validity
            let usages: [CertificateUsage] =
                (request.spec.usages.contains("server auth") ? [.server] : [])
                + (request.spec.usages.contains("client auth") ? [.client] : [])
            let certificate = try authority.sign(requestPEM: pem, usages: usages, validity: min(wished, validity))
            answered.status.certificate = Data(certificate.utf8).base64EncodedString()
        } catch let error as PKIError {
            answered.status.conditions.set(
                Condition(type: "Failed", status: .isTrue, reason: "SignerValidationFailure", message: error.description),
                now: context.now())
        }
        try await context.client.updateStatus(answered)
    }

    private static func pem(_ request: CertificateSigningRequest) -> String? {
        Data(base64Encoded: request.spec.request).map { String(decoding: $0, as: UTF8.self) }
    }
}
