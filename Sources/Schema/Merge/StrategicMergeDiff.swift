package import Document

/// Makes strategic merge patches: what `StrategicMergePatch` has to be given to turn one document into another.
///
/// Lists that merge are told element by element, with `$setElementOrder` for their order, `$patch: delete` or
/// `$deleteFromPrimitiveList` for what goes, and `$retainKeys` where a union changes its member.
package enum StrategicMergeDiff {
    /// The patch from one document to another; an empty object when they are the same.
    package static func patch(from old: JSON, to new: JSON, type: TypeSchema) -> JSON {
        patch(original: old, modified: new, current: old, type: type)
    }

    /// The patch that makes `current` be as `modified` says, leaving what only others set: just that goes which `original`, the
    /// author's document from before, had and `modified` has no more.
    package static func patch(original: JSON, modified: JSON, current: JSON, type: TypeSchema) -> JSON {
        .object(object(original, modified.object ?? JSONObject(), current.object ?? JSONObject(), type))
    }

    private static func object(_ original: JSON, _ modified: JSONObject, _ current: JSONObject, _ schema: TypeSchema?) -> JSONObject {
        var patch = JSONObject()
        for (key, value) in modified where !value.isNull {
            guard let present = current[key], !present.isNull else {
                patch[key] = value
                continue
            }
            if present != value { member(key, schema?.field(key), original[key], value, present, &patch) }
        }
        let gone = (original.object ?? JSONObject()).keys + modified.filter { $0.value.isNull }.map(\.key)
        for key in gone where modified[key]?.isNull ?? true && current.contains(key) && !patch.contains(key) { patch.append(key, .null) }
        return patch
    }

    private static func member(
        _ key: String, _ field: FieldSchema?, _ original: JSON, _ modified: JSON, _ current: JSON, _ patch: inout JSONObject
    ) {
        switch (modified, current) {
        case (.object(let wanted), .object(let present)) where !(field?.patchReplaces ?? false):
            let type = field?.type.object ?? field?.type.element?.object
            var change = object(original, wanted, present, field?.type.isMap ?? false ? nil : type)
            if field?.patchRetainsKeys ?? false, keysDiffer(wanted, present) { retain(wanted, &change) }
            if !change.isEmpty { patch[key] = .object(change) }
        case (.array(let wanted), .array(let present)):
            guard let field, field.patchMerges else {
                patch[key] = modified
                return
            }
            if let mergeKey = field.mergeKey {
                keyed(key, mergeKey, field, original.array ?? [], wanted, present, &patch)
            } else {
                primitives(key, original.array ?? [], wanted, present, &patch)
            }
        default: patch[key] = modified
        }
    }

    private static func keysDiffer(_ wanted: JSONObject, _ present: JSONObject) -> Bool {
        present.contains { !wanted.contains($0.key) } || wanted.contains { !present.contains($0.key) }
    }

    /// Says that no other members are to be left.
    private static func retain(_ wanted: JSONObject, _ change: inout JSONObject) {
        change["$retainKeys"] = JSON(wanted.keys.sorted())
    }

    // MARK: Lists

    private static func primitives(
        _ key: String, _ original: [JSON], _ modified: [JSON], _ current: [JSON], _ patch: inout JSONObject
    ) {
        let added = modified.filter { !current.contains($0) }
        let gone = original.filter { !modified.contains($0) && current.contains($0) }
        if !added.isEmpty { patch[key] = .array(added) }
        if !gone.isEmpty { patch["$deleteFromPrimitiveList/\(key)"] = .array(gone) }
        if !added.isEmpty || !gone.isEmpty || isReordered(modified, current) { patch["$setElementOrder/\(key)"] = .array(modified) }
    }

    private static func keyed(
        _ key: String, _ mergeKey: String, _ field: FieldSchema, _ original: [JSON], _ modified: [JSON], _ current: [JSON],
        _ patch: inout JSONObject
    ) {
        guard !(modified + current).contains(where: { $0[mergeKey].isNull }) else {
            // Without their keys elements cannot be told apart: the list goes as a whole.
            patch[key] = .array([["$patch": "replace"]] + modified)
            return
        }
        var changes: [JSON] = []
        for wanted in modified {
            let id = wanted[mergeKey]
            guard let present = current.first(where: { $0[mergeKey] == id }) else {
                changes.append(wanted)
                continue
            }
            let before = original.first { $0[mergeKey] == id } ?? .null
            let (members, others) = (wanted.object ?? JSONObject(), present.object ?? JSONObject())
            var change = object(before, members, others, field.type.element?.object)
            if field.patchRetainsKeys, !change.isEmpty { retain(members, &change) }
            if change.isEmpty { continue }
            change[mergeKey] = id
            changes.append(.object(change))
        }
        for element in original {
            let id = element[mergeKey]
            if id.isNull || modified.contains(where: { $0[mergeKey] == id }) || !current.contains(where: { $0[mergeKey] == id }) {
                continue
            }
            changes.append(["$patch": "delete", mergeKey: id])
        }
        if !changes.isEmpty { patch[key] = .array(changes) }
        if !changes.isEmpty || isReordered(modified.map { $0[mergeKey] }, current.map { $0[mergeKey] }) {
            patch["$setElementOrder/\(key)"] = .array(modified.map { [mergeKey: $0[mergeKey]] })
        }
    }

    /// Whether what both lists hold comes in another order.
    private static func isReordered(_ modified: [JSON], _ current: [JSON]) -> Bool {
        modified.filter { current.contains($0) } != current.filter { modified.contains($0) }
    }
}
