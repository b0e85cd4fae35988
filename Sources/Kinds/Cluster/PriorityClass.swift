internal import Document
internal import Resources
internal import Schema

/// scheduling.k8s.io/v1 PriorityClass.
struct PriorityClassRules: KindBehaviour {
    /// Greater values are the system's own.
    private static let highestUserPriority = 1_000_000_000
    private static let system = ["system-node-critical": 2_000_001_000, "system-cluster-critical": 2_000_000_000]

    var generationFields: [String] { ["value", "globalDefault", "description", "preemptionPolicy"] }
    var columns: [TableColumn] {
        [
            .name, TableColumn("Value", type: "integer"), TableColumn("Global-Default", type: "boolean"), .age,
            TableColumn("PreemptionPolicy"),
        ]
    }

    func validateCreate(_ object: JSON, _ errors: inout [FieldError]) {
        let name = object["metadata"]["name"].string ?? ""
        let value = object["value"].int ?? 0
        if name.hasPrefix("system-") {
            if Self.system[name] != value {
                errors.append(
                    .forbidden(
                        "metadata.name",
                        "priority class names with 'system-' prefix are reserved for system use only. "
                            + "error: \(name) is not a known system priority class"
                    ))
            }
        } else if value > Self.highestUserPriority {
            errors.append(.forbidden("value", "maximum allowed value of a user defined priority is \(Self.highestUserPriority)"))
        }
        guard let policy = object["preemptionPolicy"].string, !["PreemptLowerPriority", "Never"].contains(policy) else { return }
        let path: FieldPath = "preemptionPolicy"
        errors.append(policy.isEmpty ? .required(path) : .notSupported(path, policy, ["PreemptLowerPriority", "Never"]))
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        if (object["value"].int ?? 0) != (old["value"].int ?? 0) {
            errors.append(.forbidden("value", "may not be changed in an update."))
        }
        SpecChecks.immutable(object["preemptionPolicy"], old["preemptionPolicy"], "preemptionPolicy", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        [
            object.nameCell, object["value"].countCell, .bool(object["globalDefault"].bool ?? false), object.ageCell(now: now),
            object["preemptionPolicy"].textCell,
        ]
    }
}
