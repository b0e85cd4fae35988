internal import Document
internal import Resources

/// Brings a stored default role or binding back to what it should hold, without taking away what an administrator added.
enum PolicyReconciliation {
    /// The object to store in place of `present`; nil when nothing is missing or it asks to be left alone.
    static func plan(present: JSON, wanted: JSON) -> JSON? {
        if present["metadata"]["annotations"][DefaultPolicy.autoupdateAnnotation].string == "false" { return nil }
        var result = present
        for key in ["labels", "annotations"] {
            for (name, value) in wanted["metadata"][key].object ?? JSONObject() where result["metadata"][key][name].isNull {
                result["metadata"][key][name] = value
            }
        }
        if wanted["kind"].string?.hasSuffix("Binding") == true {
            let subjects = present["subjects"].array ?? []
            let missing = (wanted["subjects"].array ?? []).filter { !subjects.contains($0) }
            if !missing.isEmpty { result["subjects"] = .array(subjects + missing) }
        } else {
            if result["aggregationRule"].isNull, !wanted["aggregationRule"].isNull { result["aggregationRule"] = wanted["aggregationRule"] }
            let held = (present["rules"].array ?? []).map { AuthorizationRule(PolicyRule($0)) }
            let needed = (wanted["rules"].array ?? []).map { AuthorizationRule(PolicyRule($0)) }
            let missing = RuleCoverage.missing(needed, heldBy: held)
            if !missing.isEmpty { result["rules"] = .array((present["rules"].array ?? []) + missing.map(\.document)) }
        }
        return result == present ? nil : result
    }

    /// Whether a binding leads to another role than it should: that cannot be changed, only made anew.
    static func mustReplace(present: JSON, wanted: JSON) -> Bool {
        !wanted["roleRef"].isNull && present["metadata"]["annotations"][DefaultPolicy.autoupdateAnnotation].string != "false"
            && present["roleRef"] != wanted["roleRef"]
    }
}
