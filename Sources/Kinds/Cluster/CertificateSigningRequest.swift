internal import Document
internal import Resources
internal import Schema

/// certificates.k8s.io/v1 CertificateSigningRequest.
struct CertificateSigningRequestRules: KindBehaviour {
    /// Ten minutes: no certificate may be asked for that lives shorter.
    private static let shortestSeconds = 600

    var nameRule: NameRule { .pathSegment }
    var separatesStatus: Bool { true }
    var selectable: [SelectableField] { ["spec.signerName"] }
    var columns: [TableColumn] {
        [
            .name, .age, TableColumn("SignerName"), TableColumn("Requestor"), TableColumn("RequestedDuration"), TableColumn("Condition"),
        ]
    }

    /// The request is settled at creation; approval and certificate are written through paths of their own.
    func prepareForUpdate(_ object: inout JSON, old: JSON, subresource: String?) {
        object["spec"] = old["spec"]
        guard subresource == "approval" else { return }
        let conditions = object["status"]["conditions"]
        object["status"] = old["status"]
        object["status"]["conditions"] = conditions
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        // Whether the block holds a request that its key signed is admission's to find out.
        if PEMText.firstBlock(Base64Text.decode(spec["request"].string ?? "")) != "CERTIFICATE REQUEST" {
            errors.append(.invalid("spec.request", spec["request"], "PEM block type must be CERTIFICATE REQUEST"))
        }
        let usages = spec["usages"].strings
        if usages.isEmpty { errors.append(.required("spec.usages")) }
        for (index, usage) in usages.enumerated() where usages[..<index].contains(usage) {
            errors.append(.duplicate(FieldPath("spec.usages").index(index), usage))
        }
        SignerName.validate(spec["signerName"].string ?? "", "spec.signerName", &errors)
        if let seconds = spec["expirationSeconds"].int, seconds < Self.shortestSeconds {
            errors.append(.invalid("spec.expirationSeconds", seconds, "may not specify a duration less than 600 seconds (10 minutes)"))
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let spec = object["spec"]
        let signer = spec["signerName"].string ?? "<none>"
        let duration = spec["expirationSeconds"].int.map { HumanDuration.text(seconds: $0) } ?? "<none>"
        return [
            object.nameCell, object.ageCell(now: now), .string(signer), spec["username"].textCell, .string(duration),
            .string(condition(object["status"])),
        ]
    }

    private func condition(_ status: JSON) -> String {
        let types = (status["conditions"].array ?? []).compactMap { $0["type"].string }
        var words: [String] = []
        if types.contains("Denied") {
            words.append("Denied")
        } else if types.contains("Approved") {
            words.append("Approved")
        } else {
            words.append("Pending")
        }
        if types.contains("Failed") { words.append("Failed") }
        if !(status["certificate"].string?.isEmpty ?? true) { words.append("Issued") }
        return words.joined(separator: ",")
    }
}
