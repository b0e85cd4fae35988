internal import Document
internal import Resources
internal import Schema

/// A column of a custom resource's table (`additionalPrinterColumns`).
struct CustomColumn: Sendable {
    let column: TableColumn
    private let path: JSONPath?
    var isReadable: Bool { path != nil }

    /// Shown for kinds that name no columns.
    static let age = CustomColumn([
        "name": "Age", "type": "date", "jsonPath": ".metadata.creationTimestamp",
        "description": "Time since the object was created.",
    ])

    /// - Parameter json: a CustomResourceColumnDefinition.
    init(_ json: JSON) {
        column = TableColumn(
            json["name"].string ?? "", type: json["type"].string ?? "string", format: json["format"].string ?? "",
            description: json["description"].string ?? "", priority: json["priority"].int ?? 0)
        path = try? JSONPath(relaxed: json["jsonPath"].string ?? "")
    }

    /// What stands in the column; null where the object has nothing to show, or something of another type.
    func cell(_ object: JSON, now: Timestamp) -> JSON {
        guard let path, let found = try? path.find(object), let value = found.first?.first else { return .null }
        switch column.type {
        case "string": return .string(JSONPath.text(value))
        case "integer": return value.int.map { .int(Int64($0)) } ?? .null
        case "number": return value.double == nil ? .null : value
        case "boolean": return value.bool == nil ? .null : value
        case "date":
            guard let text = value.string, let time = Timestamp(text) else { return "<invalid>" }
            return .string(HumanDuration.text(seconds: Int(now.seconds) - Int(time.seconds)))
        default: return .null
        }
    }
}
