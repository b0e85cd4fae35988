internal import Document
internal import Resources
internal import Schema

/// core/v1 Namespace.
struct NamespaceRules: KindBehaviour {
    static let nameLabel = "kubernetes.io/metadata.name"

    var nameRule: NameRule { .label }
    var separatesStatus: Bool { true }
    var selectable: [SelectableField] { ["status.phase", SelectableField("name", at: "metadata.name")] }
    var columns: [TableColumn] { [.name, TableColumn("Status", description: "Active, or Terminating while it is emptied."), .age] }

    /// Every namespace carries its own name as a label, so that selectors of namespaces can name one.
    func applyDefaults(_ object: inout JSON) {
        if let name = object["metadata"]["name"].string, !name.isEmpty { object["metadata"]["labels"][Self.nameLabel] = .string(name) }
    }

    func prepareForCreate(_ object: inout JSON) {
        object["status"] = ["phase": "Active"]
        if let name = object["metadata"]["name"].string, !name.isEmpty { object["metadata"]["labels"][Self.nameLabel] = .string(name) }
        let finalizers = object["spec"]["finalizers"].strings
        if !finalizers.contains("kubernetes") { object["spec"]["finalizers"] = JSON(finalizers + ["kubernetes"]) }
    }

    /// Only the `finalize` path changes the finalizers of the spec.
    func prepareForUpdate(_ object: inout JSON, old: JSON, subresource: String?) {
        switch subresource {
        case "finalize": object["status"] = old["status"]
        case nil: object["spec"]["finalizers"] = old["spec"]["finalizers"]
        default: break
        }
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        for finalizer in object["spec"]["finalizers"].strings {
            for problem in NameRules.qualifiedName(finalizer) { errors.append(.invalid("spec.finalizers", finalizer, problem)) }
            if !finalizer.contains("/"), finalizer != "kubernetes" {
                errors.append(.invalid("spec.finalizers", finalizer, "name is neither a standard finalizer name nor is it fully qualified"))
            }
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        [object.nameCell, object["status"]["phase"].textCell, object.ageCell(now: now)]
    }
}
