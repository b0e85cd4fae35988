internal import Document

/// Lists that merge: objects by their merge key, primitives as sets, and in which order the result comes.
extension StrategicMergePatch {
    /// Merges `patch` into `original`. Elements the patch names come in the patch's order, the others keep theirs;
    /// where the two meet, the original's order decides and new elements come first.
    static func mergeLists(
        _ original: [JSON], _ patch: [JSON], _ field: MergeSchema.List, isDeleteList: Bool
    ) throws(StrategicMergeError) -> [JSON] {
        guard let sample = try commonElement(original, patch) else { return original }
        guard case .object = sample else {
            if isDeleteList { return original.filter { !patch.contains($0) } }
            let merged = unique(original + patch)
            return order(merged, named: patch, server: original, key: nil)
        }
        guard let key = field.mergeKey else { throw .noListMergeKey(field.elementKind) }
        let (kept, changes) = try applyElementDirectives(original, patch, key)
        let merged = try mergeElements(kept, changes, key, field)
        try requireKey(key, in: merged)
        return order(merged, named: changes, server: kept, key: key)
    }

    /// `$patch` in list elements: `delete` removes the element with that key, `replace` throws the original list away.
    private static func applyElementDirectives(
        _ original: [JSON], _ patch: [JSON], _ key: String
    ) throws(StrategicMergeError) -> (original: [JSON], patch: [JSON]) {
        guard patch.contains(where: { !$0[directive].isNull }) else { return (original, patch) }
        var original = original
        var changes: [JSON] = []
        var replaces = false
        for element in patch {
            switch element[directive] {
            case .null: changes.append(element)
            case "delete":
                let value = element[key]
                if value.isNull { throw .noMergeKey(element, key) }
                original.removeAll { $0[key] == value }
            case "replace": replaces = true
            case "merge": throw .mergingDirective
            case let other: throw .badDirective(other, in: element)
            }
        }
        return replaces ? (changes, []) : (original, changes)
    }

    /// Each change is merged into the element with its key, or appended.
    private static func mergeElements(
        _ original: [JSON], _ changes: [JSON], _ key: String, _ field: MergeSchema.List
    ) throws(StrategicMergeError) -> [JSON] {
        var merged = original
        for var change in changes {
            let value = change[key]
            if value.isNull { throw .noMergeKey(change, key) }
            var found: Int?
            for index in merged.indices {
                guard case .object(let members) = merged[index] else { throw .notAMap(at: index) }
                if members[key] == value {
                    found = index
                    break
                }
            }
            if let found {
                try merge(&change, into: &merged[found], field.schema)
            } else if strip(&change) {
                merged.append(change)
            }
        }
        return merged
    }

    /// `$setElementOrder/f`: merges the list `f` of both sides and puts it into that order.
    static func applyElementOrders(
        _ changes: inout JSONObject, _ members: inout JSONObject, _ schema: MergeSchema
    ) throws(StrategicMergeError) {
        for directiveKey in changes.keys where directiveKey.hasPrefix(elementOrderPrefix) {
            guard let value = changes.removeValue(forKey: directiveKey) else { continue }
            guard case .array(let wanted) = value else { throw .wrongType(expected: StrategicMergeError.list, actual: value) }
            let name = try fieldName(of: directiveKey, elementOrderPrefix, .badElementOrder)
            let original = try list(members[name])
            let patch = try list(changes[name])
            let field = try schema.list(name)
            try checkOrder(patch ?? [], wanted, field.mergeKey)
            changes.removeValue(forKey: name)
            let merged: [JSON]
            switch (original, patch) {
            case (nil, nil): continue
            case (let original?, nil): merged = original
            case (nil, let patch?):
                var value = JSON.array(patch)
                _ = strip(&value)
                merged = value.array ?? []
            case (let original?, let patch?):
                members[name] = .null
                merged = field.merges ? try mergeLists(original, patch, field, isDeleteList: false) : patch
            }
            _ = try commonElement(original ?? [], patch ?? [])
            if let key = field.mergeKey {
                try requireKey(key, in: merged)
                try requireKey(key, in: wanted)
            }
            members[name] = .array(order(merged, named: wanted, server: original ?? [], key: field.mergeKey))
        }
    }

    /// The patch's elements must come in the order the directive gives, and the directive must name them all.
    private static func checkOrder(_ patch: [JSON], _ wanted: [JSON], _ key: String?) throws(StrategicMergeError) {
        if patch.isEmpty || wanted.isEmpty { return }
        let named = patch.filter { $0[directive].isNull }
        if let key {
            try requireKey(key, in: named)
            try requireKey(key, in: wanted)
        }
        var next = 0
        for element in wanted where next < named.count && identity(element, key) == identity(named[next], key) { next += 1 }
        if next < named.count { throw .orderMismatch(patch: patch, order: wanted) }
    }

    /// Puts `merged` in order: what `named` names in that order, the rest as on the server, both woven together.
    private static func order(_ merged: [JSON], named: [JSON], server: [JSON], key: String?) -> [JSON] {
        let serverOrder = server.map { identity($0, key) }
        let namedOrder = named.map { identity($0, key) }
        var ours: [(element: JSON, rank: Int, server: Int?)] = []
        var others: [(element: JSON, server: Int?)] = []
        for element in merged {
            let id = identity(element, key)
            let position = serverOrder.firstIndex(of: id)
            if let rank = namedOrder.firstIndex(of: id) { ours.append((element, rank, position)) } else { others.append((element, position)) }
        }
        ours.sort { $0.rank < $1.rank }
        others.sort { ($0.server ?? 0) < ($1.server ?? 0) }
        var result: [JSON] = []
        result.reserveCapacity(merged.count)
        var left = others[...]
        var right = ours[...]
        while let other = left.first, let own = right.first {
            if let a = other.server, let b = own.server, a < b {
                result.append(other.element)
                left.removeFirst()
            } else {
                result.append(own.element)
                right.removeFirst()
            }
        }
        result += left.map(\.element)
        result += right.map(\.element)
        return result
    }

    /// What tells list elements apart: the merge key's value for objects, the value itself for primitives.
    private static func identity(_ element: JSON, _ key: String?) -> JSON {
        if let key, case .object(let members) = element { members[key] ?? .null } else { element }
    }

    private static func unique(_ values: [JSON]) -> [JSON] {
        var result: [JSON] = []
        result.reserveCapacity(values.count)
        for value in values where !result.contains(value) { result.append(value) }
        return result
    }

    private static func requireKey(_ key: String, in list: [JSON]) throws(StrategicMergeError) {
        for element in list {
            guard case .object(let members) = element else { throw .wrongType(expected: StrategicMergeError.map, actual: element) }
            if !members.contains(key) { throw .noMergeKey(element, key) }
        }
    }

    private static func list(_ value: JSON?) throws(StrategicMergeError) -> [JSON]? {
        guard let value else { return nil }
        guard case .array(let elements) = value else { throw .wrongType(expected: StrategicMergeError.list, actual: value) }
        return elements
    }

    /// Some element of the two lists, all of which must be of one type and none a list; nil when both are empty.
    private static func commonElement(_ first: [JSON], _ second: [JSON]) throws(StrategicMergeError) -> JSON? {
        guard let sample = first.first ?? second.first else { return nil }
        if case .array = sample { throw .listOfLists }
        let alike = { (element: JSON) in
            switch (sample, element) {
            case (.object, .object), (.string, .string), (.int, .int), (.double, .double), (.bool, .bool), (.null, .null): true
            default: false
            }
        }
        guard first.allSatisfy(alike), second.allSatisfy(alike) else { throw .mixedElements([first, second]) }
        return sample
    }
}
