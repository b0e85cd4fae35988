/// RFC 7386: a patch that looks like the document it changes; null removes.
package enum MergePatch {
    package static func apply(_ patch: JSON, to target: JSON) -> JSON {
        guard case .object(let changes) = patch else { return patch }
        var result: JSONObject
        if case .object(let existing) = target { result = existing } else { result = JSONObject() }
        for (key, change) in changes {
            if change.isNull {
                result.removeValue(forKey: key)
            } else if case .object = change {
                result[key] = apply(change, to: result[key] ?? .null)
            } else {
                result[key] = change
            }
        }
        return .object(result)
    }
}
