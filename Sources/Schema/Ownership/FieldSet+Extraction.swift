package import Document

extension FieldSet {
    /// The fields that a document sets, as one who applies it owns them: scalars, values that go as a whole, entries of maps and
    /// elements of lists.
    package init(of document: JSON, type: TypeSchema) {
        self = Self.within(document, MergeShape(type)).set
    }

    /// - Returns: what is set within the value, and whether the value itself is a field of its own.
    private static func within(_ value: JSON, _ shape: MergeShape) -> (set: FieldSet, isField: Bool) {
        switch shape {
        case .leaf: return (FieldSet(), true)
        case .structure(let schema):
            guard case .object(let members) = value else { return (FieldSet(), value.isNull) }
            return (structure(members, schema), members.isEmpty)
        case .map(let element):
            guard case .object(let members) = value else { return (FieldSet(), value.isNull) }
            return (map(members, MergeShape(element)), members.isEmpty)
        case .unknown:
            guard case .object(let members) = value else { return (FieldSet(), true) }
            return (map(members, .unknown), members.isEmpty)
        case .set, .keyed: return (list(value, shape), value.isNull)
        }
    }

    private static func structure(_ members: JSONObject, _ schema: TypeSchema) -> FieldSet {
        var entries: [Entry] = []
        entries.reserveCapacity(members.count)
        for (key, value) in members {
            guard let field = schema.field(key) else {
                let (set, _) = within(value, .unknown)
                entries.append(Entry(.field(key), isMember: true, below: set))
                continue
            }
            let (set, isField) = within(value, MergeShape(field))
            if isField || !set.isEmpty { entries.append(Entry(field.step, isMember: isField, below: set)) }
        }
        return FieldSet(unsorted: entries)
    }

    private static func map(_ members: JSONObject, _ shape: MergeShape) -> FieldSet {
        FieldSet(unsorted: members.map { Entry(.field($0.key), isMember: true, below: within($0.value, shape).set) })
    }

    private static func list(_ value: JSON, _ shape: MergeShape) -> FieldSet {
        guard let list = shape.items(value) else { return FieldSet() }
        let elements = shape.elementShape
        return FieldSet(
            unsorted: list.items.map { item in
                // Elements that come more than once are owned together, whatever they hold.
                let below = list.duplicates[item.step] == nil ? within(item.value, elements).set : FieldSet()
                return Entry(item.step, isMember: true, below: below)
            })
    }
}
