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

    /// Whether some field belongs to this set and to one that is written, which is not read for it.
    func meets(_ written: JSON) -> Bool {
        guard let members = written.object, !members.isEmpty else { return false }
        return entries.contains { entry in
            guard let below = members[entry.element.text]?.object else { return false }
            return entry.isMember && (below.isEmpty || below.contains(".")) || entry.below.meets(.object(below))
        }
    }

    /// This set together with one that is written, which stays as it is but for what is new.
    func joined(to written: JSON) -> JSON {
        guard case .object(var members) = written else { return json }
        join(&members)
        return .object(members)
    }

    private func join(_ members: inout JSONObject) {
        for entry in entries {
            let key = entry.element.text
            guard let position = members.index(of: key) else {
                let place = members.members.firstIndex { $0.key != "." && entry.element < PathElement(canonical: $0.key) }
                members.insert(key, entry.below.json(isMember: entry.isMember), at: place ?? members.count)
                continue
            }
            guard case .object(var below) = members[position: position].value else { continue }
            if below.isEmpty && entry.below.isEmpty { continue }
            members[position: position].value = .null
            let isNewMember = entry.isMember && !below.isEmpty && !below.contains(".")
            if below.isEmpty || isNewMember { below.insert(".", .object(JSONObject()), at: 0) }
            entry.below.join(&below)
            members[position: position].value = .object(below)
        }
    }

    private func json(isMember: Bool) -> JSON {
        var object = JSONObject(minimumCapacity: entries.count + 1)
        if isMember, !entries.isEmpty { object.append(".", .object(JSONObject())) }
        for entry in entries { object.append(entry.element.text, entry.below.json(isMember: entry.isMember)) }
        return .object(object)
    }
}
