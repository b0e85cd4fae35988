internal import Document
internal import Resources
internal import Schema

/// apps/v1 ReplicaSet.
struct ReplicaSetRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }
    var selectable: [SelectableField] { [SelectableField("status.replicas", absent: "0")] }
    var columns: [TableColumn] { ReplicatedColumns.all }

    func applyDefaults(_ object: inout JSON) { PodSpecDefaults.apply(&object["spec"]["template"]["spec"]) }
    func prepareForCreate(_ object: inout JSON) { object["status"] = ["replicas": 0] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        SpecChecks.nonNegative(object["spec"]["replicas"], "spec.replicas", &errors)
        SpecChecks.nonNegative(object["spec"]["minReadySeconds"], "spec.minReadySeconds", &errors)
        WorkloadSelector.validate(object["spec"], emptyMessage: "empty selector is invalid for deployment", &errors)
        PodTemplateChecks.validateReplicated(object["spec"]["template"], "spec.template", owner: "ReplicaSet", &errors)
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"]["selector"], old["spec"]["selector"], "spec.selector", &errors)
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        ReplicatedColumns.validateStatus(object["status"], &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        ReplicatedColumns.cells(object, now: now, selector: object["spec"]["selector"].selectorText)
    }
}

/// The selector of workloads: it is there, says something, and matches the template.
enum WorkloadSelector {
    static func validate(_ spec: JSON, emptyMessage: String, _ errors: inout [FieldError]) {
        let path: FieldPath = "spec.selector"
        let selector = spec["selector"]
        if selector.isNull { return errors.append(.required(path)) }
        SpecChecks.labelSelector(selector, path, &errors)
        if SpecChecks.isEmptySelector(selector) { return errors.append(.invalid(path, selector, emptyMessage)) }
        PodTemplateChecks.selectorFits(selector, spec["template"], "spec.template", &errors)
    }
}
