package import Document

/// Which fields differ between two states of an object.
package struct FieldComparison: Sendable, Hashable {
    /// Fields that are new or have another value.
    package var touched = FieldSet()
    package var removed = FieldSet()

    package var isEmpty: Bool { touched.isEmpty && removed.isEmpty }

    /// - Parameters:
    ///   - old: the state before. A member that is null is there without a value, which an object without it is not.
    package static func between(_ old: JSON, _ new: JSON, type: TypeSchema) -> FieldComparison {
        let found = compare(old, new, MergeShape(type))
        return FieldComparison(touched: found.touched, removed: found.removed)
    }

    /// Without these fields and all within them.
    package func ignoring(_ fields: FieldSet) -> FieldComparison {
        FieldComparison(touched: touched.removing(allWithin: fields), removed: removed.removing(allWithin: fields))
    }

    package func subtracting(_ fields: FieldSet) -> FieldComparison {
        FieldComparison(touched: touched.subtracting(fields), removed: removed.subtracting(fields))
    }

    /// What was found within a value, and of the value itself.
    private struct Finding {
        var touched = FieldSet()
        var removed = FieldSet()
        var isTouched = false
        var isRemoved = false

        static let none = Finding()
    }

    /// Findings of the parts of one value.
    private struct Parts {
        var touched: [FieldSet.Entry] = []
        var removed: [FieldSet.Entry] = []

        mutating func add(_ step: @autoclosure () -> PathElement, _ found: Finding) {
            if found.isTouched || !found.touched.isEmpty {
                touched.append(.init(step(), isMember: found.isTouched, below: found.touched))
            }
            if found.isRemoved || !found.removed.isEmpty {
                removed.append(.init(step(), isMember: found.isRemoved, below: found.removed))
            }
        }

        /// - Parameters: the value before and after; one of them may be missing.
        func finding(_ old: JSON?, _ new: JSON?) -> Finding {
            Finding(
                touched: FieldSet(unsorted: touched), removed: FieldSet(unsorted: removed), isTouched: old == nil, isRemoved: new == nil)
        }
    }

    private static func compare(_ old: JSON?, _ new: JSON?, _ shape: MergeShape) -> Finding {
        if old == nil, let new { return Finding(touched: all(within: new, shape), isTouched: true) }
        switch shape {
        case .leaf: return leaf(old, new)
        case .unknown:
            if case .leaf = MergeShape.guessed(old, new) { return leaf(old, new) }
            return map(old, new, .unknown)
        case .structure(let schema): return structure(old, new, schema)
        case .map(let element): return map(old, new, MergeShape(element))
        case .set, .keyed: return list(old, new, shape)
        }
    }

    /// Everything within a value that was not there before: most of what a new object is compared by, and so without a second look.
    private static func all(within value: JSON, _ shape: MergeShape) -> FieldSet {
        switch shape {
        case .leaf: return FieldSet()
        case .structure(let schema):
            guard case .object(let members) = value, !members.isEmpty else { return FieldSet() }
            return all(within: members, schema)
        case .map(let element):
            guard case .object(let members) = value, !members.isEmpty else { return FieldSet() }
            return all(within: members, MergeShape(element))
        case .unknown:
            guard case .object(let members) = value, !members.isEmpty else { return FieldSet() }
            return all(within: members, MergeShape.unknown)
        case .set, .keyed:
            guard case .array(let list) = value, !list.isEmpty, let items = shape.items(value) else { return FieldSet() }
            let elements = shape.elementShape
            return FieldSet(
                unsorted: items.items.map { item in
                    let below =
                        items.duplicates.isEmpty || items.duplicates[item.step] == nil ? all(within: item.value, elements) : FieldSet()
                    return .init(item.step, isMember: true, below: below)
                })
        }
    }

    private static func all(within members: JSONObject, _ schema: TypeSchema) -> FieldSet {
        var entries: [FieldSet.Entry] = []
        entries.reserveCapacity(members.count)
        guard let order = order(of: members, schema) else {
            for (key, value) in members {
                let field = schema.field(key)
                entries.append(.init(field?.step ?? .field(key), isMember: true, below: all(within: value, field)))
            }
            return FieldSet(unsorted: entries)
        }
        for place in order {
            let field = schema.fields[Int(place >> 32)]
            let position = Int(place & 0xFFFF_FFFF)
            entries.append(.init(field.step, isMember: true, below: all(within: members[position: position].value, field)))
        }
        return FieldSet(sorted: entries)
    }

    /// The fields that an object has, as the schema sorts them, each with the position of its member in the lower half; nil when the
    /// schema does not know all of them. Numbers are sorted several times faster than names.
    private static func order(of members: JSONObject, _ schema: TypeSchema) -> [UInt64]? {
        var order: [UInt64] = []
        order.reserveCapacity(members.count)
        for position in members.indices {
            guard let index = schema.index.position(of: members[position: position].key, in: schema.fields) else { return nil }
            order.append(UInt64(index) << 32 | UInt64(position))
        }
        order.sort()
        return order
    }

    private static func all(within value: JSON, _ field: FieldSchema?) -> FieldSet {
        guard let field else { return all(within: value, .unknown) }
        return field.isOwnedWhole ? FieldSet() : all(within: value, MergeShape(field))
    }

    private static func all(within members: JSONObject, _ shape: MergeShape) -> FieldSet {
        var entries: [FieldSet.Entry] = []
        entries.reserveCapacity(members.count)
        for (key, value) in members { entries.append(.init(.field(key), isMember: true, below: all(within: value, shape))) }
        return FieldSet(unsorted: entries)
    }

    private static func leaf(_ old: JSON?, _ new: JSON?) -> Finding {
        guard let old else { return Finding(isTouched: true) }
        guard let new else { return Finding(isRemoved: true) }
        return old == new ? .none : Finding(isTouched: true)
    }

    /// Members of both, or nil when neither has any: then the value is one thing, so that empty and absent are told apart.
    private static func members(_ old: JSON?, _ new: JSON?) -> (JSONObject, JSONObject)? {
        let before = old?.object ?? JSONObject()
        let after = new?.object ?? JSONObject()
        return before.isEmpty && after.isEmpty ? nil : (before, after)
    }

    private static func structure(_ old: JSON?, _ new: JSON?, _ schema: TypeSchema) -> Finding {
        guard let (before, after) = members(old, new) else { return leaf(old, new) }
        if before.isIdentical(to: after) { return .none }
        var parts = Parts()
        for position in after.indices {
            let (key, value) = after[position]
            guard let field = schema.field(key) else {
                parts.add(.field(key), compare(before.value(key, near: position), value, .unknown))
                continue
            }
            parts.add(field.step, compare(before.value(key, near: position), value, MergeShape(field)))
        }
        for position in before.indices where after.value(before[position].key, near: position) == nil {
            let (key, value) = before[position]
            let field = schema.field(key)
            parts.add(field?.step ?? .field(key), compare(value, nil, field.map { MergeShape($0) } ?? .unknown))
        }
        return parts.finding(old, new)
    }

    private static func map(_ old: JSON?, _ new: JSON?, _ shape: MergeShape) -> Finding {
        guard let (before, after) = members(old, new) else { return leaf(old, new) }
        if before.isIdentical(to: after) { return .none }
        var parts = Parts()
        for position in after.indices {
            let (key, value) = after[position]
            parts.add(.field(key), compare(before.value(key, near: position), value, shape))
        }
        for position in before.indices where after.value(before[position].key, near: position) == nil {
            parts.add(.field(before[position].key), compare(before[position].value, nil, shape))
        }
        return parts.finding(old, new)
    }

    private static func list(_ old: JSON?, _ new: JSON?, _ shape: MergeShape) -> Finding {
        if old?.array?.isEmpty ?? true, new?.array?.isEmpty ?? true { return leaf(old, new) }
        guard let before = shape.items(old), let after = shape.items(new) else { return .none }
        let elements = shape.elementShape
        var parts = Parts()
        for item in after.items {
            let earlier = before.position(of: item.step).map { before.items[$0].value }
            parts.add(item.step, element(item.step, earlier, item.value, before, after, elements))
        }
        for item in before.items where after.position(of: item.step) == nil {
            parts.add(item.step, element(item.step, item.value, nil, before, after, elements))
        }
        return parts.finding(old, new)
    }

    /// Elements that come more than once are one thing together.
    private static func element(
        _ step: PathElement, _ old: JSON?, _ new: JSON?, _ before: ListItems, _ after: ListItems, _ shape: MergeShape
    ) -> Finding {
        switch (before.duplicates[step], after.duplicates[step]) {
        case (nil, nil): return compare(old, new, shape)
        case (let earlier?, let later?): return Finding(isTouched: earlier != later)
        case (_?, nil):
            var found = new == nil ? .none : compare(nil, new, shape)
            found.isRemoved = true
            return found
        case (nil, _?):
            var found = old == nil ? .none : compare(old, nil, shape)
            found.isTouched = true
            return found
        }
    }
}
