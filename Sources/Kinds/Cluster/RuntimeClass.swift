internal import Document
internal import Resources
internal import Schema

/// node.k8s.io/v1 RuntimeClass.
struct RuntimeClassRules: KindBehaviour {
    var allowsShortFinalizers: Bool { true }
    var columns: [TableColumn] { [.name, TableColumn("Handler"), .age] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let handler = object["handler"].string ?? ""
        if handler.isEmpty {
            errors.append(.required("handler"))
        } else {
            for problem in NameRules.dns1123Label(handler) { errors.append(.invalid("handler", handler, problem)) }
        }
        if !object["overhead"].isNull {
            ResourceValidation.requirements(["limits": object["overhead"]["podFixed"]], "overhead", claims: [], &errors)
        }
        MetadataValidation.labels(object["scheduling"]["nodeSelector"], "scheduling.nodeSelector", &errors)
        let tolerations = object["scheduling"]["tolerations"].array ?? []
        SchedulingValidation.tolerations(tolerations, "scheduling.tolerations", &errors)
        var seen: [JSON] = []
        for (index, var toleration) in tolerations.enumerated() {
            toleration["tolerationSeconds"] = .null
            if seen.contains(toleration) {
                errors.append(.duplicate(FieldPath("scheduling.tolerations").index(index), tolerations[index]))
            } else {
                seen.append(toleration)
            }
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["handler"], old["handler"], "handler", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] { [object.nameCell, object["handler"].textCell, object.ageCell(now: now)] }
}
