internal import Document
internal import Resources

/// What every way to a volume needs, in pods and in PersistentVolumes alike.
struct VolumeSourceValidation {
    /// Whether the source belongs to a PersistentVolume: its secrets name their namespace.
    let isPersistent: Bool
    /// The volume's name, which a few kinds of storage use in names of their own.
    let volumeName: String

    /// Text fields that may not be empty.
    private static let required: [String: [String]] = [
        "gitRepo": ["repository"], "gcePersistentDisk": ["pdName"], "awsElasticBlockStore": ["volumeID"], "secret": ["secretName"],
        "configMap": ["name"], "nfs": ["server", "path"], "glusterfs": ["endpoints", "path"], "persistentVolumeClaim": ["claimName"],
        "rbd": ["image"], "cinder": ["volumeID"], "quobyte": ["volume"], "flexVolume": ["driver"],
        "azureFile": ["secretName", "shareName"], "vsphereVolume": ["volumePath"], "photonPersistentDisk": ["pdID"],
        "portworxVolume": ["volumeID"], "azureDisk": ["diskName", "diskURI"], "scaleIO": ["gateway", "system", "volumeName"],
        "iscsi": ["targetPortal", "iqn"], "storageos": ["volumeName"],
    ]

    private static let partitionMessage = "must be between 1 and 255, inclusive"

    /// - Parameter place: of the volume; faults of a few sources are told under another name than the source's.
    func validate(_ kind: String, _ source: JSON, _ place: FieldPath, _ errors: inout [FieldError]) {
        let path = place.child(kind == "gcePersistentDisk" ? "persistentDisk" : kind)
        for key in Self.required[kind] ?? [] where source[key].string?.isEmpty ?? true { errors.append(.required(path.child(key))) }
        switch kind {
        case "hostPath", "local": folder(source, path, &errors)
        case "gitRepo": PathChecks.descending(source["directory"].string ?? "", path.child("directory"), &errors)
        case "gcePersistentDisk", "awsElasticBlockStore":
            if let partition = source["partition"].int, !(0...255).contains(partition) {
                errors.append(.invalid(path.child("partition"), partition, Self.partitionMessage))
            }
        case "nfs":
            let folder = source["path"].string ?? ""
            if !folder.hasPrefix("/") { errors.append(.invalid(path.child("path"), folder, "must be an absolute path")) }
        case "rbd", "cephfs":
            if (source["monitors"].array ?? []).isEmpty { errors.append(.required(path.child("monitors"))) }
        case "cinder": secret(source["secretRef"], path.child("secretRef"), &errors)
        case "flexVolume": flexOptions(source["options"], path.child("options"), &errors)
        case "iscsi": iscsi(source, place, path, &errors)
        case "fc": fibreChannel(source, path, &errors)
        case "flocker": flocker(source, path, &errors)
        case "quobyte": quobyte(source, path, &errors)
        case "azureDisk": azureDisk(source, path, &errors)
        case "azureFile":
            if isPersistent, source["secretNamespace"].string == "" { errors.append(.required(path.child("secretNamespace"))) }
        case "storageos": storageOS(source, path, &errors)
        case "glusterfs": if isPersistent { glusterNamespace(source["endpointsNamespace"], path, &errors) }
        default: break
        }
    }

    private func folder(_ source: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let folder = source["path"].string ?? ""
        if folder.isEmpty { return errors.append(.required(path.child("path"))) }
        PathChecks.noBacksteps(folder, path.child("path"), &errors)
    }

    private func secret(_ reference: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if reference.isNull { return }
        for key in isPersistent ? ["name", "namespace"] : ["name"] where reference[key].string?.isEmpty ?? true {
            errors.append(.required(path.child(key)))
        }
    }

    /// Options of Kubernetes' own are not for users to set.
    private func flexOptions(_ options: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        for (key, _) in options.object ?? JSONObject() {
            let prefix = key.contains("/") ? String(key.prefix { $0 != "/" }) : key
            let domain = "." + prefix.lowercased()
            if domain.hasSuffix(".kubernetes.io") || domain.hasSuffix(".k8s.io") {
                errors.append(.invalid(path.key(key), key, "kubernetes.io and k8s.io namespaces are reserved"))
            }
        }
    }

    // MARK: Block storage

    private static let longestPortalName = 64

    private func iscsi(_ source: JSON, _ place: FieldPath, _ path: FieldPath, _ errors: inout [FieldError]) {
        let detail = "must be valid format"
        let prefixDetail = isPersistent ? detail : "must be valid format starting with iqn, eui, or naa"
        if let name = source["iqn"].string, !name.isEmpty, let problem = Self.iscsiName(name, detail, prefixDetail) {
            errors.append(.invalid(path.child("iqn"), name, problem))
        }
        if let unit = source["lun"].int {
            for problem in NameRules.inRange(unit, 0, 255) { errors.append(.invalid(path.child("lun"), unit, problem)) }
        }
        if source["chapAuthDiscovery"].bool == true || source["chapAuthSession"].bool == true, source["secretRef"].isNull {
            errors.append(.required(path.child("secretRef")))
        }
        if isPersistent, !source["secretRef"].isNull, source["secretRef"]["name"].string?.isEmpty ?? true {
            errors.append(.required(path.child("secretRef", "name")))
        }
        guard let initiator = source["initiatorName"].string else { return }
        if let problem = Self.iscsiName(initiator, detail, prefixDetail) {
            errors.append(.invalid(path.child("initiatorname"), initiator, problem))
        }
        let portal = source["targetPortal"].string ?? ""
        if (volumeName + ":" + portal).utf8.count > Self.longestPortalName {
            let long = "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified."
            errors.append(
                isPersistent
                    ? .invalid(path.child("targetportal"), portal, long) : .invalid(place.child("name"), volumeName, long))
        }
    }

