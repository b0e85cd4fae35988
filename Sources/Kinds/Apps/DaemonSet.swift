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
        PodSpecDefaults.apply(&object["spec"]["template"]["spec"])
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        for key in ["minReadySeconds", "revisionHistoryLimit"] {
            SpecChecks.nonNegative(spec[key], FieldPath("spec").child(key), &errors)
        }
        WorkloadSelector.validate(spec, emptyMessage: "empty selector is invalid for daemonset", &errors)
        PodTemplateChecks.validateReplicated(spec["template"], "spec.template", owner: "DaemonSet", &errors)
        updateStrategy(spec["updateStrategy"], &errors)
    }

    private func updateStrategy(_ strategy: JSON, _ errors: inout [FieldError]) {
        guard strategy["type"].string == "RollingUpdate" else { return }
        let path: FieldPath = "spec.updateStrategy.rollingUpdate"
        let rolling = strategy["rollingUpdate"]
        for key in ["maxUnavailable", "maxSurge"] {
            SpecChecks.amountOrPercent(rolling[key], path.child(key), &errors)
            SpecChecks.notMoreThanAll(rolling[key], path.child(key), &errors)
        }
        let (unavailable, surge) = (SpecChecks.isZeroAmount(rolling["maxUnavailable"]), SpecChecks.isZeroAmount(rolling["maxSurge"]))
        if unavailable, surge || rolling["maxSurge"].isNull {
            errors.append(.required(path.child("maxUnavailable"), "cannot be 0 when maxSurge is 0"))
        } else if !unavailable, !surge, !rolling["maxSurge"].isNull {
            errors.append(.invalid(path.child("maxSurge"), rolling["maxSurge"], "may not be set when maxUnavailable is non-zero"))
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"]["selector"], old["spec"]["selector"], "spec.selector", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let (spec, status) = (object["spec"], object["status"])
        let keys = ["desiredNumberScheduled", "currentNumberScheduled", "numberReady", "updatedNumberScheduled", "numberAvailable"]
        return [object.nameCell] + keys.map { status[$0].countCell }
            + [.string(spec["template"]["spec"]["nodeSelector"].labelText), object.ageCell(now: now)]
            + spec["template"].containerCells + [.string(spec["selector"].selectorText)]
    }
}
