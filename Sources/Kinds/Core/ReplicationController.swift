internal import Document
internal import Resources
internal import Schema

/// core/v1 ReplicationController.
struct ReplicationControllerRules: KindBehaviour {
    var nameRule: NameRule { .longName }
    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }
    var selectable: [SelectableField] { [SelectableField("status.replicas", absent: "0")] }
    var columns: [TableColumn] { ReplicatedColumns.all }

    /// Selector and labels default to the labels of the template.
    func applyDefaults(_ object: inout JSON) {
        let labels = object["spec", "template", "metadata"]["labels"]
        if let map = labels.object, !map.isEmpty {
            if object["spec"]["selector"].object?.isEmpty ?? true { object["spec"]["selector"] = labels }
            if object["metadata"]["labels"].object?.isEmpty ?? true { object["metadata"]["labels"] = labels }
        }
        if !object["spec"]["template"].isNull { PodSpecDefaults.apply(&object["spec"]["template"]["spec"]) }
    }

    func prepareForCreate(_ object: inout JSON) { object["status"] = ["replicas": 0] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        SpecChecks.nonNegative(spec["minReadySeconds"], "spec.minReadySeconds", &errors)
        SpecChecks.nonNegative(spec["replicas"], "spec.replicas", &errors)
        if spec["selector"].object?.isEmpty ?? true { errors.append(.required("spec.selector")) }
        let path: FieldPath = "spec.template"
        if spec["template"].isNull { return errors.append(.required(path)) }
        let labels = spec["template"]["metadata"]["labels"]
        // Neither is checked here: what is no label may still be the same in both.
        if let selector = spec["selector"].object, selector.contains(where: { labels[$0.key] != $0.value }) {
            errors.append(.invalid(path.child("metadata", "labels"), labels, "`selector` does not match template `labels`"))
        }
        PodTemplateChecks.validateReplicated(spec["template"], path, owner: "ReplicationController", &errors)
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        ReplicatedColumns.validateStatus(object["status"], &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        ReplicatedColumns.cells(object, now: now, selector: object["spec"]["selector"].labelText)
    }
}

/// Columns of ReplicationControllers and ReplicaSets.
enum ReplicatedColumns {
    static let all: [TableColumn] = [
        .name, TableColumn("Desired", type: "integer", description: "Pods wished for."),
        TableColumn("Current", type: "integer", description: "Pods there are."),
        TableColumn("Ready", type: "integer", description: "Pods that are ready."), .age, .containers, .images, .selector,
    ]

    static func cells(_ object: JSON, now: Timestamp, selector: String) -> [JSON] {
        let status = object["status"]
        return [
            object.nameCell, object["spec"]["replicas"].countCell, status["replicas"].countCell, status["readyReplicas"].countCell,
            object.ageCell(now: now),
        ] + object["spec"]["template"].containerCells + [.string(selector)]
    }

    static func validateStatus(_ status: JSON, _ errors: inout [FieldError]) {
        let path: FieldPath = "status"
        let keys = ["replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration"]
        for key in keys { SpecChecks.nonNegative(status[key], path.child(key), &errors) }
        let total = status["replicas"].int ?? 0
        for key in ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"] {
            if let count = status[key].int, count > total {
                errors.append(.invalid(path.child(key), count, "cannot be greater than status.replicas"))
            }
        }
        if let available = status["availableReplicas"].int, available > (status["readyReplicas"].int ?? 0) {
            errors.append(.invalid(path.child("availableReplicas"), available, "cannot be greater than readyReplicas"))
        }
    }
}
