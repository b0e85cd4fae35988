internal import Document
internal import Resources

/// The rules of `metadata`, alike for every kind.
enum MetadataValidation {
    /// All annotations of an object together, keys and values, in bytes.
    static let annotationLimit = 256 * 1024

    private static let path: FieldPath = "metadata"

    static func validate(
        _ object: JSON, namespaced: Bool, rule: NameRule, at path: FieldPath = Self.path, _ errors: inout [FieldError]
    ) {
        let metadata = object["metadata"]
        let name = metadata["name"].string ?? ""
        if let base = metadata["generateName"].string, !base.isEmpty {
            for problem in rule.problems(base, isBase: true) { errors.append(.invalid(path.child("generateName"), base, problem)) }
        }
        if name.isEmpty {
            errors.append(.required(path.child("name"), "name or generateName is required"))
        } else {
            for problem in rule.problems(name) { errors.append(.invalid(path.child("name"), name, problem)) }
        }
        namespace(metadata, namespaced: namespaced, path, &errors)
        if let generation = metadata["generation"].int, generation < 0 {
            errors.append(.invalid(path.child("generation"), generation, "must be greater than or equal to 0"))
        }
        common(metadata, path, &errors)
        finalizers(metadata["finalizers"], path.child("finalizers"), &errors)
    }

    static func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        let (metadata, before) = (object["metadata"], old["metadata"])
        if !before["deletionTimestamp"].isNull {
            let known = before["finalizers"].strings
            let added = metadata["finalizers"].strings.filter { !known.contains($0) }
            if !added.isEmpty {
                let detail = "no new finalizers can be added if the object is being deleted, found new finalizers "
                errors.append(
                    .forbidden(path.child("finalizers"), detail + "[]string{" + added.map(\.goQuoted).joined(separator: ", ") + "}"))
            }
        }
        for key in ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"]
        where metadata[key] != before[key] {
            errors.append(.invalid(path.child(key), metadata[key], "field is immutable"))
        }
        common(metadata, path, &errors)
    }

    private static func namespace(_ metadata: JSON, namespaced: Bool, _ path: FieldPath, _ errors: inout [FieldError]) {
        let namespace = metadata["namespace"].string ?? ""
        if namespaced {
            if namespace.isEmpty { return errors.append(.required(path.child("namespace"))) }
            for problem in NameRules.dns1123Label(namespace) { errors.append(.invalid(path.child("namespace"), namespace, problem)) }
        } else if !namespace.isEmpty {
            errors.append(.forbidden(path.child("namespace"), "not allowed on this type"))
        }
    }

    private static func common(_ metadata: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        labels(metadata["labels"], path.child("labels"), &errors)
        annotations(metadata["annotations"], path.child("annotations"), &errors)
        owners(metadata["ownerReferences"], path.child("ownerReferences"), &errors)
    }

    /// The metadata of objects yet to be made: labels and annotations, and nothing else.
    static func ofTemplate(_ metadata: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        annotations(metadata["annotations"], path.child("annotations"), &errors)
        labels(metadata["labels"], path.child("labels"), &errors)
        for (key, value) in metadata.object ?? JSONObject() where key != "labels" && key != "annotations" && !value.isEmptyValue {
            // Upstream makes the field's name of its own name for it.
            errors.append(.forbidden(path.child(key == "uid" ? "uID" : key), "cannot be set"))
        }
    }

    static func labels(_ json: JSON, _ path: @autoclosure () -> FieldPath, _ errors: inout [FieldError]) {
        guard let labels = json.object else { return }
        for (key, value) in labels {
            for problem in NameRules.qualifiedName(key) { errors.append(.invalid(path(), key, problem)) }
            let text = value.string ?? ""
            for problem in NameRules.labelValue(text) { errors.append(.invalid(path(), text, problem)) }
        }
    }

    static func annotations(_ json: JSON, _ path: @autoclosure () -> FieldPath, _ errors: inout [FieldError]) {
        guard let annotations = json.object else { return }
        var size = 0
        for (key, value) in annotations {
            for problem in NameRules.qualifiedName(lowercase(key)) { errors.append(.invalid(path(), key, problem)) }
            size += key.utf8.count + (value.string?.utf8.count ?? 0)
        }
        if size > annotationLimit { errors.append(.tooLong(path(), limitBytes: annotationLimit)) }
    }

    private static func lowercase(_ key: String) -> String {
        key.utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } ? key.lowercased() : key
    }

    private static func owners(_ json: JSON, _ path: @autoclosure () -> FieldPath, _ errors: inout [FieldError]) {
        var controller: String?
        // Paths name the list, not the element: upstream does so too.
        for owner in json.array ?? [] {
            let apiVersion = owner["apiVersion"].string ?? ""
            let kind = owner["kind"].string ?? ""
            let name = owner["name"].string ?? ""
            if apiVersion.filter({ $0 == "/" }).count > 1 {
                errors.append(
                    .invalid(
                        path().child("apiVersion"), apiVersion,
                        "version cannot be parsed: unexpected GroupVersion string: \(apiVersion)"))
            } else if apiVersion.isEmpty || apiVersion.hasSuffix("/") {
                errors.append(.invalid(path().child("apiVersion"), apiVersion, "version must not be empty"))
            }
            if kind.isEmpty { errors.append(.invalid(path().child("kind"), kind, "must not be empty")) }
            if name.isEmpty { errors.append(.invalid(path().child("name"), name, "must not be empty")) }
            if owner["uid"].string?.isEmpty ?? true { errors.append(.invalid(path().child("uid"), "", "must not be empty")) }
            if apiVersion == "v1", kind == "Event" {
                errors.append(.invalid(path(), owner, "/v1, Kind=Event is disallowed from being an owner"))
            }
            guard owner["controller"].bool == true else { continue }
            if let first = controller {
                let detail =
                    "Only one reference can have Controller set to true. Found \"true\" in references for \(first) and \(kind)/\(name)"
                errors.append(.invalid(path(), json, detail))
            } else {
                controller = "\(kind)/\(name)"
            }
        }
    }

    private static let standardFinalizers = ["kubernetes", "orphan", "foregroundDeletion"]

    /// Finalizers are somebody's, whose domain they begin with, or the server's own. Kinds that grew up outside of core do not ask.
    static func finalizerDomains(_ object: JSON, _ errors: inout [FieldError]) {
        let finalizers = object["metadata"]["finalizers"].strings
        for (index, finalizer) in finalizers.enumerated() where !finalizer.contains("/") && !standardFinalizers.contains(finalizer) {
            let detail = "name is neither a standard finalizer name nor is it fully qualified"
            errors.append(.invalid(path.child("finalizers").index(index), finalizer, detail))
        }
    }

    /// Told of new objects; of changed ones by the few kinds whose metadata is looked at as if they were new.
    static func finalizers(_ json: JSON, _ path: @autoclosure () -> FieldPath, _ errors: inout [FieldError]) {
        let finalizers = json.strings
        for finalizer in finalizers {
            for problem in NameRules.qualifiedName(finalizer) { errors.append(.invalid(path(), finalizer, problem)) }
        }
        if finalizers.contains("orphan"), finalizers.contains("foregroundDeletion") {
            errors.append(.invalid(path(), json, "finalizer orphan and foregroundDeletion cannot be both set"))
        }
    }
}
