internal import Document
internal import Resources

/// The status of a CustomResourceDefinition, decided from it and the others of its group: which of its names it may use, and whether
/// its kind is served (upstream: the naming, establishing, non-structural-schema and API-approval controllers).
enum DefinitionPlan {
    /// - Parameter others: the other definitions of the group.
    /// - Returns: the status as it should be.
    static func status(of definition: JSON, others: [JSON], now: Timestamp) -> JSON {
        var status = definition["status"]
        var conditions = (status["conditions"].array ?? []).map { Condition($0) }
        let (names, accepted) = accept(definition, others)
        conditions.set(accepted, now: now)
        if !conditions.isTrue("Established") {
            let established =
                accepted.isTrue
                ? Condition(
                    type: "Established", status: .isTrue, reason: "InitialNamesAccepted",
                    message: "the initial names have been accepted")
                : Condition(type: "Established", status: .isFalse, reason: "NotAccepted", message: "not all names are accepted")
            conditions.set(established, now: now)
        }
        if let problem = shapeProblem(definition["spec"]) {
            conditions.set(
                Condition(type: "NonStructuralSchema", status: .isTrue, reason: "Violations", message: problem), now: now)
        } else {
            conditions.remove(type: "NonStructuralSchema")
        }
        if let approval = approval(definition) {
            conditions.set(approval, now: now)
        } else {
            conditions.remove(type: "KubernetesAPIApprovalPolicyConformant")
        }
        status["acceptedNames"] = names
        status["conditions"] = .array(conditions.map(\.json))
        return status
    }

    static func isEstablished(_ status: JSON) -> Bool { (status["conditions"].array ?? []).map { Condition($0) }.isTrue("Established") }

    // MARK: Names

    /// The names a definition has: those it wishes as far as nobody else has them, and for the rest those it had.
    private static func accept(_ definition: JSON, _ others: [JSON]) -> (names: JSON, condition: Condition) {
        let wished = definition["spec"]["names"]
        var names = definition["status"]["acceptedNames"]
        var resources: Set<String> = []
        var kinds: Set<String> = []
        for other in others {
            let taken = other["status"]["acceptedNames"]
            resources.formUnion(["plural", "singular"].compactMap { taken[$0].string } + taken["shortNames"].strings)
            kinds.formUnion(["kind", "listKind"].compactMap { taken[$0].string })
        }
        resources.remove("")
        kinds.remove("")
        var conflict: (reason: String, name: String)?
        func settle(_ field: String, _ reason: String, _ taken: Set<String>) {
            let name = wished[field].string ?? ""
            if name != names[field].string, taken.contains(name) {
                conflict = (reason, name)
            } else {
                names[field] = wished[field]
            }
        }
        settle("plural", "PluralConflict", resources)
        settle("singular", "SingularConflict", resources)
        let known = names["shortNames"].strings
        if let name = wished["shortNames"].strings.first(where: { !known.contains($0) && resources.contains($0) }) {
            conflict = ("ShortNamesConflict", name)
        } else {
            names["shortNames"] = wished["shortNames"]
        }
        settle("kind", "KindConflict", kinds)
        settle("listKind", "ListKindConflict", kinds)
        names["categories"] = wished["categories"]
        for field in ["plural", "kind"] where names[field].isNull { names[field] = "" }
        if let conflict {
            let message = "\(conflict.name.goQuoted) is already in use"
            return (names, Condition(type: "NamesAccepted", status: .isFalse, reason: conflict.reason, message: message))
        }
        return (names, Condition(type: "NamesAccepted", status: .isTrue, reason: "NoConflicts", message: "no conflicts found"))
    }

    // MARK: Definitions of old, and of Kubernetes

    /// Why the kind's objects are not pruned; nil for all definitions that were made as v1.
    private static func shapeProblem(_ spec: JSON) -> String? {
        guard spec["preserveUnknownFields"].bool ?? false else { return nil }
        return "spec.preserveUnknownFields: Invalid value: true: must be false"
    }

    private static let approvalAnnotation = "api-approved.kubernetes.io"

    private static func approval(_ definition: JSON) -> Condition? {
        let group = definition["spec"]["group"].string ?? ""
        guard ["k8s.io", "kubernetes.io"].contains(where: { group == $0 || group.hasSuffix("." + $0) }) else { return nil }
        let type = "KubernetesAPIApprovalPolicyConformant"
        guard let value = definition["metadata"]["annotations"][approvalAnnotation].string else {
            let why =
                "protected groups must have approval annotation \"\(approvalAnnotation)\", "
                + "see https://github.com/kubernetes/enhancements/pull/1111"
            return Condition(type: type, status: .isFalse, reason: "MissingAnnotation", message: why)
        }
        if value.hasPrefix("unapproved") {
            return Condition(type: type, status: .isFalse, reason: "UnapprovedAnnotation", message: "not approved: \(value.goQuoted)")
        }
        return Condition(type: type, status: .isTrue, reason: "ApprovedAnnotation", message: "approved in \(value)")
    }
}
