internal import Document
internal import Resources
internal import Schema

/// What an object becomes when its author's file changes: from what was applied last, what is to be applied now, and what is there.
///
/// Members the author had and has no more go; members the author has win; everything else stays. Lists whose schema says so merge
/// by their key, all others are taken as a whole. The outcome is that of upstream's three-way strategic merge patch.
enum ThreeWayMerge {
    static func merge(original: JSON, modified: JSON, current: JSON, schema: TypeSchema?) -> JSON {
        guard let wanted = modified.object, let live = current.object else { return modified }
        var result = live
        for (key, _) in original.object ?? JSONObject() where !wanted.contains(key) || (wanted[key]?.isNull ?? false) {
            result.removeValue(forKey: key)
        }
        for (key, value) in wanted {
            if value.isNull {
                result.removeValue(forKey: key)
                continue
            }
            result[key] = member(schema?.field(key), original[key], value, result[key] ?? .null)
        }
        return .object(result)
    }

    private static func member(_ field: FieldSchema?, _ original: JSON, _ modified: JSON, _ current: JSON) -> JSON {
        switch modified {
        case .object:
            guard current.object != nil, !(field?.patchReplaces ?? false) else { return withoutNulls(modified) }
            var live = current
            if field?.patchRetainsKeys ?? false { live = retained(live, modified) }
            return merge(original: original, modified: modified, current: live, schema: field?.type.object)
        case .array(let elements):
            guard let field, field.patchMerges, let live = current.array else { return modified }
            guard let key = field.mergeKey else { return primitives(original.array ?? [], elements, live) }
            return byKey(key, field, original.array ?? [], elements, live)
        default: return modified
        }
    }

    /// Unions keep no member that their author does not name.
    private static func retained(_ live: JSON, _ modified: JSON) -> JSON {
        guard var members = live.object, let wanted = modified.object else { return live }
        members.removeAll { !wanted.contains($0.key) }
        return .object(members)
    }

    private static func withoutNulls(_ value: JSON) -> JSON {
        guard let members = value.object else { return value }
        var result = JSONObject()
        for (key, member) in members where !member.isNull { result.append(key, withoutNulls(member)) }
        return .object(result)
    }

    private static func primitives(_ original: [JSON], _ modified: [JSON], _ current: [JSON]) -> JSON {
        let dropped = original.filter { !modified.contains($0) }
        let kept = current.filter { !dropped.contains($0) && !modified.contains($0) }
        return .array(arranged(modified, kept, current) { $0 })
    }

    private static func byKey(
        _ key: String, _ field: FieldSchema, _ original: [JSON], _ modified: [JSON], _ current: [JSON]
    ) -> JSON {
        let element = field.type.element?.object
        let merged = modified.map { wanted -> JSON in
            let id = wanted[key]
            guard let live = current.first(where: { $0[key] == id }) else { return withoutNulls(wanted) }
            let before = original.first { $0[key] == id } ?? .null
            let base = field.patchRetainsKeys ? retained(live, wanted) : live
            return merge(original: before, modified: wanted, current: base, schema: element)
        }
        let dropped = original.map { $0[key] }.filter { id in !modified.contains { $0[key] == id } }
        let kept = current.filter { live in !dropped.contains(live[key]) && !modified.contains { $0[key] == live[key] } }
        return .array(arranged(merged, kept, current) { $0[key] })
    }

    /// The author's elements in the author's order, and the others woven in where they stood.
    private static func arranged(_ ours: [JSON], _ others: [JSON], _ server: [JSON], _ id: (JSON) -> JSON) -> [JSON] {
        func place(_ element: JSON) -> Int? { server.firstIndex { id($0) == id(element) } }
        var result: [JSON] = []
        var (left, right) = (0, 0)
        while left < others.count, right < ours.count {
            if let a = place(others[left]), let b = place(ours[right]), a < b {
                result.append(others[left])
                left += 1
            } else {
                result.append(ours[right])
                right += 1
            }
        }
        return result + others[left...] + ours[right...]
    }
}
