package import Document
internal import FoundationEssentials
internal import PKI
package import Resources

/// Certificate signing requests say truthfully who made them, and only those who may speak for a signer approve and sign
/// (upstream: the request's registry strategy and the plugins CertificateApproval, CertificateSigning, CertificateSubjectRestriction).
package struct CertificateAdmission: AdmissionPlugin {
    package let name = "CertificateAdmission"
    private static let clientSigner = "kubernetes.io/kube-apiserver-client"
    private let authorizer: any RequestAuthorizer

    package init(authorizer: any RequestAuthorizer) { self.authorizer = authorizer }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        guard type.isSame(as: .certificateSigningRequests) else { return false }
        return operation == .create && subresource.isEmpty || operation == .update && ["approval", "status"].contains(subresource)
    }

    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) throws(APIError) {
        guard request.operation == .create else { return }
        let user = request.user.document
        for key in ["username", "uid", "groups", "extra"] { object["spec"][key] = user[key] }
    }

    package func validate(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        switch (request.operation, request.subresource) {
        case (.create, _):
            try checkRequest(object, request)
        case (_, "approval"): try check("approve", object, request)
        default:
            let (status, old) = (object["status"], request.oldObject["status"])
            func failures(_ status: JSON) -> [JSON] { (status["conditions"].array ?? []).filter { $0["type"].string == "Failed" } }
            if status["certificate"] != old["certificate"] || failures(status) != failures(old) { try check("sign", object, request) }
        }
    }

    private func checkRequest(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        let isForClients = object["spec"]["signerName"].string == Self.clientSigner
        switch SigningRequest.read(pem: Self.pem(object)) {
        case .fault(let fault): throw .invalid(request.type, request.name, [.invalid("spec.request", object["spec"]["request"], fault)])
        case .unknown(let error): if isForClients { throw request.forbidden(object, "failed to parse CSR: \(error)") }
        case .request(let parsed):
            // The name `system:masters` opens every door: no client certificate is issued for it.
            if isForClients, parsed.organizations.contains(UserInfo.Group.masters) {
                throw request.forbidden(object, "use of \(Self.clientSigner) signer with system:masters group is not allowed")
            }
        }
    }

    private static func pem(_ object: JSON) -> String {
        let text = object["spec"]["request"].string ?? ""
        return String(decoding: Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data(), as: UTF8.self)
    }

    private func check(_ verb: String, _ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        let signer = request.oldObject["spec"]["signerName"].string ?? ""
        if SignerPermission.holds(verb, signer, request.user, authorizer) { return }
        throw request.forbidden(object, "user not permitted to \(verb) requests with signerName \(signer.goQuoted)")
    }
}

/// What somebody may do in the name of a signer: of this one, or of all of its domain.
enum SignerPermission {
    static func holds(_ verb: String, _ signer: String, _ user: UserInfo, _ authorizer: any RequestAuthorizer) -> Bool {
        let domain = signer.split(separator: "/", maxSplits: 1).first.map { "\($0)/*" } ?? ""
        return [signer, domain].contains { name in
            let attributes = RequestAttributes(
                verb: verb, apiGroup: "certificates.k8s.io", apiVersion: "*", resource: "signers", name: name)
            return authorizer.authorize(user, attributes) == .allow
        }
    }
}
