internal import Document
internal import Resources
internal import Schema

/// Pieces of the rows of volumes and claims.
private enum VolumeCells {
    private static let short = [
        "ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP",
    ]
    private static let order = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]

    static func modes(_ json: JSON) -> JSON {
        let present = Set(json.strings)
        return .string(order.filter { present.contains($0) }.compactMap { short[$0] }.joined(separator: ","))
    }

    static func orUnset(_ json: JSON) -> JSON { .string(json.string.flatMap { $0.isEmpty ? nil : $0 } ?? "<unset>") }

    static func phase(_ object: JSON) -> JSON {
        object["metadata"]["deletionTimestamp"].isNull ? object["status"]["phase"].textCell : "Terminating"
    }
}

/// core/v1 PersistentVolume.
struct PersistentVolumeRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var columns: [TableColumn] {
        [
            .name, TableColumn("Capacity"), TableColumn("Access Modes"), TableColumn("Reclaim Policy"), TableColumn("Status"),
            TableColumn("Claim"), TableColumn("StorageClass"), TableColumn("VolumeAttributesClass"), TableColumn("Reason"), .age,
            TableColumn("VolumeMode", priority: 1),
        ]
    }

    func prepareForCreate(_ object: inout JSON) { object["status"] = ["phase": "Pending"] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        if (spec["accessModes"].array ?? []).isEmpty { errors.append(.required("spec.accessModes")) }
        if spec["capacity"].object?.isEmpty ?? true { errors.append(.required("spec.capacity")) }
        if let amount = Quantity(field: spec["capacity"]["storage"]) {
            if amount.sign <= 0 {
                errors.append(.invalid("spec.capacity[storage]", spec["capacity"]["storage"], "must be greater than zero"))
            }
        } else {
            errors.append(.notSupported("spec.capacity", (spec["capacity"].object?.keys ?? []).joined(separator: ","), ["storage"]))
        }
        let known: Set<String> = [
            "accessModes", "capacity", "claimRef", "mountOptions", "nodeAffinity", "persistentVolumeReclaimPolicy", "storageClassName",
            "volumeAttributesClassName", "volumeMode",
        ]
        let sources = (spec.object?.keys ?? []).filter { !known.contains($0) }
        if sources.isEmpty { errors.append(.required("spec", "must specify a volume type")) }
        for source in sources.dropFirst() {
            errors.append(.forbidden(FieldPath("spec").child(source), "may not specify more than 1 volume type"))
        }
        if !spec["hostPath"].isNull, (spec["hostPath"]["path"].string ?? "").isEmpty { errors.append(.required("spec.hostPath.path")) }
        if !spec["hostPath"].isNull, spec["hostPath"]["path"].string == "/", spec["persistentVolumeReclaimPolicy"].string == "Recycle" {
            errors.append(.forbidden("spec.persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'"))
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        let source = (old["spec"].object?.keys ?? []).first { $0.hasSuffix("Path") || ["nfs", "csi", "local", "iscsi", "fc"].contains($0) }
        if let source, object["spec"][source] != old["spec"][source] {
            errors.append(.forbidden("spec.persistentvolumesource", "spec.persistentvolumesource is immutable after creation"))
        }
        SpecChecks.immutable(object["spec"]["volumeMode"], old["spec"]["volumeMode"], "spec.volumeMode", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let spec = object["spec"]
        let claim = spec["claimRef"]
        let name = claim.isNull ? "" : "\(claim["namespace"].string ?? "")/\(claim["name"].string ?? "")"
        return [
            object.nameCell, spec["capacity"]["storage"].textCell, VolumeCells.modes(spec["accessModes"]),
            spec["persistentVolumeReclaimPolicy"].textCell, VolumeCells.phase(object), .string(name), spec["storageClassName"].textCell,
            VolumeCells.orUnset(spec["volumeAttributesClassName"]), object["status"]["reason"].textCell, object.ageCell(now: now),
            VolumeCells.orUnset(spec["volumeMode"]),
        ]
    }
}

/// core/v1 PersistentVolumeClaim.
struct PersistentVolumeClaimRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var columns: [TableColumn] {
        [
            .name, TableColumn("Status"), TableColumn("Volume"), TableColumn("Capacity"), TableColumn("Access Modes"),
            TableColumn("StorageClass"), TableColumn("VolumeAttributesClass"), .age, TableColumn("VolumeMode", priority: 1),
        ]
    }

    func prepareForCreate(_ object: inout JSON) { object["status"] = ["phase": "Pending"] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) { Self.validate(object["spec"], "spec", &errors) }

    static func validate(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if (spec["accessModes"].array ?? []).isEmpty {
            errors.append(.required(path.child("accessModes"), "at least 1 access mode is required"))
        }
        let amount = spec["resources", "requests", "storage"]
        if amount.isNull {
            errors.append(.required(path.child("resources").key("storage")))
        } else if let quantity = Quantity(field: amount), quantity.sign <= 0 {
            errors.append(.invalid(path.child("resources").key("storage"), amount, "must be greater than zero"))
        }
        SpecChecks.labelSelector(spec["selector"], path.child("selector"), &errors)
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        var (new, before) = (object["spec"], old["spec"])
        if before["volumeName"].isNull { before["volumeName"] = new["volumeName"] }
        let wanted = Quantity(field: new["resources", "requests", "storage"])
        let had = Quantity(field: before["resources", "requests", "storage"])
        if old["status"]["phase"].string == "Bound", let wanted, let had {
            if wanted < had {
                errors.append(.forbidden("spec.resources.requests.storage", "field can not be less than status.capacity"))
            }
            new["resources"] = before["resources"]
        }
        new["volumeAttributesClassName"] = before["volumeAttributesClassName"]
        if new != before {
            errors.append(
                .forbidden(
                    "spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"))
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let (spec, status) = (object["spec"], object["status"])
        let bound = !(spec["volumeName"].string?.isEmpty ?? true)
        return [
            object.nameCell, VolumeCells.phase(object), spec["volumeName"].textCell, bound ? status["capacity"]["storage"].textCell : "",
            bound ? VolumeCells.modes(status["accessModes"]) : "", spec["storageClassName"].textCell,
            VolumeCells.orUnset(spec["volumeAttributesClassName"]), object.ageCell(now: now), VolumeCells.orUnset(spec["volumeMode"]),
        ]
    }
}

/// storage.k8s.io/v1 StorageClass.
struct StorageClassRules: KindBehaviour {
    private static let defaultMarks = ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"]

    var columns: [TableColumn] {
        [
            .name, TableColumn("Provisioner"), TableColumn("ReclaimPolicy"), TableColumn("VolumeBindingMode"),
            TableColumn("AllowVolumeExpansion"), .age,
        ]
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let provisioner = object["provisioner"].string ?? ""
        if provisioner.isEmpty { return errors.append(.required("provisioner")) }
        for problem in NameRules.qualifiedName(provisioner.lowercased()) { errors.append(.invalid("provisioner", provisioner, problem)) }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        if object["parameters"] != old["parameters"] {
            errors.append(.forbidden("parameters", "updates to parameters are forbidden."))
        }
        if object["provisioner"] != old["provisioner"] {
            errors.append(.forbidden("provisioner", "updates to provisioner are forbidden."))
        }
        if object["reclaimPolicy"] != old["reclaimPolicy"] {
            errors.append(.forbidden("reclaimPolicy", "updates to reclaimPolicy are forbidden."))
        }
        SpecChecks.immutable(object["volumeBindingMode"], old["volumeBindingMode"], "volumeBindingMode", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let annotations = object["metadata"]["annotations"]
        let isDefault = Self.defaultMarks.contains { annotations[$0].string == "true" }
        return [
            isDefault ? .string((object.nameCell.string ?? "") + " (default)") : object.nameCell, object["provisioner"].textCell,
            object["reclaimPolicy"].textCell, object["volumeBindingMode"].textCell,
            .string(object["allowVolumeExpansion"].bool == true ? "true" : "false"), object.ageCell(now: now),
        ]
    }
}
