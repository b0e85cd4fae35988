internal import Document
internal import Resources
internal import Schema

/// The rules of a CustomResourceDefinition's spec, in upstream's order and words.
enum DefinitionValidation {
    static func spec(_ spec: JSON, _ errors: inout [FieldError]) {
        let path: FieldPath = "spec"
        group(spec["group"].string ?? "", path.child("group"), &errors)
        enumerated(spec["scope"].string ?? "", ["Cluster", "Namespaced"], path.child("scope"), &errors)
        versions(spec, path.child("versions"), &errors)
        names(spec["names"], path.child("names"), &errors)
        conversion(spec["conversion"], path.child("conversion"), &errors)
    }

    private static func enumerated(_ value: String, _ allowed: [String], _ path: FieldPath, _ errors: inout [FieldError]) {
        if value.isEmpty { return errors.append(.required(path)) }
        if !allowed.contains(value) { errors.append(.notSupported(path, value, allowed)) }
    }

    private static func group(_ group: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if group.isEmpty { return errors.append(.required(path)) }
        let problems = NameRules.dns1123Subdomain(group)
        if !problems.isEmpty { errors.append(.invalid(path, group, problems.joined(separator: ","))) }
        if !group.contains(".") { errors.append(.invalid(path, group, "should be a domain with at least one dot")) }
    }

    /// What was stored in a version can only be read while that version is known.
    static func storedVersions(_ object: JSON, _ errors: inout [FieldError]) {
        let path: FieldPath = "status.storedVersions"
        let stored = object["status"]["storedVersions"].strings
        if stored.isEmpty { return errors.append(.invalid(path, JSON([String]()), "must have at least one stored version")) }
        let versions = object["spec"]["versions"].array ?? []
        for (index, name) in stored.enumerated() where !versions.contains(where: { $0["name"].string == name }) {
            errors.append(.invalid(path.index(index), name, "must appear in spec.versions"))
        }
        for version in versions where version["storage"].bool ?? false {
            let name = version["name"].string ?? ""
            if !stored.contains(name) { errors.append(.invalid(path, JSON(stored), "must have the storage version \(name)")) }
        }
    }

    // MARK: Versions

    private static func versions(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let versions = spec["versions"].array ?? []
        var seen: Set<String> = []
        var areUnique = true
        let keepsUnknown = spec["preserveUnknownFields"].bool ?? false
        for (index, version) in versions.enumerated() {
            let name = version["name"].string ?? ""
            if !seen.insert(name).inserted { areUnique = false }
            let problems = NameRules.dns1035Label(name)
            if !problems.isEmpty { errors.append(.invalid(path.index(index).child("name"), name, problems.joined(separator: ","))) }
            self.version(version, keepsUnknown: keepsUnknown, path.index(index), &errors)
        }
        if !areUnique { errors.append(.invalid(path, spec["versions"], "must contain unique version names")) }
        if versions.count(where: { $0["storage"].bool ?? false }) != 1 {
            let value: JSON = spec["versions"].isNull ? .array([]) : spec["versions"]
            errors.append(.invalid(path, value, "must have exactly one version marked as storage version"))
        }
    }

    private static func version(_ version: JSON, keepsUnknown: Bool, _ path: FieldPath, _ errors: inout [FieldError]) {
        if let warning = version["deprecationWarning"].string {
            let place = path.child("deprecationWarning")
            if !(version["deprecated"].bool ?? false) { errors.append(.invalid(place, warning, "can only be set for deprecated versions")) }
            if warning.utf8.count > 256 { errors.append(.invalid(place, warning, "must be <= 256 characters long")) }
            if warning.isEmpty { errors.append(.invalid(place, warning, "must not be empty")) }
        }
        let schema = version["schema"]["openAPIV3Schema"]
        let schemaPath = path.child("schema", "openAPIV3Schema")
        if schema.isNull {
            // Definitions of old, which keep everything, need none.
            if !keepsUnknown { errors.append(.required(schemaPath, "schemas are required")) }
        } else {
            let hasStatus = !version["subresources"]["status"].isNull
            errors += DefinitionSchemaValidation.check(schema, schemaPath, hasStatus: hasStatus, isStructural: !keepsUnknown)
        }
        for (index, column) in (version["additionalPrinterColumns"].array ?? []).enumerated() {
            self.column(column, path.child("additionalPrinterColumns").index(index), &errors)
        }
        selectableFields(version["selectableFields"], schema, path.child("selectableFields"), &errors)
        subresources(version["subresources"], path.child("subresources"), &errors)
    }

    private static let columnTypes = ["boolean", "date", "integer", "number", "string"]
    private static let columnFormats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"]

    private static func column(_ column: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if (column["name"].string ?? "").isEmpty { errors.append(.required(path.child("name"))) }
        let type = column["type"].string ?? ""
        if type.isEmpty {
            errors.append(.required(path.child("type"), "must be one of " + columnTypes.joined(separator: ",")))
        } else if !columnTypes.contains(type) {
            errors.append(.invalid(path.child("type"), type, "must be one of " + columnTypes.joined(separator: ",")))
        }
        if let format = column["format"].string, !format.isEmpty, !columnFormats.contains(format) {
            errors.append(.invalid(path.child("format"), format, "must be one of " + columnFormats.joined(separator: ",")))
        }
        let text = column["jsonPath"].string ?? ""
        if text.isEmpty { return errors.append(.required(path.child("jsonPath"))) }
        do {
            _ = try JSONPath(relaxed: text)
            simplePath(text, path.child("jsonPath"), &errors)
        } catch {
            errors.append(.invalid(path.child("jsonPath"), text, "\(error)"))
        }
    }

