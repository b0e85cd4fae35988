internal import Document
internal import Resources
internal import Schema

/// apiregistration.k8s.io/v1 APIService.
struct APIServiceRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var columns: [TableColumn] {
        [
            .name, TableColumn("Service", description: "Who answers for the group: a service, or this server itself."),
            TableColumn("Available", description: "Whether the group can be asked now."), .age,
        ]
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        if object["metadata"]["name"].string != "\(spec["version"].string ?? "").\(spec["group"].string ?? "")" {
            errors.append(
                .invalid("metadata.name", object["metadata"]["name"].string ?? "", "must be `spec.version+\".\"+spec.group`"))
        }
        if !spec["service"].isNull {
            errors.append(.forbidden("spec.service", "this server answers for its own groups alone: it does not ask other API servers"))
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let service = object["spec"]["service"]
        let place = service.isNull ? "Local" : "\(service["namespace"].string ?? "")/\(service["name"].string ?? "")"
        let condition = (object["status"]["conditions"].array ?? []).first { $0["type"].string == "Available" }
        var available = "Unknown"
        if let condition {
            available = condition["status"].string ?? "Unknown"
            if available != "True" { available += " (\(condition["reason"].string ?? ""))" }
        }
        return [object.nameCell, .string(place), .string(available), object.ageCell(now: now)]
    }
}
