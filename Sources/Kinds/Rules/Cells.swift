internal import Document
internal import Resources
internal import Schema

extension TableColumn {
    /// The last column of kinds without columns of their own: when the object was made.
    static let created = TableColumn("Created At", type: "date", description: "When the object was made, by the server's clock.")
}

/// Pieces of table rows.
extension JSON {
    var nameCell: JSON { self["metadata"]["name"].isNull ? "" : self["metadata"]["name"] }
    var createdAt: String { self["metadata"]["creationTimestamp"].string ?? "" }

    func ageCell(now: Timestamp) -> JSON { .string(self["metadata"]["creationTimestamp"].age(now: now)) }

    /// The time since this timestamp, as people read it.
    func age(now: Timestamp) -> String {
        HumanDuration.age(since: string.flatMap { Timestamp($0) }.map { Int($0.seconds) }, now: Int(now.seconds))
    }

    /// A number's cell; 0 when absent.
    var countCell: JSON { .int(Int64(int ?? 0)) }
    /// A string's cell; "" when absent.
    var textCell: JSON { .string(string ?? "") }

    /// `a=b,c=d`, or `<none>`.
    var labelText: String {
        guard let object, !object.isEmpty else { return "<none>" }
        return object.map { $0.key + "=" + ($0.value.string ?? "") }.sorted().joined(separator: ",")
    }

    /// A meta/v1 LabelSelector in the language of `-l`.
    var selectorText: String {
        var parts = (self["matchLabels"].object ?? JSONObject()).map { (key: $0.key, text: $0.key + "=" + ($0.value.string ?? "")) }
        for expression in self["matchExpressions"].array ?? [] {
            let key = expression["key"].string ?? ""
            let values = expression["values"].strings.sorted().joined(separator: ",")
            switch expression["operator"].string {
            case "In": parts.append((key, "\(key) in (\(values))"))
            case "NotIn": parts.append((key, "\(key) notin (\(values))"))
            case "Exists": parts.append((key, key))
            default: parts.append((key, "!" + key))
            }
        }
        if parts.isEmpty { return "<none>" }
        return parts.sorted { $0.key < $1.key }.map(\.text).joined(separator: ",")
    }

    /// Names and images of a pod template's containers, each joined by commas.
    var containerCells: [JSON] {
        let containers = self["spec"]["containers"].array ?? []
        return ["name", "image"].map { key in .string(containers.map { $0[key].string ?? "" }.joined(separator: ",")) }
    }
}

extension TableColumn {
    static let containers = TableColumn(
        "Containers", description: "Names of the containers of each pod made from the template.", priority: 1)
    static let images = TableColumn("Images", description: "Images of those containers.", priority: 1)
    static let selector = TableColumn("Selector", description: "Labels of the pods that count.", priority: 1)
}
