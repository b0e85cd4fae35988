internal import Document
internal import Resources

/// The volumes of a pod.
struct VolumeValidation {
    /// The pod's name; "" in templates.
    let podName: String
    let isTemplate: Bool

    static let modeMessage = "must be a number between 0 and 0777 (octal), both inclusive"
    private static let tooMany = "may not specify more than 1 volume type"
    private static let downwardFields = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"]
    /// All sources, in the order in which they are looked at: the first one counts, each further one is too many.
    private static let kinds = [
        "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs", "iscsi", "glusterfs", "flocker",
        "persistentVolumeClaim", "rbd", "cinder", "cephfs", "quobyte", "downwardAPI", "fc", "flexVolume", "configMap", "azureFile",
        "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "storageos", "projected", "scaleIO", "csi", "ephemeral",
        "image",
    ]

    /// Returns the volumes without fault, by name: mounts may refer to these.
    func validate(_ volumes: [JSON], _ path: FieldPath, _ errors: inout [FieldError]) -> [String: JSON] {
        var sound: [String: JSON] = [:]
        let made = podName.isEmpty ? [] : volumes.filter { !$0["ephemeral"].isNull }.map { podName + "-" + ($0["name"].string ?? "") }
        for (index, volume) in volumes.enumerated() {
            let path = path.index(index)
            var found: [FieldError] = []
            let name = volume["name"].string ?? ""
            source(volume, name, path, &found)
            if name.isEmpty {
                found.append(.required(path.child("name")))
            } else {
                for problem in NameRules.dns1123Label(name) { found.append(.invalid(path.child("name"), name, problem)) }
            }
            if sound[name] != nil { found.append(.duplicate(path.child("name"), name)) }
            if found.isEmpty { sound[name] = volume }
            errors += found
            if let claim = volume["persistentVolumeClaim"]["claimName"].string, made.contains(claim) {
                errors.append(
                    .invalid(
                        path.child("persistentVolumeClaim", "claimName"), claim,
                        "must not reference a PVC that gets created for an ephemeral volume"))
            }
        }
        return sound
    }

    private func source(_ volume: JSON, _ name: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        var found = 0
        for kind in Self.kinds where !volume[kind].isNull {
            found += 1
            if found > 1 {
                // Two sources go by other names here.
                let shown = kind == "cephfs" ? "cephFS" : kind == "downwardAPI" ? "downwarAPI" : kind
                errors.append(.forbidden(path.child(shown), Self.tooMany))
            } else {
                check(kind, volume[kind], name, path, &errors)
            }
        }
        if found == 0 { errors.append(.required(path, "must specify a volume type")) }
    }

    private func check(_ kind: String, _ source: JSON, _ name: String, _ place: FieldPath, _ errors: inout [FieldError]) {
        let path = place.child(kind)
        VolumeSourceValidation(isPersistent: false, volumeName: name).validate(kind, source, place, &errors)
        switch kind {
        case "emptyDir":
            if let limit = Quantity(field: source["sizeLimit"]), limit.sign < 0 {
                errors.append(.forbidden(path.child("sizeLimit"), "SizeLimit field must be a valid resource quantity"))
            }
        case "secret", "configMap":
            Self.mode(source["defaultMode"], path.child("defaultMode"), &errors)
            Self.items(source, path, &errors)
        case "downwardAPI":
            Self.mode(source["defaultMode"], path.child("defaultMode"), &errors)
            for item in source["items"].array ?? [] { Self.downwardItem(item, path, &errors) }
        case "projected": ProjectedVolumeValidation.validate(source, path, &errors)
        case "csi": csi(source, path, &errors)
        case "ephemeral": ephemeral(source, name, place, &errors)
        case "image":
            if !isTemplate, source["reference"].string?.isEmpty ?? true { errors.append(.required(path.child("reference"))) }
        default: break
        }
    }

    private func csi(_ source: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        StorageChecks.driverName(source["driver"].string ?? "", path.child("driver"), &errors)
        let secret = source["nodePublishSecretRef"]
        if secret.isNull { return }
        let name = secret["name"].string ?? ""
        if name.isEmpty { return errors.append(.required(path.child("nodePublishSecretRef", "name"))) }
        for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(path.child("name"), name, problem)) }
    }

    private func ephemeral(_ source: JSON, _ name: String, _ place: FieldPath, _ errors: inout [FieldError]) {
        let path = place.child("ephemeral", "volumeClaimTemplate")
        let template = source["volumeClaimTemplate"]
        if template.isNull {
            errors.append(.required(path))
        } else {
            MetadataValidation.ofTemplate(template["metadata"], path.child("metadata"), &errors)
            PersistentVolumeClaimRules.validate(template["spec"], path.child("spec"), &errors)
        }
        guard !podName.isEmpty, !name.isEmpty else { return }
        let claim = podName + "-" + name
        for problem in NameRules.dns1123Subdomain(claim) {
            errors.append(.invalid(place.child("name"), name, "PVC name \(claim.goQuoted): \(problem)"))
        }
    }

    // MARK: Files

    static func mode(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if let mode = json.int, mode < 0 || mode > 0o777 { errors.append(.invalid(path, mode, modeMessage)) }
    }

    /// Keys and the files they become.
    static func items(_ source: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        for (index, item) in (source["items"].array ?? []).enumerated() {
            let path = path.child("items").index(index)
            for key in ["key", "path"] where item[key].string?.isEmpty ?? true { errors.append(.required(path.child(key))) }
            PathChecks.nonReserved(item["path"].string ?? "", path.child("path"), &errors)
            mode(item["mode"], path.child("mode"), &errors)
        }
    }

    /// Faults are told at the list's volume, not at the item.
    static func downwardItem(_ item: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let file = item["path"].string ?? ""
        if file.isEmpty { errors.append(.required(path.child("path"))) }
        PathChecks.nonReserved(file, path.child("path"), &errors)
        if !item["fieldRef"].isNull {
            EnvironmentValidation.fieldReference(item["fieldRef"], path.child("fieldRef"), allowed: downwardFields, &errors)
            if !item["resourceFieldRef"].isNull {
                errors.append(.invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously"))
            }
        } else if !item["resourceFieldRef"].isNull {
            EnvironmentValidation.resource(item["resourceFieldRef"], path.child("resourceFieldRef"), needsContainer: true, &errors)
        } else {
            errors.append(.required(path, "one of fieldRef and resourceFieldRef is required"))
        }
        mode(item["mode"], path.child("mode"), &errors)
    }
}
