internal import Document
internal import Resources
internal import Schema

/// The rules of a CustomResourceDefinition's spec, in upstream's order and words.
struct DefinitionValidation {
    private let options: DefinitionOptions
    private let shared: SharedVersions
    private let keepsUnknown: Bool
    private let isStructural: Bool
    private var errors: [FieldError] = []

    static func spec(_ spec: JSON, _ options: DefinitionOptions, _ errors: inout [FieldError]) {
        var validation = DefinitionValidation(spec, options)
        validation.check(spec)
        errors += validation.errors
    }

    private init(_ spec: JSON, _ options: DefinitionOptions) {
        self.options = options
        shared = SharedVersions(spec)
        keepsUnknown = spec["preserveUnknownFields"].bool ?? false
        let schemas = shared.schemas
        // Definitions of old, which keep everything, may have schemas that are not structural, unless these make use of what came later.
        isStructural =
            !keepsUnknown || schemas.contains { DefinitionSchemaValidation.contains($0, where: Self.needsStructure) }
    }

    private static let extensions = ["embedded-resource", "int-or-string", "list-map-keys", "validations"].map { "x-kubernetes-" + $0 }

    private static func needsStructure(_ schema: JSON) -> Bool {
        !schema["default"].isNull || !schema["x-kubernetes-preserve-unknown-fields"].isNull || !schema["x-kubernetes-list-type"].isNull
            || extensions.contains { !schema[$0].isEmptyValue }
    }

    private mutating func check(_ spec: JSON) {
        let path: FieldPath = "spec"
        group(spec["group"].string ?? "", path.child("group"))
        Self.enumerated(spec["scope"].string ?? "", ["Cluster", "Namespaced"], path.child("scope"), &errors)
        schemasAreThere(path.child("versions"))
        if keepsUnknown, shared.schemas.contains(where: { DefinitionSchemaValidation.contains($0) { !$0["default"].isNull } }) {
            errors.append(.invalid(path.child("preserveUnknownFields"), true, "must be false in order to use defaults in the schema"))
        }
        versions(spec, path.child("versions"))
        names(spec["names"], path.child("names"))
        schema(shared.schema, path.child("validation"), hasStatus: shared.hasAnyStatus)
        subresources(shared.subresources, path.child("subresources"))
        columns(shared.columns, path.child("additionalPrinterColumns"))
        SelectableFieldChecks.validate(
            shared.selectableFields, shared.schema, path.child("selectableFields"),
            missing: "may only be set when validations.schema is included", allowsMany: !options.crowdedVersions.isEmpty, &errors)
        DefinitionConversion.validate(
            spec, path.child("conversion"), requiresReviewVersion: options.requiresReviewVersion, &errors)
    }

    static func enumerated(_ value: String, _ allowed: [String], _ path: FieldPath, _ errors: inout [FieldError]) {
        if value.isEmpty { return errors.append(.required(path)) }
        if !allowed.contains(value) { errors.append(.notSupported(path, value, allowed)) }
    }

    private mutating func group(_ group: String, _ path: FieldPath) {
        if group.isEmpty { return errors.append(.required(path)) }
        let problems = NameRules.dns1123Subdomain(group)
        if !problems.isEmpty {
            errors.append(.invalid(path, group, problems.joined(separator: ",")))
        } else if !group.contains(".") {
            errors.append(.invalid(path, group, "should be a domain with at least one dot"))
        }
    }

    /// What was stored in a version can only be read while that version is known.
    static func storedVersions(_ object: JSON, _ errors: inout [FieldError]) {
        let path: FieldPath = "status.storedVersions"
        let stored = object["status"]["storedVersions"].strings
        if stored.isEmpty { return errors.append(.invalid(path, JSON([String]()), "must have at least one stored version")) }
        // A name that is given to two versions counts for the first of them.
        var missing = Set(stored)
        for version in object["spec"]["versions"].array ?? [] {
            let name = version["name"].string ?? ""
            if missing.remove(name) == nil, version["storage"].bool ?? false {
                errors.append(.invalid(path, JSON(stored), "must have the storage version \(name)"))
            }
        }
        for (index, name) in stored.enumerated() where missing.contains(name) {
            let why =
                "missing from spec.versions; \(name) was previously a storage version, and must remain in spec.versions until a storage "
                + "migration ensures no data remains persisted in \(name) and removes \(name) from status.storedVersions"
            errors.append(.invalid(path.index(index), name, why))
        }
    }

    // MARK: Versions

    private mutating func schemasAreThere(_ path: FieldPath) {
        guard !keepsUnknown, shared.schema["openAPIV3Schema"].isNull else { return }
        for (index, version) in shared.versions.enumerated() where version["schema"]["openAPIV3Schema"].isNull {
            let place = path.index(index).child("schema", "openAPIV3Schema")
            if options.requiresSchemas {
                errors.append(.required(place))
            } else if version["served"].bool ?? false {
                errors.append(.required(place, "because otherwise all fields are pruned"))
            }
        }
    }

