import Client
import Document
import FoundationEssentials
import PKI
import Resources

/// Asks the cluster for a certificate and waits until it is signed.
struct CertificateRequest: Sendable {
    enum Purpose: String, Sendable {
        case client = "kubernetes.io/kube-apiserver-client-kubelet"
        case serving = "kubernetes.io/kubelet-serving"
    }

    /// How long a signer may take, in seconds. Those of this cluster take milliseconds; a person may have to approve.
    static let patienceSeconds = 120

    let purpose: Purpose
    let nodeName: String
    let nodeAddress: String

    /// - Parameter client: with a join token, or as the node itself. Serving certificates are given to the node itself alone.
    /// - Throws: `APIError` when the server refuses, `ClusterError` when the request was denied, or not signed in time.
    func obtain(_ client: any APIClient) async throws -> Identity {
        let isServing = purpose == .serving
        let made = try SigningRequest.create(
            commonName: "system:node:" + nodeName, organizations: ["system:nodes"], dnsNames: isServing ? [nodeName] : [],
            addresses: isServing ? [nodeAddress] : [])
        let request = try await client.create(object(requestPEM: made.requestPEM))
        let certificate = try await signed(request, client)
        return Identity(certificatePEM: certificate, privateKeyPEM: made.privateKeyPEM)
    }

    func object(requestPEM: String) -> CertificateSigningRequest {
        var object = CertificateSigningRequest(name: "")
        object.json["metadata"] = ["generateName": purpose == .client ? "node-client-" : "node-serving-"]
        object.spec.request = Data(requestPEM.utf8).base64EncodedString()
        object.spec.signerName = purpose.rawValue
        object.spec.usages = ["digital signature", purpose == .client ? "client auth" : "server auth"]
        return object
    }

    /// Follows the request from the version that was made, so that nothing is missed and nothing is asked twice.
    private func signed(_ request: CertificateSigningRequest, _ client: any APIClient) async throws -> String {
        let options = WatchOptions(
            fieldSelector: "metadata.name=" + request.name, revision: UInt64(request.resourceVersion), timeoutSeconds: Self.patienceSeconds)
        for try await event in try await client.watch(.certificateSigningRequests, options) {
            switch event {
            case .added(let record), .modified(let record):
                if let certificate = try Self.certificate(of: record.view(CertificateSigningRequest.self)) { return certificate }
            case .deleted: throw ClusterError("the certificate request \(request.name) was deleted before it was signed")
            case .bookmark: continue
            }
        }
        throw ClusterError(
            "the certificate request \(request.name) was not signed within \(Self.patienceSeconds) s; "
                + "see `kubectl describe csr \(request.name)`"
        )
    }

    /// The certificate (PEM); nil while nobody has decided.
    static func certificate(of request: CertificateSigningRequest) throws -> String? {
        for condition in request.status.conditions where condition.isTrue && ["Denied", "Failed"].contains(condition.type) {
            throw ClusterError("the certificate request \(request.name) was refused: \(condition.message)")
        }
        guard let text = request.status.certificate, !text.isEmpty else { return nil }
        guard let data = Data(base64Encoded: text) else { throw ClusterError("the certificate of \(request.name) is not in base 64") }
        return String(decoding: data, as: UTF8.self)
    }
}
