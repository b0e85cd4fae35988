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

    func prepareForCreate(_ object: inout JSON) {
        object["status"] = ["phase": "Pending", "lastPhaseTransitionTime": object["metadata"]["creationTimestamp"]]
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) { PersistentVolumeValidation.validate(object, &errors) }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        PersistentVolumeValidation.validateChange(object["spec"], old: old["spec"], &errors)
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

    func prepareForCreate(_ object: inout JSON) {
        object["status"] = ["phase": "Pending"]
        ClaimDataSource.applyDefaults(&object["spec"], old: .null)
    }

    func prepareForUpdate(_ object: inout JSON, old: JSON, subresource: String?) {
        if subresource == nil { ClaimDataSource.applyDefaults(&object["spec"], old: old["spec"]) }
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) { Self.validate(object["spec"], "spec", &errors) }

    static func validate(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if (spec["accessModes"].array ?? []).isEmpty {
            errors.append(.required(path.child("accessModes"), "at least 1 access mode is required"))
        }
        SpecChecks.labelSelector(spec["selector"], path.child("selector"), &errors)
        AccessModes.validate(spec["accessModes"].strings, path.child("accessModes"), &errors)
        let amount = spec["resources", "requests", "storage"]
        if amount.isNull {
            errors.append(.required(path.child("resources").key("storage")))
        } else if let quantity = Quantity(field: amount), quantity.sign <= 0 {
            errors.append(.invalid(path.child("resources").key("storage"), amount, "must be greater than zero"))
        }
        if let mode = spec["volumeMode"].string, mode != "Block", mode != "Filesystem" {
            errors.append(.notSupported(path.child("volumeMode"), mode, ["Block", "Filesystem"]))
        }
        for key in ["storageClassName", "volumeAttributesClassName"] {
            guard let name = spec[key].string, !name.isEmpty else { continue }
            for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(path.child(key), name, problem)) }
        }
        ClaimDataSource.validate(spec, path, &errors)
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        var (new, before) = (object["spec"], old["spec"])
        if before["volumeName"].string?.isEmpty ?? true { before["volumeName"] = new["volumeName"] }
        if before["storageClassName"].isNull { before["storageClassName"] = new["storageClassName"] }
        let storage = ("resources", "requests", "storage")
        if object["status"]["phase"].string == "Bound" {
            if !new[storage.0, storage.1].isNull { new[storage.0][storage.1][storage.2] = before[storage.0, storage.1, storage.2] }
            new["volumeAttributesClassName"] = before["volumeAttributesClassName"]
        }
        if new != before {
            errors.append(
                .forbidden(
                    "spec",
                    "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n"
                        + SpecDifference.text(new, before)))
        }
        let wanted = Quantity(field: object["spec"][storage.0, storage.1, storage.2]) ?? .zero
        let had = Quantity(field: old["spec"][storage.0, storage.1, storage.2]) ?? .zero
        if wanted < had {
            let reached = Quantity(field: old["status"]["capacity"]["storage"])
            if reached.map({ wanted <= $0 }) ?? (wanted.sign <= 0) {
                errors.append(.forbidden("spec.resources.requests.storage", "field can not be less than status.capacity"))
            }
        }
        SpecChecks.immutable(object["spec"]["volumeMode"], old["spec"]["volumeMode"], "volumeMode", &errors)
        attributesClass(object, old: old, &errors)
    }

    private func attributesClass(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        let name = object["spec"]["volumeAttributesClassName"]
        guard name != old["spec"]["volumeAttributesClassName"], !old["status"]["currentVolumeAttributesClassName"].isNull,
            name.string?.isEmpty ?? true
        else { return }
        let wish = name.isNull ? "nil" : "empty string"
        errors.append(
            .forbidden(
                "spec.volumeAttributesClassName",
                "update to \(wish) is forbidden when status.currentVolumeAttributesClassName is not nil"))
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
        if provisioner.isEmpty {
            errors.append(.required("provisioner"))
        } else {
            for problem in NameRules.qualifiedName(provisioner.lowercased()) {
                errors.append(.invalid("provisioner", provisioner, problem))
            }
        }
        if object["parameters"].object?.contains("") ?? false {
            errors.append(.invalid("parameters", "", "field can not be empty."))
        }
        if let policy = object["reclaimPolicy"].string, !policy.isEmpty, policy != "Delete", policy != "Retain" {
            errors.append(.notSupported("reclaimPolicy", policy, ["Delete", "Retain"]))
        }
        topologies(object["allowedTopologies"].array ?? [], &errors)
    }

    private func topologies(_ terms: [JSON], _ errors: inout [FieldError]) {
        var seen: [[String: Set<String>]] = []
        for (index, term) in terms.enumerated() {
            let path = FieldPath("allowedTopologies").index(index).child("matchLabelExpressions")
            var values: [String: Set<String>] = [:]
            for (position, requirement) in (term["matchLabelExpressions"].array ?? []).enumerated() {
                let path = path.index(position)
                let key = requirement["key"].string ?? ""
                let wanted = requirement["values"].strings
                if wanted.isEmpty { errors.append(.required(path.child("values"))) }
                for (number, value) in wanted.enumerated() where wanted[..<number].contains(value) {
                    errors.append(.duplicate(path.child("values").index(number), value))
                }
                for problem in NameRules.qualifiedName(key) { errors.append(.invalid(path.child("key"), key, problem)) }
                if values[key] != nil { errors.append(.duplicate(path.child("key"), key)) }
                values[key] = Set(wanted)
            }
            if seen.contains(values) || values.isEmpty { errors.append(.duplicate(path, "")) }
            seen.append(values)
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        for key in ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"] {
            SpecChecks.immutable(object[key], old[key], FieldPath(key), &errors)
        }
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
