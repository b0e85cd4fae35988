internal import Document
internal import Resources
internal import Schema

/// policy/v1 PodDisruptionBudget.
struct PodDisruptionBudgetRules: KindBehaviour {
    var allowsShortFinalizers: Bool { true }
    /// Upstream asks nothing of these names but that they fit into a URL.
    var nameRule: NameRule { .pathSegment }
    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] {
        [
            .name, TableColumn("Min Available"), TableColumn("Max Unavailable"), TableColumn("Allowed Disruptions", type: "integer"), .age,
        ]
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        if !spec["minAvailable"].isNull, !spec["maxUnavailable"].isNull {
            errors.append(.invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set"))
        }
        for key in ["minAvailable", "maxUnavailable"] where !spec[key].isNull {
            SpecChecks.amountOrPercent(spec[key], FieldPath("spec").child(key), &errors)
            SpecChecks.notMoreThanAll(spec[key], FieldPath("spec").child(key), &errors)
        }
        SpecChecks.labelSelector(spec["selector"], "spec.selector", &errors)
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        for key in ["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"] {
            SpecChecks.nonNegative(object["status"][key], FieldPath("status").child(key), &errors)
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        func amount(_ json: JSON) -> JSON { .string(json.isNull ? "N/A" : json.string ?? json.text) }
        return [
            object.nameCell, amount(object["spec"]["minAvailable"]), amount(object["spec"]["maxUnavailable"]),
            object["status"]["disruptionsAllowed"].countCell, object.ageCell(now: now),
        ]
    }
}
