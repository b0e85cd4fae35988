internal import Document
internal import Resources

/// What a claim's volume is filled with at first: `dataSource`, and its successor `dataSourceRef`.
enum ClaimDataSource {
    static func validate(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        for key in ["dataSource", "dataSourceRef"] where !spec[key].isNull { reference(spec[key], path.child(key), &errors) }
        let (source, reference) = (spec["dataSource"], spec["dataSourceRef"])
        if source.isNull || reference.isNull { return }
        // The value shown is the path itself.
        let shown = path.child("dataSource").description
        if !(reference["namespace"].string ?? "").isEmpty {
            errors.append(.invalid(path, shown, "may not be specified when dataSourceRef.namespace is specified"))
        } else if ["apiGroup", "kind", "name"].contains(where: { source[$0] != reference[$0] }) {
            errors.append(.invalid(path, shown, "must match dataSourceRef"))
        }
    }

    private static func reference(_ reference: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        for key in ["name", "kind"] where reference[key].string?.isEmpty ?? true { errors.append(.required(path.child(key))) }
        let group = reference["apiGroup"].string ?? ""
        let kind = reference["kind"].string ?? ""
        if group.isEmpty {
            if kind != "PersistentVolumeClaim" {
                errors.append(.invalid(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup"))
            }
        } else {
            for problem in NameRules.dns1123Subdomain(group) { errors.append(.invalid(path.child("apiGroup"), group, problem)) }
        }
        guard let namespace = reference["namespace"].string, !namespace.isEmpty else { return }
        for problem in NameRules.dns1123Label(namespace) { errors.append(.invalid(path.child("namespace"), namespace, problem)) }
    }

    /// The older field knows two kinds of sources and forgets whatever else it is told; its successor takes all.
    private static func dropUnknown(_ spec: inout JSON) {
        let known = ["PersistentVolumeClaim": "", "VolumeSnapshot": "snapshot.storage.k8s.io"]
        let group = spec["dataSource"]["apiGroup"].string ?? ""
        if known[spec["dataSource"]["kind"].string ?? ""] != group { spec["dataSource"] = .null }
    }

    /// Whichever of the two is given, both are shown; a claim of another namespace has no old form.
    /// - Parameter old: the stored spec; null for a new claim.
    static func applyDefaults(_ spec: inout JSON, old: JSON) {
        if spec["dataSourceRef"].isNull, !spec["dataSource"].isNull, old["dataSource"].isNull, old["dataSourceRef"].isNull {
            dropUnknown(&spec)
        }
        if !(spec["dataSourceRef"]["namespace"].string ?? "").isEmpty { return }
        if !spec["dataSource"].isNull, spec["dataSourceRef"].isNull {
            spec["dataSourceRef"] = spec["dataSource"]
        } else if spec["dataSource"].isNull, !spec["dataSourceRef"].isNull {
            spec["dataSource"] = spec["dataSourceRef"]
            spec["dataSource"]["namespace"] = .null
        }
    }
}
