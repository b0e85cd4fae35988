internal import Document
internal import Resources
internal import Schema

/// scheduling.k8s.io PodGroup.
struct PodGroupRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] { [.name, TableColumn("Policy"), TableColumn("Workload"), TableColumn("Status"), .age] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let policy = object["spec"]["schedulingPolicy"]
        let set = ["basic", "gang"].filter { !policy[$0].isNull }
        if set.count != 1 {
            errors.append(.invalid("spec.schedulingPolicy", policy, "must specify exactly one of: `basic`, `gang`"))
        }
        if !policy["gang"].isNull, (policy["gang"]["minCount"].int ?? 0) < 1 {
            errors.append(
                .invalid("spec.schedulingPolicy.gang.minCount", policy["gang"]["minCount"].int ?? 0, "must be greater than or equal to 1"))
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"], old["spec"], "spec", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let spec = object["spec"]
        let conditions = object["status"]["conditions"].array ?? []
        var status = "Pending"
        if let scheduled = conditions.first(where: { $0["type"].string == "PodGroupScheduled" }) {
            status = scheduled["status"].string == "True" ? "Scheduled" : "Unschedulable"
        }
        if let disrupted = conditions.first(where: { $0["type"].string == "DisruptionTarget" }) {
            status = disrupted["reason"].string ?? ""
        }
        return [
            object.nameCell, .string(spec["schedulingPolicy"]["gang"].isNull ? "Basic" : "Gang"),
            .string(spec["podGroupTemplateRef"]["workload"]["workloadName"].string ?? "<none>"), .string(status), object.ageCell(now: now),
        ]
    }
}

/// Kinds that are shown by name and age alone.
struct AgedKind: KindBehaviour {
    var separatesStatus = false
    var generationFields: [String] = []
    var columns: [TableColumn] { [.name, .age] }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] { [object.nameCell, object.ageCell(now: now)] }
}