    private mutating func versions(_ spec: JSON, _ path: FieldPath) {
        var seen: Set<String> = []
        var areUnique = true
        for (index, version) in shared.versions.enumerated() {
            let name = version["name"].string ?? ""
            if !seen.insert(name).inserted { areUnique = false }
            let problems = NameRules.dns1035Label(name)
            if !problems.isEmpty { errors.append(.invalid(path.index(index).child("name"), name, problems.joined(separator: ","))) }
            self.version(version, path.index(index))
        }
        let value: JSON = spec["versions"].isNull ? .array([]) : spec["versions"]
        if !areUnique { errors.append(.invalid(path, value, "must contain unique version names")) }
        if shared.versions.count(where: { $0["storage"].bool ?? false }) != 1 {
            errors.append(.invalid(path, value, "must have exactly one version marked as storage version"))
        }
        // The first version was once named by a field of its own, which upstream still checks beside the list.
        if let name = shared.versions.first?["name"].string, !name.isEmpty {
            let problems = NameRules.dns1035Label(name)
            if !problems.isEmpty { errors.append(.invalid("spec.version", name, problems.joined(separator: ","))) }
        }
    }

    private mutating func version(_ version: JSON, _ path: FieldPath) {
        deprecation(version, path.child("deprecationWarning"))
        schema(version["schema"], path.child("schema"), hasStatus: shared.hasStatus(version))
        subresources(version["subresources"], path.child("subresources"))
        columns(version["additionalPrinterColumns"], path.child("additionalPrinterColumns"))
        SelectableFieldChecks.validate(
            version["selectableFields"], version["schema"], path.child("selectableFields"),
            missing: "may only be set when `version.schema.openAPIV3Schema` is not included",
            allowsMany: options.crowdedVersions.contains(version["name"].string ?? ""), &errors)
    }

    private mutating func deprecation(_ version: JSON, _ path: FieldPath) {
        guard let warning = version["deprecationWarning"].string else { return }
        guard version["deprecated"].bool ?? false else {
            return errors.append(.invalid(path, warning, "can only be set for deprecated versions"))
        }
        if warning.utf8.count > 256 { errors.append(.invalid(path, warning, "must be <= 256 characters long")) }
        if warning.isEmpty { errors.append(.invalid(path, warning, "must not be an empty string")) }
        if let index = warning.unicodeScalars.firstIndex(where: { !$0.isPrintable }) {
            let offset = warning.utf8.distance(from: warning.startIndex, to: index)
            let why = "must only contain printable UTF-8 characters; non-printable character found at index \(offset)"
            errors.append(.invalid(path, warning, why))
        }
    }

    private mutating func schema(_ validation: JSON, _ path: FieldPath, hasStatus: Bool) {
        let schema = validation["openAPIV3Schema"]
        if schema.isNull { return }
        errors += DefinitionSchemaValidation.check(
            schema, path.child("openAPIV3Schema"), hasStatus: hasStatus, isStructural: isStructural)
    }

    private static let columnTypes = ["boolean", "date", "integer", "number", "string"]
    private static let columnFormats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"]

    private mutating func columns(_ columns: JSON, _ path: FieldPath) {
        for (index, column) in (columns.array ?? []).enumerated() {
            let place = path.index(index)
            if (column["name"].string ?? "").isEmpty { errors.append(.required(place.child("name"))) }
            let type = column["type"].string ?? ""
            let types = "must be one of " + Self.columnTypes.joined(separator: ",")
            if type.isEmpty {
                errors.append(.required(place.child("type"), types))
            } else if !Self.columnTypes.contains(type) {
                errors.append(.invalid(place.child("type"), type, types))
            }
            if let format = column["format"].string, !format.isEmpty, !Self.columnFormats.contains(format) {
                errors.append(
                    .invalid(place.child("format"), format, "must be one of " + Self.columnFormats.joined(separator: ",")))
            }
            let text = column["jsonPath"].string ?? ""
            if text.isEmpty { errors.append(.required(place.child("JSONPath"))) } else { _ = isSimplePath(text, place.child("JSONPath")) }
        }
    }

    private mutating func isSimplePath(_ text: String, _ path: FieldPath) -> Bool {
        if text.hasPrefix(".") { return true }
        errors.append(.invalid(path, text, "must be a simple json path starting with ."))
        return false
    }

    private mutating func subresources(_ subresources: JSON, _ path: FieldPath) {
        let scale = subresources["scale"]
        if scale.isNull { return }
        let path = path.child("scale")
        for (name, root) in [("specReplicasPath", ".spec"), ("statusReplicasPath", ".status")] {
            let text = scale[name].string ?? ""
            if text.isEmpty {
                errors.append(.required(path.child(name)))
            } else if isSimplePath(text, path.child(name)), !text.hasPrefix(root + ".") {
                errors.append(.invalid(path.child(name), text, "should be a json path under \(root)"))
            }
        }
        guard let text = scale["labelSelectorPath"].string, !text.isEmpty else { return }
        let place = path.child("labelSelectorPath")
        if isSimplePath(text, place), !text.hasPrefix(".spec."), !text.hasPrefix(".status.") {
            errors.append(.invalid(place, text, "should be a json path under either .spec or .status"))
        }
    }

    // MARK: Names

    private mutating func label(_ value: String, _ path: FieldPath) {
        let problems = NameRules.dns1035Label(value)
        if !problems.isEmpty { errors.append(.invalid(path, value, problems.joined(separator: ","))) }
    }

    private mutating func names(_ names: JSON, _ path: FieldPath) {
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
}

extension Unicode.Scalar {
    /// Whether Go's `unicode.IsPrint` holds: letters, marks, numbers, punctuation, symbols and the space.
    var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: self == " "
        default: true
        }
    }
}
