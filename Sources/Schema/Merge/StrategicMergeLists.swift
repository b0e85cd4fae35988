internal import Document

/// Lists that merge: objects by their merge key, primitives as sets, and in which order the result comes.
extension StrategicMergePatch {
    /// Merges `patch` into `elements`. Elements the patch names come in the patch's order, the others keep theirs;
    /// where the two meet, the original's order decides and new elements come first.
    static func mergeLists(
        _ elements: inout [JSON], _ patch: [JSON], _ field: MergeSchema.List, isDeleteList: Bool
    ) throws(StrategicMergeError) {
        guard let sample = try commonElement(elements, patch) else { return }
        guard case .object = sample else {
            if isDeleteList { return elements.removeAll { patch.contains($0) } }
            let server = elements
            elements = unique(elements + patch)
            return arrange(&elements, named: patch, server: server)
        }
        guard let key = field.mergeKey else { throw .noListMergeKey(field.elementKind) }
        let changes = try applyElementDirectives(&elements, patch, key)
        let server = elements.map { identity($0, key) }
        try mergeElements(&elements, changes, key, field)
        try requireKey(key, in: elements)
        arrange(&elements, named: changes.map { identity($0, key) }, server: server, key: key)
    }

    /// Merges `patch` (if any) into `elements`, then brings the result into the order of `wanted`.
    /// - Parameter isNew: there was no list, so the patch's elements are taken as they are.
    static func mergeInOrder(
        _ elements: inout [JSON], _ patch: [JSON]?, _ wanted: [JSON], _ field: MergeSchema.List, isNew: Bool
    ) throws(StrategicMergeError) {
        let server = elements.map { identity($0, field.mergeKey) }
        if let patch, isNew || !field.merges {
            if !isNew { try checkOrder(patch, wanted, field.mergeKey) }
            elements = patch
        } else if let patch {
            try checkOrder(patch, wanted, field.mergeKey)
            try mergeLists(&elements, patch, field, isDeleteList: false)
        }
        if let key = field.mergeKey {
            try requireKey(key, in: elements)
            try requireKey(key, in: wanted)
        }
        arrange(&elements, named: wanted.map { identity($0, field.mergeKey) }, server: server, key: field.mergeKey)
    }

    /// `$patch` in list elements: `delete` removes the element with that key, `replace` throws the original list away.
    /// - Returns: what remains to be merged.
    private static func applyElementDirectives(
        _ elements: inout [JSON], _ patch: [JSON], _ key: String
    ) throws(StrategicMergeError) -> [JSON] {
        guard patch.contains(where: { !$0[directive].isNull }) else { return patch }
        var changes: [JSON] = []
        var replaces = false
        for element in patch {
            switch element[directive] {
            case .null: changes.append(element)
            case "delete":
                let value = element[key]
                if value.isNull { throw .noMergeKey(element, key) }
                elements.removeAll { $0[key] == value }
            case "replace": replaces = true
            case "merge": throw .mergingDirective
            case let other: throw .badDirective(other, in: element)
            }
        }
        guard replaces else { return changes }
        elements = changes
        return []
    }

    /// Each change is merged into the element with its key, or appended.
    private static func mergeElements(
        _ elements: inout [JSON], _ changes: [JSON], _ key: String, _ field: MergeSchema.List
    ) throws(StrategicMergeError) {
        for var change in changes {
            let value = change[key]
            if value.isNull { throw .noMergeKey(change, key) }
            var found: Int?
            for index in elements.indices {
                guard case .object(let members) = elements[index] else { throw .notAMap(at: index) }
                if members[key] == value {
                    found = index
                    break
                }
            }
            if let found {
                try merge(&change, into: &elements[found], field.schema)
            } else if strip(&change) {
                elements.append(change)
            }
        }
    }

    /// The patch's elements must come in the order the directive gives, and the directive must name them all.
    static func checkOrder(_ patch: [JSON], _ wanted: [JSON], _ key: String?) throws(StrategicMergeError) {
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

    /// Puts `elements` in order: what `named` names in that order, the rest as on the server, both woven together.
    /// - Parameters:
    ///   - named: what tells the elements apart that somebody has given an order (`identity`).
    ///   - server: the same of the list as it was before.
    private static func arrange(_ elements: inout [JSON], named: [JSON], server: [JSON], key: String? = nil) {
        var ours: [Place] = []
        var others: [Place] = []
        for index in elements.indices {
            let id = identity(elements[index], key)
            let position = server.firstIndex(of: id)
            if let rank = named.firstIndex(of: id) {
                ours.append(Place(index: index, rank: rank, server: position))
            } else {
                others.append(Place(index: index, rank: position ?? 0, server: position))
            }
        }
        ours.sort(by: Place.precedes)
        others.sort(by: Place.precedes)
        var order: [Int] = []
        order.reserveCapacity(elements.count)
        var (left, right) = (0, 0)
        while left < others.count, right < ours.count {
            if let a = others[left].server, let b = ours[right].server, a < b {
                order.append(others[left].index)
                left += 1
            } else {
                order.append(ours[right].index)
                right += 1
            }
        }
        order += others[left...].map(\.index)
        order += ours[right...].map(\.index)
        if order.elementsEqual(elements.indices) { return }
        elements = order.map { elements[$0] }
    }

    /// Where an element is, and where it belongs among its like.
    private struct Place {
        var index: Int
        var rank: Int
        var server: Int?

        static func precedes(_ a: Place, _ b: Place) -> Bool { (a.rank, a.index) < (b.rank, b.index) }
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
