package import Document
package import Resources

/// Lets only those attest for a signer, in ClusterTrustBundles, who are allowed to.
package struct ClusterTrustBundleAttest: AdmissionPlugin {
    package let name = "ClusterTrustBundleAttest"
    private let authorizer: any RequestAuthorizer

    package init(authorizer: any RequestAuthorizer) { self.authorizer = authorizer }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        (operation == .create || operation == .update) && type.group == "certificates.k8s.io" && type.plural == "clustertrustbundles"
    }

    package func validate(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        let signer = object["spec"]["signerName"].string ?? ""
        // Bundles of no signer are anyone's who may write bundles; what is about to go needs no attesting.
        if signer.isEmpty { return }
        if request.operation == .update, !object["metadata"]["deletionTimestamp"].isNull, object["spec"] == request.oldObject["spec"] {
            return
        }
        guard SignerPermission.holds("attest", signer, request.user, authorizer) else {
            throw request.forbidden(object, "user not permitted to attest for signerName \(signer.goQuoted)")
        }
    }
}
