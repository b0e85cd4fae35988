internal import Document
internal import Resources

/// The rules of a PersistentVolume's spec.
enum PersistentVolumeValidation {
    /// All sources, in the order in which they are looked at.
    private static let sources = [
        "hostPath", "gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "flocker", "nfs", "rbd", "quobyte", "cephfs", "iscsi",
        "cinder", "fc", "flexVolume", "azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "scaleIO",
        "local", "storageos", "csi",
    ]

    static func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        let path: FieldPath = "spec"
        if (spec["accessModes"].array ?? []).isEmpty { errors.append(.required("spec.accessModes")) }
        AccessModes.validate(spec["accessModes"].strings, "spec.accessModes", &errors)
        capacity(spec["capacity"], &errors)
        let nodes = spec["nodeAffinity"]["required"]
        if !nodes.isNull {
            SchedulingValidation.nodeSelector(nodes, "spec.nodeAffinity.required", &errors)
        } else if !spec["nodeAffinity"].isNull {
            errors.append(.required("spec.nodeAffinity.required", "must specify required node constraints"))
        }
        source(spec, volumeName: object["metadata"]["name"].string ?? "", &errors)
        let folder = spec["hostPath"]["path"].string ?? ""
        if !folder.isEmpty, folder.allSatisfy({ $0 == "/" }), spec["persistentVolumeReclaimPolicy"].string == "Recycle" {
            errors.append(.forbidden("spec.persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'"))
        }
        if let name = spec["storageClassName"].string, !name.isEmpty {
            for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(path.child("storageClassName"), name, problem)) }
        }
        guard let name = spec["volumeAttributesClassName"].string else { return }
        if name.isEmpty {
            errors.append(.required("spec.volumeAttributesClassName", "an empty string is disallowed"))
        } else {
            for problem in NameRules.dns1123Subdomain(name) {
                errors.append(.invalid(path.child("volumeAttributesClassName"), name, problem))
            }
        }
        if spec["csi"].isNull { errors.append(.required("spec.csi", "has to be specified when using volumeAttributesClassName")) }
    }

    private static func capacity(_ capacity: JSON, _ errors: inout [FieldError]) {
        let amounts = capacity.object ?? JSONObject()
        if amounts.isEmpty { errors.append(.required("spec.capacity")) }
        if !amounts.contains("storage") || amounts.count > 1 {
            var error = FieldError.notSupported("spec.capacity", "", ["storage"])
            error.value = .object(amounts)
            errors.append(error)
        }
        for (name, amount) in amounts {
            guard let quantity = Quantity(field: amount) else { continue }
            let path = FieldPath("spec.capacity").key(name)
            if quantity.sign < 0 { errors.append(.invalid(path, amount, "must be a valid resource quantity")) }
            if quantity.sign <= 0 { errors.append(.invalid(path, amount, "must be greater than zero")) }
        }
    }

    private static func source(_ spec: JSON, volumeName: String, _ errors: inout [FieldError]) {
        let path: FieldPath = "spec"
        let checks = VolumeSourceValidation(isPersistent: true, volumeName: volumeName)
        var found = 0
        for kind in sources where !spec[kind].isNull {
            found += 1
            if found > 1, kind != "flexVolume" {
                let shown = kind == "cephfs" ? "cephFS" : kind
                errors.append(.forbidden(path.child(shown), "may not specify more than 1 volume type"))
                continue
            }
            checks.validate(kind, spec[kind], path, &errors)
            if kind == "csi" { csi(spec["csi"], path.child("csi"), &errors) }
            if kind == "local", spec["nodeAffinity"].isNull {
                errors.append(.required(path.child("nodeAffinity"), "Local volume requires node affinity"))
            }
        }
        if found == 0 { errors.append(.required(path, "must specify a volume type")) }
    }

    private static func csi(_ source: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        StorageChecks.driverName(source["driver"].string ?? "", path.child("driver"), &errors)
        if source["volumeHandle"].string?.isEmpty ?? true { errors.append(.required(path.child("volumeHandle"))) }
        for key in ["controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef"]
        where !source[key].isNull {
            let rules: [(String, (String) -> [String])] = [
                ("name", NameRules.dns1123Subdomain), ("namespace", NameRules.dns1123Label),
            ]
            for (field, rule) in rules {
                let name = source[key][field].string ?? ""
                let path = path.child(key, field)
                if name.isEmpty {
                    errors.append(.required(path))
                } else {
                    for problem in rule(name) { errors.append(.invalid(path, name, problem)) }
                }
            }
        }
    }

    /// Where the data is does not change; only the secret for growing may be added later.
    static func validateChange(_ spec: JSON, old: JSON, _ errors: inout [FieldError]) {
        var new = spec
        let secret = "controllerExpandSecretRef"
        if !old["csi"].isNull, old["csi"][secret].isNull, !new["csi"].isNull { new["csi"][secret] = .null }
        if let changed = sources.first(where: { new[$0] != old[$0] }) {
            errors.append(
                .forbidden(
                    "spec.persistentvolumesource",
                    "spec.persistentvolumesource is immutable after creation\n" + SpecDifference.text(new[changed], old[changed])))
        }
        SpecChecks.immutable(spec["volumeMode"], old["volumeMode"], "volumeMode", &errors)
        if !old["nodeAffinity"].isNull, !isSameAffinity(spec["nodeAffinity"], old["nodeAffinity"]) {
            let detail = "field is immutable, except for updating from beta label to GA"
            errors.append(.invalid("nodeAffinity", spec["nodeAffinity"], detail))
        }
        if !old["volumeAttributesClassName"].isNull, spec["volumeAttributesClassName"].isNull {
            errors.append(.forbidden("spec.volumeAttributesClassName", "update from non-nil value to nil is forbidden"))
        }
    }
}

/// How volumes may be used, and by how many.
enum AccessModes {
    private static let all = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]

    /// Faults are told at the list.
    static func validate(_ modes: [String], _ path: FieldPath, _ errors: inout [FieldError]) {
        for mode in modes where !all.contains(mode) { errors.append(.notSupported(path, mode, all)) }
        if modes.contains("ReadWriteOncePod"), modes.contains(where: { $0 != "ReadWriteOncePod" && all.contains($0) }) {
            errors.append(.forbidden(path, "may not use ReadWriteOncePod with other access modes"))
        }
    }
}

extension PersistentVolumeValidation {
    /// Labels of nodes that got another name when they came of age.
    private static let renamedLabels = [
        "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
        "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
        "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type", "beta.kubernetes.io/os": "kubernetes.io/os",
        "beta.kubernetes.io/arch": "kubernetes.io/arch",
    ]

    /// Whether two rules name the same nodes in the same words, but for a label's new name.
    private static func isSameAffinity(_ new: JSON, _ old: JSON) -> Bool {
        switch (new, old) {
        case (.array(let new), .array(let old)):
            return new.count == old.count && zip(new, old).allSatisfy { isSameAffinity($0, $1) }
        case (.object(let new), .object(let old)):
            guard new.count == old.count else { return false }
            return new.allSatisfy { key, value in
                let before = JSON.object(old)[key]
                if key == "key", let name = before.string, let renamed = renamedLabels[name], value.string == renamed { return true }
                return isSameAffinity(value, before)
            }
        default: return new == old
        }
    }
}
