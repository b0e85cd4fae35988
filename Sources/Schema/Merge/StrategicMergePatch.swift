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
    ///   - original: the object to change. When the caller gives up its own reference, it is changed in place.
    ///   - type: the schema of both.
    package static func apply(patch: consuming JSON, to original: consuming JSON, type: TypeSchema) throws(StrategicMergeError) -> JSON {
        guard case .object = patch, case .object = original else { throw .badDocument }
        try merge(&patch, into: &original, MergeSchema(type))
        return original
    }

    static let directive = "$patch"
    private static let retainKeys = "$retainKeys"
    private static let deleteListPrefix = "$deleteFromPrimitiveList"
    private static let elementOrderPrefix = "$setElementOrder"

    /// Merges the object `patch` into the object `original`. The patch is used up; after a failure the original is, too.
    static func merge(_ patch: inout JSON, into original: inout JSON, _ schema: MergeSchema) throws(StrategicMergeError) {
        guard case .object(var changes) = patch else { throw .wrongType(expected: StrategicMergeError.map, actual: patch) }
        guard case .object(var members) = original else { throw .wrongType(expected: StrategicMergeError.map, actual: original) }
        patch = .null
        // From here `members` holds the only reference, so that it is changed in place.
        original = .null
        if changes.contains(where: { $0.key.utf8.first == UInt8(ascii: "$") }) {
            if let directive = changes[Self.directive] {
                original = try replaced(by: changes, directive)
                return
            }
            try applyRetainKeys(&changes, &members)
            try applyElementOrders(&changes, &members, schema)
        }
        for index in changes.indices { try mergeMember(&changes[position: index], into: &members, schema) }
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
        _ change: inout JSONObject.Member, into members: inout JSONObject, _ schema: MergeSchema
    ) throws(StrategicMergeError) {
        var key = change.key
        let isDeleteList = key.utf8.first == UInt8(ascii: "$") && key.hasPrefix(deleteListPrefix)
        if isDeleteList { key = try fieldName(of: key, deleteListPrefix, .badDeleteList) }
        if change.value.isNull {
            members.removeValue(forKey: key)
            return
        }
        guard let position = members.index(of: key) else {
            if !isDeleteList, strip(&change.value) { members.append(key, change.value) }
            return
        }
        switch (Shape(members[position: position].value), Shape(change.value)) {
        case (.object, .object):
            let field = try schema.object(key)
            if field.replaces {
                members[position: position].value = change.value
            } else {
                try merge(&change.value, into: &members[position: position].value, field.schema)
            }
        case (.list, .list):
            let field = try schema.list(key)
            guard field.merges || isDeleteList else {
                members[position: position].value = change.value
                return
            }
            let patch = take(&change.value)
            var elements = take(&members[position: position].value)
            try mergeLists(&elements, patch, field, isDeleteList: isDeleteList)
            members[position: position].value = .array(elements)
        default:
            if isDeleteList { return }
            if strip(&change.value) {
                members[position: position].value = change.value
            } else {
                members.removeValue(forKey: key)
            }
        }
    }

    private enum Shape {
        case object, list, scalar

        init(_ value: borrowing JSON) {
            switch value {
            case .object: self = .object
            case .array: self = .list
            default: self = .scalar
            }
        }
    }

    /// Moves the elements out of a list, so that they can be changed without a copy.
    private static func take(_ value: inout JSON) -> [JSON] {
        guard case .array(let elements) = value else { return [] }
        value = .null
        return elements
    }

    /// `$prefix/field` → `field`.
    private static func fieldName(
        of key: String, _ prefix: String, _ error: StrategicMergeError
    ) throws(StrategicMergeError) -> String {
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

    /// `$setElementOrder/f`: merges the list `f` of both sides and puts it into that order.
    private static func applyElementOrders(
        _ changes: inout JSONObject, _ members: inout JSONObject, _ schema: MergeSchema
    ) throws(StrategicMergeError) {
        for directiveKey in changes.keys where directiveKey.hasPrefix(elementOrderPrefix) {
            guard let value = changes.removeValue(forKey: directiveKey) else { continue }
            guard case .array(let wanted) = value else { throw .wrongType(expected: StrategicMergeError.list, actual: value) }
            let name = try fieldName(of: directiveKey, elementOrderPrefix, .badElementOrder)
            let position = members.index(of: name)
            if let position, Shape(members[position: position].value) != .list {
                throw .wrongType(expected: StrategicMergeError.list, actual: members[position: position].value)
            }
            var change = changes.removeValue(forKey: name)
            if let change, Shape(change) != .list { throw .wrongType(expected: StrategicMergeError.list, actual: change) }
            let field = try schema.list(name)
            if position == nil {
                guard change != nil else { continue }
                try checkOrder(change?.array ?? [], wanted, field.mergeKey)
                if var added = change {
                    _ = strip(&added)
                    change = added
                }
            }
            let patch = change?.array
            var elements = position.map { take(&members[position: $0].value) } ?? []
            try mergeInOrder(&elements, patch, wanted, field, isNew: position == nil)
            if let position { members[position: position].value = .array(elements) } else { members.append(name, .array(elements)) }
        }
    }
}
