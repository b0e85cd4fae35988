internal import Document
internal import Resources
internal import Schema

/// Strategic merge as kustomize does it: like the API's, but elements that a patch names come first in a list, and what the schema does
/// not know is merged member by member.
enum KustomizeMerge {
    static let directive = "$patch"

    /// - Parameter type: nil where the schema says nothing.
    /// - Returns: nil when the patch deletes the value.
    static func merge(_ patch: JSON, into target: JSON, _ type: TypeSchema?) -> JSON? {
        switch patch[directive].string {
        case "delete": return nil
        case "replace": return clean(patch)
        default: break
        }
        guard target.object != nil else { return clean(patch) }
        var result = target
        for (key, value) in patch.object ?? JSONObject() where !key.hasPrefix("$") {
            if value.isNull {
                result[key] = .null
                continue
            }
            let field = type?.field(key)
            let old = target[key]
            switch (value, old) {
            case (.object, .object): result[key] = merge(value, into: old, field?.type.object) ?? .null
            case (.object, _): result[key] = value[directive].string == "delete" ? .null : clean(value)
            case (.array(let elements), .array(let existing)):
                result[key] = .array(mergeLists(elements, existing, field))
            default: result[key] = clean(value)
            }
        }
        return result
    }

    private static func mergeLists(_ patch: [JSON], _ target: [JSON], _ field: FieldSchema?) -> [JSON] {
        guard let field, field.patchMerges else { return list(patch) }
        guard let key = field.mergeKey else {
            // Plain values are a set.
            return patch + target.filter { !patch.contains($0) }
        }
        if patch.contains(where: { $0[directive].string == "replace" }) {
            return list(patch.filter { $0[directive].string != "replace" })
        }
        let type = field.type.element?.object
        var rest = target
        var named: [JSON] = []
        for element in patch {
            let index = rest.firstIndex { isSame($0, element, key, field) }
            let old = index.map { rest.remove(at: $0) }
            if let merged = old.map({ merge(element, into: $0, type) }) ?? (element[directive].string == "delete" ? nil : clean(element)) {
                named.append(merged)
            }
        }
        return named + rest
    }

    /// Elements with the same merge key; ports also with the same protocol, which is TCP unless they say otherwise.
    private static func isSame(_ a: JSON, _ b: JSON, _ key: String, _ field: FieldSchema) -> Bool {
        guard a[key] == b[key], !a[key].isNull else { return false }
        guard field.listKeys.contains("protocol") else { return true }
        return (a["protocol"].string ?? "TCP") == (b["protocol"].string ?? "TCP")
    }

    /// A new value of a patch: without directives, and without the members it would have removed.
    private static func clean(_ value: JSON) -> JSON {
        switch value {
        case .object(let members):
            var result = JSONObject(minimumCapacity: members.count)
            for (key, member) in members where !key.hasPrefix("$") && !member.isNull && member[directive].string != "delete" {
                result.append(key, clean(member))
            }
            return .object(result)
        case .array(let elements): return .array(list(elements))
        default: return value
        }
    }

    private static func list(_ elements: [JSON]) -> [JSON] { elements.filter { $0[directive].string != "delete" }.map(clean) }
}

/// What the catalogue knows of the kinds of a build.
enum KustomizeSchema {
    static func resource(_ kind: GroupVersionKind) -> ResourceInfo? { Catalogue.builtin.resource(kind) }
    static func fields(of object: JSON) -> TypeSchema? { LocalPatch.schema(of: object) }
}
