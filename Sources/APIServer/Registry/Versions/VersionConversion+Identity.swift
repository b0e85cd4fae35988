internal import Document
internal import FoundationEssentials
internal import PKI
internal import Resources

extension VersionConversion {
    private static let rbac = "rbac.authorization.k8s.io"

    /// Subjects of rbac.authorization.k8s.io/v1alpha1 tell their group with a version.
    static let roleBindingV1alpha1 = VersionConversion(
        toServed: { object in
            var served = object
            served.changeElements("subjects") { subject in
                let group = subject["apiGroup"].string ?? ""
                subject["apiGroup"] = .null
                switch subject["kind"].string {
                case "ServiceAccount" where group.isEmpty: subject["apiVersion"] = "v1"
                case "User" where group == rbac, "Group" where group == rbac: subject["apiVersion"] = .string(rbac + "/v1alpha1")
                default: subject["apiVersion"] = group.isEmpty ? .null : .string(group + "/")
                }
            }
            return served
        },
        toStored: { object in
            var stored = object
            stored.changeElements("subjects") { subject in
                let version = subject["apiVersion"].string ?? ""
                subject["apiVersion"] = .null
                switch subject["kind"].string {
                case "ServiceAccount": break
                case "User" where subject["name"].string == "*":
                    subject["kind"] = "Group"
                    subject["name"] = .string(UserInfo.Group.authenticated)
                    subject["apiGroup"] = .string(rbac)
                case "User", "Group": subject["apiGroup"] = .string(rbac)
                default: if let slash = version.firstIndex(of: "/") { subject["apiGroup"] = .string(String(version[..<slash])) }
                }
            }
            return stored
        })

    private static let legacySigner = "kubernetes.io/legacy-unknown"

    /// Requests of certificates.k8s.io/v1beta1 need not name their signer: it is seen from what they ask for.
    static let signingRequestV1beta1 = VersionConversion(
        toServed: { $0 },
        toStored: { object in
            var stored = object
            if object["spec"]["signerName"].isNull { stored["spec"]["signerName"] = .string(signer(of: object["spec"])) }
            return stored
        })

    private static func signer(of spec: JSON) -> String {
        guard let pem = spec["request"].string.flatMap({ Data(base64Encoded: $0) }).map({ String(decoding: $0, as: UTF8.self) }),
            let request = try? SigningRequest(pem: pem),
            request.organizations == ["system:nodes"], request.commonName.hasPrefix("system:node:"), !request.hasOtherNames
        else { return legacySigner }
        let usages = Set(spec["usages"].strings)
        let base: Set<String> = ["digital signature", "key encipherment"]
        let hasNames = !request.dnsNames.isEmpty || !request.addresses.isEmpty
        if usages == base.union(["client auth"]), !hasNames { return "kubernetes.io/kube-apiserver-client-kubelet" }
        if usages == base.union(["server auth"]), hasNames { return "kubernetes.io/kubelet-serving" }
        return legacySigner
    }
}