    private static func simplePath(_ text: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if !text.hasPrefix(".") { errors.append(.invalid(path, text, "must be a simple json path starting with .")) }
    }

    /// Field selectors may ask for strings, numbers and booleans at fixed places, eight at most (KEP-4358).
    private static func selectableFields(_ fields: JSON, _ schema: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let fields = fields.array ?? []
        if fields.count > 8 { errors.append(.tooMany(path, fields.count, limit: 8)) }
        var seen: Set<String> = []
        for (index, field) in fields.enumerated() {
            let place = path.index(index).child("jsonPath")
            let text = field["jsonPath"].string ?? ""
            if text.isEmpty {
                errors.append(.required(place))
                continue
            }
            if !seen.insert(text).inserted { errors.append(.duplicate(place, text)) }
            guard text.hasPrefix("."), text.count > 1 else {
                errors.append(.invalid(place, text, "must be a simple json path starting with ."))
                continue
            }
            if text.hasPrefix(".metadata.") || text == ".metadata" {
                errors.append(.invalid(place, text, "must not point to fields in metadata"))
                continue
            }
            var value = schema
            for step in text.dropFirst().split(separator: ".", omittingEmptySubsequences: false) {
                value = value["properties"][String(step)]
            }
            if value.isNull {
                errors.append(.invalid(place, text, "is an invalid path: does not refer to a valid field"))
            } else if !["string", "integer", "boolean"].contains(value["type"].string ?? "") {
                errors.append(
                    .invalid(
                        place, text,
                        "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed."
                    ))
            }
        }
    }

    private static func subresources(_ subresources: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let scale = subresources["scale"]
        if scale.isNull { return }
        let path = path.child("scale")
        for (name, root) in [("specReplicasPath", ".spec"), ("statusReplicasPath", ".status")] {
            let text = scale[name].string ?? ""
            if text.isEmpty {
                errors.append(.required(path.child(name)))
            } else if !text.hasPrefix(".") {
                simplePath(text, path.child(name), &errors)
            } else if !text.hasPrefix(root + ".") {
                errors.append(.invalid(path.child(name), text, "should be a json path under \(root)"))
            }
        }
        if let text = scale["labelSelectorPath"].string, !text.isEmpty {
            let place = path.child("labelSelectorPath")
            if !text.hasPrefix(".") {
                simplePath(text, place, &errors)
            } else if !text.hasPrefix(".spec."), !text.hasPrefix(".status.") {
                errors.append(.invalid(place, text, "should be a json path under either .spec or .status"))
            }
        }
    }

    // MARK: Names and conversion

    private static func names(_ names: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        func label(_ value: String, _ path: FieldPath) {
            let problems = NameRules.dns1035Label(value)
            if !problems.isEmpty { errors.append(.invalid(path, value, problems.joined(separator: ","))) }
        }
        for name in ["plural", "singular", "kind", "listKind"] where (names[name].string ?? "").isEmpty {
            errors.append(.required(path.child(name)))
        }
        for name in ["plural", "singular"] { if let value = names[name].string, !value.isEmpty { label(value, path.child(name)) } }
        for name in ["kind", "listKind"] {
            guard let value = names[name].string, !value.isEmpty else { continue }
            let problems = NameRules.dns1035Label(value.lowercased())
            if problems.isEmpty { continue }
            let why = "may have mixed case, but should otherwise match: " + problems.joined(separator: ",")
            errors.append(.invalid(path.child(name), value, why))
        }
        for (index, value) in names["shortNames"].strings.enumerated() { label(value, path.child("shortNames").index(index)) }
        if let kind = names["kind"].string, !kind.isEmpty, names["listKind"].string == kind {
            errors.append(.invalid(path.child("listKind"), kind, "kind and listKind may not be the same"))
        }
        for (index, value) in names["categories"].strings.enumerated() { label(value, path.child("categories").index(index)) }
    }

    private static func conversion(_ conversion: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if conversion.isNull { return }
        let strategy = conversion["strategy"].string ?? ""
        enumerated(strategy, ["None", "Webhook"], path.child("strategy"), &errors)
        let webhook = conversion["webhook"]
        guard strategy == "Webhook" else {
            if !webhook.isNull {
                errors.append(.forbidden(path.child("webhook"), "should not be set when strategy is not set to Webhook"))
            }
            return
        }
        let place = path.child("webhook")
        if webhook["clientConfig"].isNull {
            errors.append(.required(place.child("clientConfig"), "required when strategy is set to Webhook"))
        } else {
            WebhookClientChecks.client(webhook["clientConfig"], place.child("clientConfig"), &errors)
        }
        let versions = webhook["conversionReviewVersions"].strings
        if versions.isEmpty {
            errors.append(.required(place.child("conversionReviewVersions")))
        } else if !versions.contains("v1"), !versions.contains("v1beta1") {
            let why = "must include at least one of v1, v1beta1"
            errors.append(.invalid(place.child("conversionReviewVersions"), JSON(versions), why))
        }
        for (index, version) in versions.enumerated() {
            for problem in NameRules.dns1035Label(version) {
                errors.append(.invalid(place.child("conversionReviewVersions").index(index), version, problem))
            }
        }
    }
}
