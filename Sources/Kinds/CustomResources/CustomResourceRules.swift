package import Document
package import Resources
package import Schema

/// The rules of one version of a custom resource, as its definition says.
package struct CustomResourceRules: KindRules {
    private let namespaced: Bool
    /// Nil for versions without a schema, which exist in definitions of old alone.
    private let schema: StructuralSchema?
    /// Whether the version has a `status` subresource, so that writes to the object and to its status are kept apart.
    private let separatesStatus: Bool
    package let scale: ScalePaths?
    private let printed: [CustomColumn]
    private let selectable: [SelectableField]

    /// - Parameter version: a CustomResourceDefinitionVersion.
    package init(version: JSON, schema: StructuralSchema?, namespaced: Bool) {
        self.namespaced = namespaced
        self.schema = schema
        separatesStatus = !version["subresources"]["status"].isNull
        scale = ScalePaths(version["subresources"]["scale"])
        let columns = version["additionalPrinterColumns"].array ?? []
        // What follows a path that cannot be read is not shown.
        printed = columns.isEmpty ? [.age] : Array(columns.map { CustomColumn($0) }.prefix { $0.isReadable })
        selectable = (version["selectableFields"].array ?? []).map { SelectableField(String(($0["jsonPath"].string ?? "").dropFirst())) }
    }

    package func applyDefaults(_ object: inout JSON) {}

    // MARK: Writes

    package func prepareForCreate(_ object: inout JSON) {
        if separatesStatus { object["status"] = .null }
        object["metadata"]["generation"] = 1
    }

    /// Upstream changes nothing of a custom resource's metadata together with its status.
    package var metadataKeptByStatus: [String] { ["labels", "annotations", "finalizers", "ownerReferences"] }

    package func prepareForUpdate(_ object: inout JSON, old: JSON, subresource: String?) {
        if subresource == "status" {
            var kept = old
            kept["status"] = object["status"]
            for key in ["resourceVersion", "managedFields"] { kept["metadata"][key] = object["metadata"][key] }
            object = kept
            return
        }
        if separatesStatus { object["status"] = old["status"] }
        let generation = old["metadata"]["generation"].int ?? 0
        let isChanged = Self.content(object) != Self.content(old)
        object["metadata"]["generation"] = .int(Int64(isChanged ? generation + 1 : generation))
    }

    /// Everything but metadata: what a generation counts.
    private static func content(_ object: JSON) -> JSON {
        var content = object
        content["metadata"] = .null
        return content
    }

    package func validate(_ object: JSON, specIsKnown isKnown: Bool) -> [FieldError] {
        var errors: [FieldError] = []
        MetadataValidation.validate(object, namespaced: namespaced, rule: .subdomain, &errors)
        content(object, old: nil, &errors)
        return errors
    }

    package func validateUpdate(_ object: JSON, old: JSON, subresource: String?) -> [FieldError] {
        var errors: [FieldError] = []
        MetadataValidation.validateChange(object, old: old, &errors)
        content(object, old: old, &errors)
        return errors
    }

    private func content(_ object: JSON, old: JSON?, _ errors: inout [FieldError]) {
        if let schema {
            errors += ValueValidator.validate(object, old: old, schema)
            EmbeddedObjects.check(object, schema, .root, isObject: false, &errors)
            let duplicates = StructuralLists.check(object, schema)
            // What was twice in the list before may stay.
            if !duplicates.isEmpty, old.map({ StructuralLists.check($0, schema) }) != duplicates { errors += duplicates }
        }
        guard let scale else { return }
        let path = FieldPath(scale.specReplicas.joined(separator: "."))
        guard let replicas = object.value(at: scale.specReplicas).int else { return }
        if replicas < 0 { errors.append(.invalid(path, replicas, "should be a non-negative integer")) }
        if replicas > Int(Int32.max) { errors.append(.invalid(path, replicas, "should be less than or equal to \(Int32.max)")) }
    }

    // MARK: Reading

    package func selectableFields(_ object: JSON) -> [(String, String)] {
        var fields = [("metadata.name", object["metadata"]["name"].string ?? "")]
        if namespaced { fields.append(("metadata.namespace", object["metadata"]["namespace"].string ?? "")) }
        for field in selectable { fields.append((field.name, field.value(in: object))) }
        return fields
    }

    package var columns: [TableColumn] { [.name] + printed.map(\.column) }

    package func cells(_ object: JSON, now: Timestamp) -> [JSON] { [object.nameCell] + printed.map { $0.cell(object, now: now) } }
}
