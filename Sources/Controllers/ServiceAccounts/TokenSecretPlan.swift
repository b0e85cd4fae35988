internal import Document
import FoundationEssentials
internal import PKI
internal import Resources

/// What is to become of a Secret for a ServiceAccount token.
enum TokenSecretPlan {
    static let secretType = "kubernetes.io/service-account-token"
    private static let nameAnnotation = "kubernetes.io/service-account.name"
    private static let uidAnnotation = "kubernetes.io/service-account.uid"
    private static let claimPrefix = "kubernetes.io/serviceaccount/"

    enum Decision: Sendable, Hashable {
        case nothing
        /// To be written in place of what is there.
        case fill(JSON)
        /// Its account is gone, or another one of the same name.
        case remove
    }

    static func decide(_ secret: JSON, account: JSON?, signer: TokenSigner, authorityPEM: String) -> Decision {
        let metadata = secret["metadata"]
        guard secret["type"].string == secretType, metadata["deletionTimestamp"].isNull,
            let name = metadata["annotations"][nameAnnotation].string, !name.isEmpty
        else { return .nothing }
        guard let account, let uid = account["metadata"]["uid"].string else { return .remove }
        let known = metadata["annotations"][uidAnnotation].string
        if let known, !known.isEmpty, known != uid { return .remove }
        let namespace = metadata["namespace"].string ?? ""
        var filled = secret
        filled["metadata"]["annotations"][uidAnnotation] = .string(uid)
        filled["data"]["ca.crt"] = .string(Data(authorityPEM.utf8).base64EncodedString())
        filled["data"]["namespace"] = .string(Data(namespace.utf8).base64EncodedString())
        if secret["data"]["token"].isEmptyValue {
            let claims: JSON = [
                "iss": "kubernetes/serviceaccount", "\(claimPrefix)namespace": .string(namespace),
                "\(claimPrefix)secret.name": metadata["name"], "\(claimPrefix)service-account.name": .string(name),
                "\(claimPrefix)service-account.uid": .string(uid), "sub": .string("system:serviceaccount:\(namespace):\(name)"),
            ]
            guard let token = try? signer.sign(claims: claims.encoded()) else { return .nothing }
            filled["data"]["token"] = .string(Data(token.utf8).base64EncodedString())
        }
        return filled == secret ? .nothing : .fill(filled)
    }
}
