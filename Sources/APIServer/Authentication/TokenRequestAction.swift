package import Document
package import PKI
package import Resources

/// `serviceaccounts/token`: makes a token for a ServiceAccount (authentication.k8s.io/v1 TokenRequest).
package struct TokenRequestAction: ActionHandler {
    package let group = ""
    package let resource = "serviceaccounts"
    package let subresource = "token"

    /// Seconds that pods ask for. Such a token is valid for a year, so that programs which never read it anew live on; it counts as stale
    /// after the time asked for.
    private static let extendedRequestSeconds = 3_607
    private static let extendedSeconds: Int64 = 365 * 86_400
    private static let minimumSeconds = 600
    private static let maximumSeconds = 1 << 32

    private let signer: TokenSigner
    private let issuer: String
    private let audiences: [String]
    private let caches: ObjectCaches
    private let environment: ServerEnvironment

    package init(
        signer: TokenSigner, issuer: String, audiences: [String], caches: ObjectCaches, environment: ServerEnvironment = ServerEnvironment()
    ) {
        self.signer = signer
        self.issuer = issuer
        self.audiences = audiences
        self.caches = caches
        self.environment = environment
    }

    package func perform(_ object: JSON, _ call: ActionCall) async throws(APIError) -> (status: Int, object: JSON) {
        var request = object
        let admission = AdmissionRequest(
            operation: .create, type: .serviceAccounts, subresource: subresource, namespace: call.namespace, name: call.name,
            user: call.user,
            dryRun: call.dryRun, warnings: call.call.warnings)
        try await call.writer.admission.mutate(&request, admission)
        try await call.writer.admission.validate(request, admission)
        return (201, try issue(request, namespace: call.namespace, name: call.name))
    }

    /// Answers `request` with its status filled in.
    package func issue(_ request: JSON, namespace: String, name: String) throws(APIError) -> JSON {
        guard let account = caches.get(ServiceAccount.self, namespace: namespace, name: name) else {
            throw .notFound(.serviceAccounts, name)
        }
        for field in ["name", "namespace"] {
            let given = request["metadata"][field].string ?? ""
            let expected = field == "name" ? name : namespace
            guard given.isEmpty || given == expected else {
                throw .badRequest("the \(field) of the object (\(given)) does not match the \(field) on the URL (\(expected))")
            }
        }
        let seconds = request["spec"]["expirationSeconds"].int ?? 3_600
        try validate(seconds, name: name)
        let wanted = request["spec"]["audiences"].strings
        let time = environment.now()
        var claims = ServiceAccountClaims(
            issuer: issuer, audiences: wanted.isEmpty ? audiences : wanted, issuedAt: time.seconds, expires: time.seconds + Int64(seconds),
            id: environment.makeUID(), namespace: namespace, account: .init(name: name, uid: account.uid))
        try bind(&claims, to: request["spec"]["boundObjectRef"])
        if seconds == Self.extendedRequestSeconds, claims.audiences.allSatisfy(audiences.contains) {
            claims.warnAfter = claims.expires
            claims.expires = time.seconds + Self.extendedSeconds
        }
        let token: String
        do {
            token = try signer.sign(claims: claims.document.encoded())
        } catch {
            throw .internalError("failed to sign token: \(error)")
        }
        var answer = request
        answer["apiVersion"] = "authentication.k8s.io/v1"
        answer["kind"] = "TokenRequest"
        answer["metadata"]["name"] = .string(name)
        answer["metadata"]["namespace"] = .string(namespace)
        answer["metadata"]["creationTimestamp"] = .string(time.wholeSeconds.description)
        answer["spec"]["audiences"] = JSON(claims.audiences)
        answer["spec"]["expirationSeconds"] = JSON(seconds)
        answer["status"] = [
            "token": .string(token), "expirationTimestamp": .string(time.wholeSeconds.adding(seconds: seconds).description),
        ]
        return answer
    }

    private func validate(_ seconds: Int, name: String) throws(APIError) {
        let field = FieldPath("spec", "expirationSeconds")
        let problem: String
        if seconds < Self.minimumSeconds {
            problem = "may not specify a duration less than 10 minutes"
        } else if seconds > Self.maximumSeconds {
            problem = "may not specify a duration larger than 2^32 seconds"
        } else {
            return
        }
        throw .invalid(QualifiedName(group: "authentication.k8s.io", name: "TokenRequest"), name, [.invalid(field, seconds, problem)])
    }

    /// Ties the token to the pod, secret or node it is asked for.
    private func bind(_ claims: inout ServiceAccountClaims, to reference: JSON) throws(APIError) {
        guard !reference.isNull else { return }
        let name = reference["name"].string ?? ""
        let uid = reference["uid"].string ?? ""
        let kind = GroupVersionKind(apiVersion: reference["apiVersion"].string ?? "", kind: reference["kind"].string ?? "")
        switch (kind.apiVersion, kind.kind) {
        case ("v1", "Pod"):
            guard let pod = caches.get(Pod.self, namespace: claims.namespace, name: name) else { throw .notFound(.pods, name) }
            try check(uid, pod.uid, .pods, name)
            let account = pod.json["spec"]["serviceAccountName"].string ?? ""
            guard account == claims.account.name else {
                throw .badRequest(
                    "cannot bind token for serviceaccount \(claims.account.name.goQuoted) to pod "
                        + "running with different serviceaccount name."
                )
            }
            claims.pod = .init(name: name, uid: pod.uid)
            if let node = pod.json["spec"]["nodeName"].string, let record = caches.record(.nodes, ObjectKey(name: node)) {
                claims.node = .init(name: node, uid: record.uid)
            }
        case ("v1", "Secret"):
            guard let secret = caches.record(.secrets, ObjectKey(namespace: claims.namespace, name: name)) else {
                throw .notFound(.secrets, name)
            }
            try check(uid, secret.uid, .secrets, name)
            claims.secret = .init(name: name, uid: secret.uid)
        case ("v1", "Node"):
            guard let node = caches.record(.nodes, ObjectKey(name: name)) else { throw .notFound(.nodes, name) }
            try check(uid, node.uid, .nodes, name)
            claims.node = .init(name: name, uid: node.uid)
        default:
            throw .badRequest("cannot bind token to object of type \(kind)")
        }
    }

    private func check(_ wanted: String, _ found: String, _ type: ResourceType, _ name: String) throws(APIError) {
        guard wanted.isEmpty || wanted == found else {
            throw .conflict(
                type, name,
                "the UID in the bound object reference (\(wanted)) does not match the UID in record. "
                    + "The object might have been deleted and then recreated"
            )
        }
    }
}
