internal import Document
internal import Resources
internal import Schema

/// apps/v1 ReplicaSet.
struct ReplicaSetRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] { ReplicatedColumns.all }

    func applyDefaults(_ object: inout JSON) { PodSpecDefaults.apply(&object["spec"]["template"]["spec"]) }
    func prepareForCreate(_ object: inout JSON) { object["status"] = ["replicas": 0] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        SpecChecks.nonNegative(object["spec"]["replicas"], "spec.replicas", &errors)
        SpecChecks.nonNegative(object["spec"]["minReadySeconds"], "spec.minReadySeconds", &errors)
        let isReadable = WorkloadSelector.validate(
            object["spec"], emptyMessage: "empty selector is invalid for deployment", unreadable: "invalid label selector", &errors)
        if isReadable {
            PodTemplateChecks.validateReplicated(object["spec"]["template"], "spec.template", owner: "ReplicaSet", &errors)
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"]["selector"], old["spec"]["selector"], "spec.selector", &errors)
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        ReplicatedColumns.validateStatus(object["status"], &errors)
    }

    func warnings(_ object: JSON, old: JSON?) -> [String] {
        let isNew = old.map { $0["metadata"]["generation"] != object["metadata"]["generation"] } ?? true
        let ofTemplate = isNew ? PodWarnings.ofTemplate(object["spec"]["template"], "spec.template") : []
        return (old == nil ? PodWarnings.ofName(object) : []) + ofTemplate
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        ReplicatedColumns.cells(object, now: now, selector: object["spec"]["selector"].selectorText)
    }
}

/// The selector of workloads: it is there, says something, and matches the template.
enum WorkloadSelector {
    /// - Returns: whether the selector can be read; the template is looked at only then.
    static func validate(_ spec: JSON, emptyMessage: String, unreadable: String = "", _ errors: inout [FieldError]) -> Bool {
        let path: FieldPath = "spec.selector"
        let selector = spec["selector"]
        if selector.isNull {
            errors.append(.required(path))
        } else {
            let before = errors.count
            SpecChecks.labelSelector(selector, path, &errors)
            let isSound = errors.count == before
            if SpecChecks.isEmptySelector(selector) { errors.append(.invalid(path, selector, emptyMessage)) }
            guard isSound, (try? LabelSelector(json: selector)) != nil else {
                errors.append(.invalid(path, selector, unreadable))
                return false
            }
            if SpecChecks.isEmptySelector(selector) { return true }
        }
        PodTemplateChecks.selectorFits(selector, spec["template"], "spec.template", &errors)
        return true
    }
}
