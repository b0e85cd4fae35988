package import Document

/// Strategic merge patch: RFC 7386 with the schema's knowledge of lists, and directives inside the patch.
///
/// - A list whose field has strategy `merge` is merged by its merge key (objects) or as a set (primitives); any other list is replaced.
/// - `$patch: replace | delete` in an object replaces or removes that object or list element.
/// - `$deleteFromPrimitiveList/f: [..]` removes elements from a set of primitives.
/// - `$setElementOrder/f: [..]` gives the order of the elements its sender knows.
/// - `$retainKeys: [..]` removes all other members, so that switching a union to another member leaves nothing behind.
///
/// Behaviour follows upstream's strategicpatch package and the API conventions ("strategic merge patch").
package enum StrategicMergePatch {
    /// - Parameters:
    ///   - patch: an object; what is moved out of it is not copied.
    ///   - original: the object to change, taken apart and changed in place.
    ///   - type: the schema of both.
    package static func apply(patch: consuming JSON, to original: consuming JSON, type: TypeSchema) throws(StrategicMergeError) -> JSON {
        guard case .object = patch, case .object = original else { throw .badDocument }
        try merge(&patch, into: &original, MergeSchema(type))
        return original
    }

    static let directive = "$patch"
    static let retainKeys = "$retainKeys"
    static let deleteListPrefix = "$deleteFromPrimitiveList"
    static let elementOrderPrefix = "$setElementOrder"

    /// Merges the object `patch` into the object `original`, consuming the patch.
    static func merge(_ patch: inout JSON, into original: inout JSON, _ schema: MergeSchema) throws(StrategicMergeError) {
        guard case .object(var changes) = patch else { throw .wrongType(expected: StrategicMergeError.map, actual: patch) }
        patch = .null
        guard case .object(var members) = original else { throw .wrongType(expected: StrategicMergeError.map, actual: original) }
        if let directive = changes.first(where: { $0.key == Self.directive })?.value {
            original = try replaced(by: changes, directive)
            return
        }
        original = .null  // so that `members` is the only reference while it is changed in place
        if changes.contains(where: { $0.key.utf8.first == UInt8(ascii: "$") }) {
            try applyRetainKeys(&changes, &members)
            try applyElementOrders(&changes, &members, schema)
        }
        for index in changes.indices {
            try mergeMember(&changes, index, into: &members, schema)
        }
        original = .object(members)
    }

    /// What an object becomes through a `$patch` directive of its own.
    private static func replaced(by changes: JSONObject, _ directive: JSON) throws(StrategicMergeError) -> JSON {
        switch directive {
        case "replace":
            var result = changes
            result.removeValue(forKey: Self.directive)
            return .object(result)
        case "delete": return .object(JSONObject())
        default: throw .badDirective(directive, in: .object(changes))
        }
    }

    private static func mergeMember(
        _ changes: inout JSONObject, _ index: Int, into members: inout JSONObject, _ schema: MergeSchema
    ) throws(StrategicMergeError) {
        var key = changes[position: index].key
        let isDeleteList = key.utf8.first == UInt8(ascii: "$") && key.hasPrefix(deleteListPrefix)
        if isDeleteList { key = try fieldName(of: key, deleteListPrefix, .badDeleteList) }
        var change = changes[position: index].value
        changes[position: index].value = .null
        if change.isNull {
            members.removeValue(forKey: key)
            return
        }
        guard let position = members.index(of: key) else {
            if !isDeleteList, strip(&change) { members.append(key, change) }
            return
        }
        switch (members[position: position].value, change) {
        case (.object, .object):
            let field = try schema.object(key)
            if field.replaces {
                members[position: position].value = change
            } else {
                try merge(&change, into: &members[position: position].value, field.schema)
            }
        case (.array, .array):
            let field = try schema.list(key)
            try mergeListValue(&change, into: &members[position: position].value, field, isDeleteList: isDeleteList)
        default:
            if isDeleteList { return }
            if strip(&change) {
                members[position: position].value = change
            } else {
                members.removeValue(forKey: key)
            }
        }
    }

    /// Merges two lists according to the strategy of their field, in place.
    private static func mergeListValue(
        _ change: inout JSON, into value: inout JSON, _ field: MergeSchema.List, isDeleteList: Bool
    ) throws(StrategicMergeError) {
        guard case .array(let patch) = change, case .array(let original) = value else { return }
        change = .null
        guard field.merges || isDeleteList else {
            value = .array(patch)
            return
        }
        value = .null
        value = .array(try mergeLists(original, patch, field, isDeleteList: isDeleteList))
    }

    /// `$prefix/field` → `field`.
    static func fieldName(of key: String, _ prefix: String, _ error: StrategicMergeError) throws(StrategicMergeError) -> String {
        let rest = key.dropFirst(prefix.count)
        guard rest.first == "/" else { throw error }
        return String(rest.dropFirst())
    }

    /// Takes directives and nulls out of a value that enters the document as it is.
    /// - Returns: false when the value is itself a directive and must not enter at all.
    static func strip(_ value: inout JSON) -> Bool {
        switch value {
        case .object(let members):
            if members.contains(directive) { return false }
            if members.allSatisfy({ isPlain($0.value) }) { return true }
            value = .null
            var kept = JSONObject(minimumCapacity: members.count)
            for (key, var member) in members where !member.isNull && strip(&member) { kept.append(key, member) }
            value = .object(kept)
        case .array(let elements):
            if elements.allSatisfy(isPlain) { return true }
            value = .null
            var kept: [JSON] = []
            kept.reserveCapacity(elements.count)
            for var element in elements where strip(&element) { kept.append(element) }
            value = .array(kept)
        default: break
        }
        return true
    }

    private static func isPlain(_ value: JSON) -> Bool {
        switch value {
        case .object, .array, .null: false
        default: true
        }
    }

    /// `$retainKeys`: only the members it names survive; the patch may set no others.
    private static func applyRetainKeys(_ changes: inout JSONObject, _ members: inout JSONObject) throws(StrategicMergeError) {
        guard let value = changes.removeValue(forKey: retainKeys) else { return }
        guard case .array(let names) = value else { throw .badRetainKeys }
        for (key, change) in changes where !change.isNull && !key.hasPrefix(deleteListPrefix) && !key.hasPrefix(elementOrderPrefix) {
            guard names.contains(.string(key)) else { throw .badRetainKeys }
        }
        members.removeAll { !names.contains(.string($0.key)) }
    }
}
