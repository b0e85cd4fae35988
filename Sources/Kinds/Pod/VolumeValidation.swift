internal import Document
internal import Resources

/// The volumes of a pod.
enum VolumeValidation {
    private static let modeMessage = "must be a number between 0 and 0777 (octal), both inclusive"
    private static let downwardFields = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"]

    /// Returns the names of the volumes without fault: mounts may refer to these.
    static func validate(_ volumes: [JSON], _ path: FieldPath, _ errors: inout [FieldError]) -> Set<String> {
        var names: Set<String> = []
        for (index, volume) in volumes.enumerated() {
            let path = path.index(index)
            var found: [FieldError] = []
            source(volume, path, &found)
            let name = volume["name"].string ?? ""
            if name.isEmpty {
                found.append(.required(path.child("name")))
            } else {
                for problem in NameRules.dns1123Label(name) { found.append(.invalid(path.child("name"), name, problem)) }
            }
            if names.contains(name) { found.append(.duplicate(path.child("name"), name)) }
            if found.isEmpty { names.insert(name) }
            errors += found
        }
        return names
    }

    private static func source(_ volume: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let sources = (volume.object?.keys ?? []).filter { $0 != "name" && !volume[$0].isNull }
        if sources.isEmpty { errors.append(.required(path, "must specify a volume type")) }
        for (index, kind) in sources.enumerated() {
            if index > 0 {
                errors.append(.forbidden(path.child(kind), "may not specify more than 1 volume type"))
            } else {
                check(kind, volume[kind], path.child(kind), &errors)
            }
        }
    }

    private static func check(_ kind: String, _ source: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        switch kind {
        case "emptyDir":
            if let limit = Quantity(field: source["sizeLimit"]), limit.sign < 0 {
                errors.append(.forbidden(path.child("sizeLimit"), "SizeLimit field must be a valid resource quantity"))
            }
        case "hostPath":
            let folder = source["path"].string ?? ""
            if folder.isEmpty { return errors.append(.required(path.child("path"))) }
            PathChecks.noBacksteps(folder, path.child("path"), &errors)
        case "secret": keyed(source, "secretName", path, &errors)
        case "configMap": keyed(source, "name", path, &errors)
        case "persistentVolumeClaim": required(source, "claimName", path, &errors)
        case "nfs":
            required(source, "server", path, &errors)
            required(source, "path", path, &errors)
            if let folder = source["path"].string, !folder.isEmpty, !folder.hasPrefix("/") {
                errors.append(.invalid(path.child("path"), folder, "must be an absolute path"))
            }
        case "downwardAPI":
            mode(source["defaultMode"], path.child("defaultMode"), &errors)
            for (index, item) in (source["items"].array ?? []).enumerated() {
                downwardItem(item, path.child("items").index(index), &errors)
            }
        case "projected": projected(source, path, &errors)
        case "csi": required(source, "driver", path, &errors)
        default: break
        }
    }

    private static func required(_ source: JSON, _ key: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if source[key].string?.isEmpty ?? true { errors.append(.required(path.child(key))) }
    }

    private static func mode(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if let mode = json.int, mode < 0 || mode > 0o777 { errors.append(.invalid(path, mode, modeMessage)) }
    }

    private static func keyed(_ source: JSON, _ nameKey: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        required(source, nameKey, path, &errors)
        mode(source["defaultMode"], path.child("defaultMode"), &errors)
        for (index, item) in (source["items"].array ?? []).enumerated() {
            let path = path.child("items").index(index)
            required(item, "key", path, &errors)
            required(item, "path", path, &errors)
            if let file = item["path"].string, !file.isEmpty {
                PathChecks.descending(file, path.child("path"), &errors)
                if file.hasPrefix("..") { errors.append(.invalid(path.child("path"), file, "must not start with '..'")) }
            }
            mode(item["mode"], path.child("mode"), &errors)
        }
    }

    private static func downwardItem(_ item: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        required(item, "path", path, &errors)
        if let file = item["path"].string { PathChecks.descending(file, path.child("path"), &errors) }
        if !item["fieldRef"].isNull {
            EnvironmentValidation.fieldReference(item["fieldRef"], path.child("fieldRef"), allowed: downwardFields, &errors)
            if !item["resourceFieldRef"].isNull {
                errors.append(.invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously"))
            }
        } else if !item["resourceFieldRef"].isNull {
            EnvironmentValidation.resource(
                item["resourceFieldRef"], path.child("resourceFieldRef"), allowed: EnvironmentValidation.containerResources,
                needsContainer: true, &errors)
        } else {
            errors.append(.required(path.child("fieldRef"), "one of fieldRef and resourceFieldRef is required"))
        }
        mode(item["mode"], path.child("mode"), &errors)
    }

    private static func projected(_ source: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        mode(source["defaultMode"], path.child("defaultMode"), &errors)
        for (index, entry) in (source["sources"].array ?? []).enumerated() {
            let path = path.child("sources").index(index)
            let kinds = (entry.object?.keys ?? []).filter { !entry[$0].isNull }
            if kinds.isEmpty { errors.append(.required(path, "must specify a source type")) }
            for (position, kind) in kinds.enumerated() {
                if position > 0 {
                    errors.append(.forbidden(path.child(kind), "may not specify more than 1 volume type"))
                    continue
                }
                switch kind {
                case "secret", "configMap": keyed(entry[kind], "name", path.child(kind), &errors)
                case "downwardAPI":
                    for (number, item) in (entry[kind]["items"].array ?? []).enumerated() {
                        downwardItem(item, path.child(kind, "items").index(number), &errors)
                    }
                case "serviceAccountToken": token(entry[kind], path.child(kind), &errors)
                default: break
                }
            }
        }
    }

    /// Tokens live ten minutes at least.
    private static let shortestToken = 600

    private static func token(_ source: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if let seconds = source["expirationSeconds"].int, seconds < shortestToken {
            errors.append(.invalid(path.child("expirationSeconds"), seconds, "may not specify a duration less than 10 minutes"))
        }
        required(source, "path", path, &errors)
        if let file = source["path"].string, !file.isEmpty { PathChecks.descending(file, path.child("path"), &errors) }
    }
}
