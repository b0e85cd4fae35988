internal import Document

/// What an object of a kind without schema becomes when its author's file changes: from what was applied last, what is to be applied
/// now, and what is there.
///
/// Members the author had and has no more go; members the author has win; everything else stays. Lists are taken as a whole. The
/// outcome is that of upstream's three-way JSON merge patch.
enum ThreeWayMerge {
    static func merge(original: JSON, modified: JSON, current: JSON) -> JSON {
        guard let wanted = modified.object, let live = current.object else { return withoutNulls(modified) }
        var result = live
        for (key, _) in original.object ?? JSONObject() where wanted[key]?.isNull ?? true { result.removeValue(forKey: key) }
        for (key, value) in wanted {
            guard !value.isNull else {
                result.removeValue(forKey: key)
                continue
            }
            result[key] = merge(original: original[key], modified: value, current: result[key] ?? .null)
        }
        return .object(result)
    }

    private static func withoutNulls(_ value: JSON) -> JSON {
        guard let members = value.object else { return value }
        var result = JSONObject()
        for (key, member) in members where !member.isNull { result.append(key, withoutNulls(member)) }
        return .object(result)
    }
}
