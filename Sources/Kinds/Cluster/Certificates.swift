internal import Document
internal import Resources
internal import Schema

/// certificates.k8s.io ClusterTrustBundle. One of a signer is named after it: `example.com:signer:name`.
struct ClusterTrustBundleRules: KindBehaviour {
    private static let sizeLimit = 1 << 20

    var nameRule: NameRule { .any }
    var selectable: [SelectableField] { ["spec.signerName"] }
    var columns: [TableColumn] { [.name, TableColumn("SignerName")] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let name = object["metadata"]["name"].string ?? ""
        let signer = object["spec"]["signerName"].string ?? ""
        for problem in Self.nameProblems(name, signer: signer) { errors.append(.invalid("metadata.name", name, problem)) }
        if !signer.isEmpty { SignerName.validate(signer, "spec.signerName", &errors) }
        let bundle = object["spec"]["trustBundle"].string ?? ""
        if bundle.utf8.count > Self.sizeLimit {
            errors.append(.tooLong("spec.trustBundle", limitBytes: Self.sizeLimit))
        } else if !bundle.contains("-----BEGIN CERTIFICATE-----") {
            errors.append(.invalid("spec.trustBundle", "<value omitted>", "at least one trust anchor must be provided"))
        }
    }

    /// What is wrong with a bundle's name; its signer is read from the name itself.
    static func nameProblems(_ name: String) -> [String] {
        let signer = name.lastIndex(of: ":").map { name[..<$0].map { $0 == ":" ? "/" : String($0) }.joined() }
        return nameProblems(name, signer: signer ?? "")
    }

    private static func nameProblems(_ name: String, signer: String) -> [String] {
        if signer.isEmpty {
            if name.contains(":") { return ["ClusterTrustBundle without signer name must not have \":\" in its name"] }
            return NameRules.dns1123Subdomain(name)
        }
        let prefix = signer.map { $0 == "/" ? ":" : String($0) }.joined() + ":"
        guard name.hasPrefix(prefix) else {
            return ["ClusterTrustBundle for signerName \(signer) must be named with prefix \(prefix)"]
        }
        return NameRules.dns1123Subdomain(String(name.dropFirst(prefix.count)))
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"]["signerName"], old["spec"]["signerName"], "spec.signerName", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let signer = object["spec"]["signerName"].string ?? ""
        return [object.nameCell, .string(signer.isEmpty ? "<none>" : signer)]
    }
}

/// certificates.k8s.io PodCertificateRequest.
struct PodCertificateRequestRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var selectable: [SelectableField] { ["spec.signerName", "spec.podName", "spec.nodeName"] }
    var columns: [TableColumn] {
        ["PodName", "ServiceAccountName", "NodeName", "SignerName", "State"].reduce(into: [TableColumn.name]) { $0.append(TableColumn($1)) }
            + [TableColumn("UnverifiedUserAnnotations", priority: 1)]
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        let signer = spec["signerName"].string ?? ""
        SignerName.validate(signer, "spec.signerName", &errors)
        for key in ["podName", "serviceAccountName", "nodeName"] {
            let name = spec[key].string ?? ""
            for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(FieldPath("spec").child(key), name, problem)) }
        }
        for key in ["podUID", "serviceAccountUID", "nodeUID"] where spec[key].isEmptyValue {
            errors.append(.invalid(FieldPath("spec").child(key), "", "must not be empty"))
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"], old["spec"], "spec", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let spec = object["spec"]
        let known = ["Issued", "Denied", "Failed"]
        let types = (object["status"]["conditions"].array ?? []).compactMap { $0["type"].string }
        return [
            object.nameCell, spec["podName"].textCell, spec["serviceAccountName"].textCell, spec["nodeName"].textCell,
            spec["signerName"].textCell, .string(types.last { known.contains($0) } ?? "Pending"),
            .string(spec["unverifiedUserAnnotations"].labelText),
        ]
    }
}
