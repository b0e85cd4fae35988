package import Document

/// What a ServiceAccount token says that is kept in a Secret of type `kubernetes.io/service-account-token`. It has no end; it is good for
/// as long as that Secret holds it.
package struct LegacyTokenClaims: Sendable, Hashable {
    package static let issuer = "kubernetes/serviceaccount"
    package static let secretType = "kubernetes.io/service-account-token"
    private static let prefix = "kubernetes.io/serviceaccount/"

    package var namespace: String
    package var secret: String
    package var account: ServiceAccountClaims.Reference

    package init(namespace: String, secret: String, account: ServiceAccountClaims.Reference) {
        self.namespace = namespace
        self.secret = secret
        self.account = account
    }

    /// Nil when the document is not of this sort.
    package init?(_ document: JSON) {
        guard document["iss"].string == Self.issuer, let namespace = document[Self.prefix + "namespace"].string,
            let secret = document[Self.prefix + "secret.name"].string,
            let name = document[Self.prefix + "service-account.name"].string,
            let uid = document[Self.prefix + "service-account.uid"].string,
            document["sub"].string == "\(UserInfo.serviceAccountNamePrefix)\(namespace):\(name)"
        else { return nil }
        self.init(namespace: namespace, secret: secret, account: .init(name: name, uid: uid))
    }

    /// Whom the token makes its holder.
    package var user: UserInfo {
        UserInfo(
            name: "\(UserInfo.serviceAccountNamePrefix)\(namespace):\(account.name)", uid: account.uid,
            groups: [UserInfo.Group.serviceAccounts, "\(UserInfo.Group.serviceAccounts):\(namespace)"])
    }
}
