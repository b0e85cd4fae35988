package import Document
internal import Resources

/// What a ServiceAccount token says (JWT claims, RFC 7519 §4.1, and the private claim `kubernetes.io`). Times are Unix seconds.
package struct ServiceAccountClaims: Sendable, Hashable {
    package struct Reference: Sendable, Hashable {
        package var name: String
        package var uid: String

        package init(name: String, uid: String) {
            self.name = name
            self.uid = uid
        }
    }

    package var issuer: String
    package var audiences: [String]
    package var issuedAt: Int64
    package var notBefore: Int64
    package var expires: Int64
    /// A name for this one token (`jti`).
    package var id: String
    package var namespace: String
    package var account: Reference
    /// The object without which the token is worth nothing.
    package var pod: Reference?
    package var secret: Reference?
    package var node: Reference?
    /// After this the token is stale, though still valid: its holder should have fetched a new one.
    package var warnAfter: Int64?

    package var document: JSON {
        func reference(_ value: Reference?) -> JSON { value.map { ["name": .string($0.name), "uid": .string($0.uid)] } ?? .null }
        let own: JSON = [
            "namespace": .string(namespace), "node": reference(node), "pod": reference(pod), "secret": reference(secret),
            "serviceaccount": reference(account), "warnafter": warnAfter.map(JSON.int) ?? .null,
        ]
        return [
            "aud": JSON(audiences), "exp": .int(expires), "iat": .int(issuedAt), "iss": .string(issuer), "jti": .string(id),
            "kubernetes.io": own, "nbf": .int(notBefore),
            "sub": .string("\(UserInfo.serviceAccountNamePrefix)\(namespace):\(account.name)"),
        ]
    }

    /// Nil when the document lacks what every ServiceAccount token has.
    package init?(_ document: JSON) {
        func reference(_ value: JSON) -> Reference? {
            guard let name = value["name"].string else { return nil }
            return Reference(name: name, uid: value["uid"].string ?? "")
        }
        let own = document["kubernetes.io"]
        guard let issuer = document["iss"].string, let expires = document["exp"].int, let namespace = own["namespace"].string,
            let account = reference(own["serviceaccount"]),
            document["sub"].string == "\(UserInfo.serviceAccountNamePrefix)\(namespace):\(account.name)"
        else { return nil }
        self.issuer = issuer
        audiences = document["aud"].string.map { [$0] } ?? document["aud"].strings
        issuedAt = Int64(document["iat"].int ?? 0)
        notBefore = Int64(document["nbf"].int ?? 0)
        self.expires = Int64(expires)
        id = document["jti"].string ?? ""
        self.namespace = namespace
        self.account = account
        pod = reference(own["pod"])
        secret = reference(own["secret"])
        node = reference(own["node"])
        warnAfter = own["warnafter"].int.map(Int64.init)
    }

    package init(
        issuer: String, audiences: [String], issuedAt: Int64, expires: Int64, id: String, namespace: String, account: Reference
    ) {
        self.issuer = issuer
        self.audiences = audiences
        self.issuedAt = issuedAt
        notBefore = issuedAt
        self.expires = expires
        self.id = id
        self.namespace = namespace
        self.account = account
    }

    /// Whom the token makes its holder.
    package var user: UserInfo {
        let prefix = "authentication.kubernetes.io/"
        var extra: [String: [String]] = [:]
        if !id.isEmpty { extra[prefix + "credential-id"] = ["JTI=\(id)"] }
        if let pod { (extra[prefix + "pod-name"], extra[prefix + "pod-uid"]) = ([pod.name], [pod.uid]) }
        if let node { (extra[prefix + "node-name"], extra[prefix + "node-uid"]) = ([node.name], [node.uid]) }
        return UserInfo(
            name: "\(UserInfo.serviceAccountNamePrefix)\(namespace):\(account.name)", uid: account.uid,
            groups: [UserInfo.Group.serviceAccounts, "\(UserInfo.Group.serviceAccounts):\(namespace)"], extra: extra)
    }
}
