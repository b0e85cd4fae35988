internal import Document
internal import Resources
internal import Schema

/// apps/v1 DaemonSet.
struct DaemonSetRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] {
        let counts = ["Desired", "Current", "Ready", "Up-to-date", "Available"].map { TableColumn($0, type: "integer") }
        return [.name] + counts + [TableColumn("Node Selector"), .age, .containers, .images, .selector]
    }

    func applyDefaults(_ object: inout JSON) {
        if object["spec"]["updateStrategy"]["type"].isNull { object["spec"]["updateStrategy"]["type"] = "RollingUpdate" }
        if object["spec"]["updateStrategy"]["type"].string == "RollingUpdate" {
            if object["spec"]["updateStrategy"]["rollingUpdate"]["maxUnavailable"].isNull {
                object["spec"]["updateStrategy"]["rollingUpdate"]["maxUnavailable"] = 1
            }
            if object["spec"]["updateStrategy"]["rollingUpdate"]["maxSurge"].isNull {
                object["spec"]["updateStrategy"]["rollingUpdate"]["maxSurge"] = 0
            }
        }
        if object["metadata"]["annotations"][Self.templateGeneration].isNull {
            object["metadata"]["annotations"][Self.templateGeneration] = "0"
        }
        PodSpecDefaults.apply(&object["spec"]["template"]["spec"])
    }

    /// How often the template changed: a field of versions before apps/v1, which keeps it here.
    private static let templateGeneration = "deprecated.daemonset.template.generation"

    func prepareForCreate(_ object: inout JSON) { object["metadata"]["annotations"][Self.templateGeneration] = "1" }

    func prepareForUpdate(_ object: inout JSON, old: JSON, subresource: String?) {
        guard subresource == nil else { return }
        let before = old["metadata"]["annotations"][Self.templateGeneration].string.flatMap { Int($0) } ?? 0
        let isNew = object["spec"]["template"] != old["spec"]["template"]
        object["metadata"]["annotations"][Self.templateGeneration] = .string(String(isNew ? before + 1 : before))
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        for key in ["minReadySeconds", "revisionHistoryLimit"] {
            SpecChecks.nonNegative(spec[key], FieldPath("spec").child(key), &errors)
        }
        let selector = spec["selector"]
        let before = errors.count
        SpecChecks.labelSelector(selector, "spec.selector", &errors)
        if selector.isNull || errors.count == before && (try? LabelSelector(json: selector)) != nil {
            PodTemplateChecks.selectorFits(selector, spec["template"], "spec.template", &errors)
        }
        if !selector.isNull, SpecChecks.isEmptySelector(selector) {
            errors.append(.invalid("spec.selector", selector, "empty selector is invalid for daemonset"))
        }
        PodTemplateChecks.validateReplicated(spec["template"], "spec.template", owner: "DaemonSet", &errors)
        updateStrategy(spec["updateStrategy"], &errors)
    }

    private func updateStrategy(_ strategy: JSON, _ errors: inout [FieldError]) {
        if strategy["type"].string == "OnDelete" { return }
        guard strategy["type"].string == "RollingUpdate" else {
            return errors.append(.unsupported("spec.updateStrategy", strategy, ["RollingUpdate", "OnDelete"]))
        }
        let path: FieldPath = "spec.updateStrategy.rollingUpdate"
        let rolling = strategy["rollingUpdate"]
        for key in ["maxUnavailable", "maxSurge"] {
            SpecChecks.amountOrPercent(rolling[key], path.child(key), &errors)
            SpecChecks.notMoreThanAll(rolling[key], path.child(key), &errors)
        }
        let (unavailable, surge) = (SpecChecks.isZeroAmount(rolling["maxUnavailable"]), SpecChecks.isZeroAmount(rolling["maxSurge"]))
        if unavailable, surge {
            errors.append(.required(path.child("maxUnavailable"), "cannot be 0 when maxSurge is 0"))
        } else if !unavailable, !surge {
            errors.append(.invalid(path.child("maxSurge"), rolling["maxSurge"], "may not be set when maxUnavailable is non-zero"))
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"]["selector"], old["spec"]["selector"], "spec.selector", &errors)
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        let counts = [
            "currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady", "observedGeneration",
            "updatedNumberScheduled", "numberAvailable", "numberUnavailable", "collisionCount",
        ]
        StatusCounts.validate(object["status"], old: old["status"], counts, &errors)
    }

    func warnings(_ object: JSON, old: JSON?) -> [String] {
        let isNew = old.map { $0["metadata"]["generation"] != object["metadata"]["generation"] } ?? true
        return (isNew ? PodWarnings.ofTemplate(object["spec"]["template"], "spec.template") : [])
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let (spec, status) = (object["spec"], object["status"])
        let keys = ["desiredNumberScheduled", "currentNumberScheduled", "numberReady", "updatedNumberScheduled", "numberAvailable"]
        return [object.nameCell] + keys.map { status[$0].countCell }
            + [.string(spec["template"]["spec"]["nodeSelector"].labelText), object.ageCell(now: now)]
            + spec["template"].containerCells + [.string(spec["selector"].selectorText)]
    }
}
