internal import Document
internal import Resources
internal import Schema

/// apps/v1 Deployment.
struct DeploymentRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] {
        [
            .name, TableColumn("Ready", description: "Pods that are ready, of those wished for."),
            TableColumn("Up-to-date", description: "Pods of the newest template."),
            TableColumn("Available", description: "Pods that have been ready long enough."), .age, .containers, .images, .selector,
        ]
    }

    func applyDefaults(_ object: inout JSON) {
        if object["spec"]["strategy"]["type"].isNull { object["spec"]["strategy"]["type"] = "RollingUpdate" }
        if object["spec"]["strategy"]["type"].string == "RollingUpdate" {
            for key in ["maxUnavailable", "maxSurge"] where object["spec"]["strategy"]["rollingUpdate"][key].isNull {
                object["spec"]["strategy"]["rollingUpdate"][key] = "25%"
            }
        }
        PodSpecDefaults.apply(&object["spec"]["template"]["spec"])
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        for key in ["replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"] {
            SpecChecks.nonNegative(spec[key], FieldPath("spec").child(key), &errors)
        }
        let isReadable = WorkloadSelector.validate(
            spec, emptyMessage: "empty selector is invalid for deployment", unreadable: "invalid label selector", &errors)
        if isReadable { PodTemplateChecks.validateReplicated(spec["template"], "spec.template", owner: "ReplicaSet", &errors) }
        strategy(spec["strategy"], &errors)
        if let deadline = spec["progressDeadlineSeconds"].int, deadline <= (spec["minReadySeconds"].int ?? 0) {
            errors.append(.invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds"))
        }
    }

    private func strategy(_ strategy: JSON, _ errors: inout [FieldError]) {
        let path: FieldPath = "spec.strategy.rollingUpdate"
        let rolling = strategy["rollingUpdate"]
        if strategy["type"].string == "Recreate" {
            if !rolling.isNull { errors.append(.forbidden(path, "may not be specified when strategy `type` is 'Recreate'")) }
            return
        }
        if strategy["type"].string != "RollingUpdate" {
            return errors.append(.unsupported("spec.strategy", strategy, ["Recreate", "RollingUpdate"]))
        }
        if rolling.isNull { return }
        for key in ["maxUnavailable", "maxSurge"] { SpecChecks.amountOrPercent(rolling[key], path.child(key), &errors) }
        SpecChecks.notMoreThanAll(rolling["maxUnavailable"], path.child("maxUnavailable"), &errors)
        if SpecChecks.isZeroAmount(rolling["maxUnavailable"]), SpecChecks.isZeroAmount(rolling["maxSurge"]) {
            errors.append(.invalid(path.child("maxUnavailable"), rolling["maxUnavailable"], "may not be 0 when `maxSurge` is 0"))
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"]["selector"], old["spec"]["selector"], "spec.selector", &errors)
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        let limited = ["updatedReplicas", "readyReplicas", "availableReplicas"]
        let others = ["observedGeneration", "replicas", "unavailableReplicas", "terminatingReplicas", "collisionCount"]
        StatusCounts.validate(object["status"], old: old["status"], others + limited, limited: limited, &errors)
    }

    func warnings(_ object: JSON, old: JSON?) -> [String] {
        let isNew = old.map { $0["metadata"]["generation"] != object["metadata"]["generation"] } ?? true
        let ofTemplate = isNew ? PodWarnings.ofTemplate(object["spec"]["template"], "spec.template") : []
        return (old == nil ? PodWarnings.ofName(object) : []) + ofTemplate
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let (spec, status) = (object["spec"], object["status"])
        return [
            object.nameCell, .string("\(status["readyReplicas"].int ?? 0)/\(spec["replicas"].int ?? 0)"),
            status["updatedReplicas"].countCell, status["availableReplicas"].countCell, object.ageCell(now: now),
        ] + spec["template"].containerCells + [.string(spec["selector"].selectorText)]
    }
}