    /// What is wrong with the name of an iSCSI node (RFC 3720 §3.2.6.3, RFC 3980).
    private static func iscsiName(_ name: String, _ detail: String, _ prefixDetail: String) -> String? {
        func isHex(_ text: Substring) -> Bool { text.utf8.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit } }
        if name.hasPrefix("iqn") {
            // iqn.YEAR-MONTH.reversed.domain[:anything]
            let parts = name.dropFirst(3).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let words = parts[0].split(separator: ".", omittingEmptySubsequences: false)
            guard words.count >= 3, words[0].isEmpty, let date = words.dropFirst().first, isYearAndMonth(date),
                words.dropFirst(2).allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { isNameByte($0) } })
            else { return detail }
            return parts.count == 2 && parts[1].isEmpty ? detail : nil
        }
        if name.hasPrefix("eui") {
            let digits = name.dropFirst(4)
            return name.hasPrefix("eui.") && digits.count == 16 && isHex(digits) ? nil : detail
        }
        if name.hasPrefix("naa") {
            let digits = name.dropFirst(4)
            return name.hasPrefix("naa.") && digits.count == 32 && isHex(digits) ? nil : detail
        }
        return prefixDetail
    }

    private static func isYearAndMonth(_ text: Substring) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0].utf8.count == 4 && parts[1].utf8.count == 2 && Int(parts[0]) != nil && Int(parts[1]) != nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || Character(Unicode.Scalar(byte)).isLetter && byte < 0x80
            || byte &- UInt8(ascii: "0") < 10
    }

    private func fibreChannel(_ source: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let (names, ids) = (source["targetWWNs"].array ?? [], source["wwids"].array ?? [])
        if names.isEmpty, ids.isEmpty {
            errors.append(.required(path.child("targetWWNs"), "must specify either targetWWNs or wwids, but not both"))
        }
        if names.isEmpty { return }
        if !ids.isEmpty {
            let problem = "targetWWNs and wwids can not be specified simultaneously"
            errors.append(.invalid(path.child("targetWWNs"), source["targetWWNs"], problem))
        }
        guard let unit = source["lun"].int else {
            return errors.append(.required(path.child("lun"), "lun is required if targetWWNs is specified"))
        }
        for problem in NameRules.inRange(unit, 0, 255) { errors.append(.invalid(path.child("lun"), unit, problem)) }
    }

    // MARK: Others

    private func flocker(_ source: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let (name, uuid) = (source["datasetName"].string ?? "", source["datasetUUID"].string ?? "")
        if name.isEmpty, uuid.isEmpty { errors.append(.required(path, "one of datasetName and datasetUUID is required")) }
        if !name.isEmpty, !uuid.isEmpty {
            errors.append(.invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously"))
        }
        if name.contains("/") { errors.append(.invalid(path.child("datasetName"), name, "must not contain '/'")) }
    }

    private static let longestTenant = 64

    private func quobyte(_ source: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let registry = source["registry"].string ?? ""
        let detail = "must be a host:port pair or multiple pairs separated by commas"
        if registry.isEmpty { return errors.append(.required(path.child("registry"), detail)) }
        if (source["tenant"].string ?? "").utf8.count > Self.longestTenant {
            return errors.append(.required(path.child("tenant"), "must be a UUID and may not exceed a length of 64 characters"))
        }
        for pair in registry.split(separator: ",", omittingEmptySubsequences: false) where !Self.isHostAndPort(pair) {
            errors.append(.invalid(path.child("registry"), registry, detail))
        }
    }

    /// `host:port` or `[host]:port`; neither is looked into.
    private static func isHostAndPort(_ text: Substring) -> Bool {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return false }
            let rest = text[text.index(after: end)...]
            return rest.hasPrefix(":") && !rest.dropFirst().contains { $0 == ":" || $0 == "[" || $0 == "]" }
        }
        return text.filter { $0 == ":" }.count == 1 && !text.contains { $0 == "[" || $0 == "]" }
    }

    private func azureDisk(_ source: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let address = source["diskURI"].string ?? ""
        guard let kind = source["kind"].string else { return }
        if kind == "Managed", !address.hasPrefix("/subscriptions/") {
            let form = "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"
            errors.append(.notSupported(path.child("diskURI"), address, [form]))
        } else if kind != "Managed", !address.hasPrefix("https://") {
            let form = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"
            errors.append(.notSupported(path.child("diskURI"), address, [form]))
        }
    }

    private func storageOS(_ source: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        for key in ["volumeName", "volumeNamespace"] {
            guard let name = source[key].string, !name.isEmpty else { continue }
            for problem in NameRules.dns1123Label(name) { errors.append(.invalid(path.child(key), name, problem)) }
        }
        secret(source["secretRef"], path.child("secretRef"), &errors)
    }

    private func glusterNamespace(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        guard let name = json.string else { return }
        let path = path.child("endpointsNamespace")
        if name.isEmpty {
            return errors.append(.invalid(path, name, "if the endpointnamespace is set, it must be a valid namespace name"))
        }
        for problem in NameRules.dns1123Label(name) { errors.append(.invalid(path, name, problem)) }
    }
}
