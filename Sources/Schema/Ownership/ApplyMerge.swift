package import Document

/// The two halves of server-side apply that change the object (KEP-555): what is applied goes over what is there, and what its
/// author applied before and no more goes, as far as nobody else owns it.
package enum ApplyMerge {
    /// `config` over `live`. Members and elements that only one of them has stay; a scalar, or a value that goes as a whole, is
    /// that of `config`.
    package static func merge(_ config: JSON, over live: JSON, type: TypeSchema) -> JSON { merge(config, over: live, MergeShape(type)) }

    private static func merge(_ config: JSON, over live: JSON, _ shape: MergeShape) -> JSON {
        switch shape {
        case .leaf: return config
        case .structure(let schema):
            return members(config, live) { MergeShape.member($0, of: schema) ?? .unknown }
        case .map(let element):
            let values = MergeShape(element)
            return members(config, live) { _ in values }
        case .unknown:
            guard case .object = config, case .object = live else { return config }
            return members(config, live) { _ in .unknown }
        case .set, .keyed: return list(config, live, shape)
        }
    }

    private static func members(_ config: JSON, _ live: JSON, _ shape: (String) -> MergeShape) -> JSON {
        guard case .object(let wanted) = config else { return live.isNull ? config : live }
        guard case .object(var result) = live else { return config }
        for (key, value) in wanted { result[key] = result[key].map { merge(value, over: $0, shape(key)) } ?? value }
        return .object(result)
    }

    /// The elements of `config` in its order; those that only `live` has stay where they stand among the others.
    private static func list(_ config: JSON, _ live: JSON, _ shape: MergeShape) -> JSON {
        guard let wanted = shape.items(config), !wanted.items.isEmpty else { return live.array == nil ? config : live }
        guard let present = shape.items(live), !present.items.isEmpty else { return config }
        let elements = shape.elementShape
        var result: [JSON] = []
        var (left, right) = (0, 0)
        func takeWanted() {
            let item = wanted.items[right]
            let earlier = present.duplicates[item.step] == nil ? present.position(of: item.step) : nil
            result.append(earlier.map { merge(item.value, over: present.items[$0].value, elements) } ?? item.value)
            right += 1
        }
        while left < present.items.count || right < wanted.items.count {
            guard left < present.items.count else {
                takeWanted()
                continue
            }
            let item = present.items[left]
            guard let place = wanted.position(of: item.step) else {
                result.append(contentsOf: present.duplicates[item.step] ?? [item.value])
                left += 1
                continue
            }
            if place < right {
                left += 1  // taken already
            } else if place == right {
                left += 1
                takeWanted()
            } else if present.position(of: wanted.items[right].step) == nil {
                takeWanted()
            } else {
                left += 1  // both have it, at another place: it comes when its author's order says
            }
        }
        return .array(result)
    }
}

// MARK: Pruning

extension ApplyMerge {
    /// The merged object without what its author applied last and does not any more.
    /// - Parameters:
    ///   - last: what the author owned.
    ///   - owned: what all own now, the author included.
    package static func prune(_ merged: JSON, last: FieldSet, owned: FieldSet, type: TypeSchema) -> JSON {
        prune(merged, last, owned, MergeShape(type))
    }

    /// Null where nothing is left.
    private static func prune(_ value: JSON, _ last: FieldSet, _ owned: FieldSet, _ shape: MergeShape) -> JSON {
        if last.isEmpty { return value }
        switch shape {
        case .leaf: return value
        case .structure(let schema):
            return members(value) { key, member in
                guard let field = schema.field(key) else { return part(member, .field(key), last, owned, .unknown) }
                guard let mine = last[field.step] else { return member }
                // A field of a structure has no owner of its own: it stays as long as something within it is owned.
                guard let theirs = owned[field.step] else { return nil }
                return prune(member, mine.below, theirs.below, MergeShape(field))
            }
        case .map(let element):
            let values = MergeShape(element)
            return members(value) { key, member in part(member, .field(key), last, owned, values) }
        case .unknown: return members(value) { key, member in part(member, .field(key), last, owned, .unknown) }
        case .set: return elements(value, last, owned, shape) { try? PathElement.member(of: $0) }
        case .keyed(let list): return elements(value, last, owned, shape) { try? list.step(to: $0) }
        }
    }

    /// An entry of a map or an element of a list: nil when it goes, with all that is in it.
    private static func part(
        _ value: JSON, _ step: PathElement, _ last: FieldSet, _ owned: FieldSet, _ shape: MergeShape
    ) -> JSON? {
        guard let mine = last[step] else { return value }
        let theirs = owned[step]
        if mine.isMember, !(theirs?.isMember ?? false) { return nil }
        return prune(value, mine.below, theirs?.below ?? FieldSet(), shape)
    }

    private static func members(_ value: JSON, _ kept: (String, JSON) -> JSON?) -> JSON {
        guard case .object(let members) = value, !members.isEmpty else { return value }
        var result = JSONObject(minimumCapacity: members.count)
        for (key, member) in members {
            if let left = kept(key, member) { result.append(key, left) }
        }
        return result.isEmpty ? .null : .object(result)
    }

    private static func elements(
        _ value: JSON, _ last: FieldSet, _ owned: FieldSet, _ shape: MergeShape, _ step: (JSON) -> PathElement?
    ) -> JSON {
        guard case .array(let elements) = value, !elements.isEmpty else { return value }
        let shape = shape.elementShape
        let kept = elements.compactMap { element in
            step(element).map { part(element, $0, last, owned, shape) } ?? element
        }
        return kept.isEmpty ? .null : .array(kept)
    }
}
