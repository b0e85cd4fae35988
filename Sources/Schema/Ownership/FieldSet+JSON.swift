package import Document

/// Sets as `FieldsV1` (KEP-555): an object with a member for each step, its value the set below it; `.` says that the field itself
/// belongs to the set, which an empty object says as well.
extension FieldSet {
    /// Reads a `FieldsV1`; nil when it is none.
    package init?(json: JSON) {
        self.init(json: json, depth: 0)
    }

    private init?(json: JSON, depth: Int) {
        guard let members = json.object, depth < JSON.maximumDepth else { return nil }
        var entries: [Entry] = []
        entries.reserveCapacity(members.count)
        for (key, value) in members where key != "." {
            guard let element = PathElement(key), let below = value.object else { return nil }
            if below.isEmpty {
                entries.append(Entry(element, isMember: true))
                continue
            }
            guard let set = FieldSet(json: value, depth: depth + 1) else { return nil }
            let isMember = below.contains(".")
            if isMember || !set.isEmpty { entries.append(Entry(element, isMember: isMember, below: set)) }
        }
        self.init(unsorted: entries)
        for index in self.entries.indices.dropFirst() where self.entries[index - 1].element == self.entries[index].element { return nil }
    }

    package var json: JSON { json(isMember: false) }

    private func json(isMember: Bool) -> JSON {
        var object = JSONObject(minimumCapacity: entries.count + 1)
        if isMember, !entries.isEmpty { object.append(".", .object(JSONObject())) }
        for entry in entries { object.append(entry.element.text, entry.below.json(isMember: entry.isMember)) }
        return .object(object)
    }
}
