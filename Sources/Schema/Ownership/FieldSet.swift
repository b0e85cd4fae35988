/// A set of fields of an object: who owns what is told in such sets (meta/v1 FieldsV1, KEP-555).
///
/// A tree: each entry is a step, says whether the field at its end belongs to the set, and holds what belongs to it below.
/// Entries are sorted and never empty, so that equal sets are equal values.
package struct FieldSet: Sendable, Hashable {
    package struct Entry: Sendable, Hashable {
        package var element: PathElement
        /// Whether the field itself belongs to the set, not only something within it.
        package var isMember: Bool
        package var below: FieldSet

        package init(_ element: PathElement, isMember: Bool, below: FieldSet = FieldSet()) {
            self.element = element
            self.isMember = isMember
            self.below = below
        }
    }

    package private(set) var entries: [Entry] = []

    package init() {}

    /// - Parameter entries: none of them empty, no step twice, in any order.
    init(unsorted entries: [Entry]) {
        self.entries = entries
        for index in entries.indices.dropFirst() where !(entries[index - 1].element < entries[index].element) {
            self.entries.sort { $0.element < $1.element }
            return
        }
    }

    /// - Parameter entries: none of them empty, each step once, in order.
    init(sorted entries: [Entry]) { self.entries = entries }

    /// The set of some paths.
    package init(_ paths: [[PathElement]]) {
        for path in paths { insert(path[...]) }
    }

    package var isEmpty: Bool { entries.isEmpty }

    package subscript(element: PathElement) -> Entry? { position(of: element).map { entries[$0] } }

    /// Whether the field at the end of a path belongs to the set.
    package func contains(_ path: some Collection<PathElement>) -> Bool {
        guard let first = path.first, let entry = self[first] else { return false }
        let rest = path.dropFirst()
        return rest.isEmpty ? entry.isMember : entry.below.contains(rest)
    }

    /// All paths of the set; at each level the fields themselves come before what is within others.
    package var paths: [[PathElement]] {
        var paths: [[PathElement]] = []
        collect([], &paths)
        return paths
    }

    private func collect(_ path: [PathElement], _ paths: inout [[PathElement]]) {
        for entry in entries where entry.isMember { paths.append(path + [entry.element]) }
        for entry in entries { entry.below.collect(path + [entry.element], &paths) }
    }

    private func position(of element: PathElement) -> Int? {
        if entries.count < 12 { return entries.firstIndex { $0.element == element } }
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].element < element { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].element == element ? low : nil
    }

    private mutating func insert(_ path: ArraySlice<PathElement>) {
        guard let first = path.first else { return }
        let rest = path.dropFirst()
        let index =
            position(of: first)
            ?? {
                let place = entries.firstIndex { first < $0.element } ?? entries.count
                entries.insert(Entry(first, isMember: false), at: place)
                return place
            }()
        if rest.isEmpty { entries[index].isMember = true } else { entries[index].below.insert(rest) }
    }
}

// MARK: Algebra

extension FieldSet {
    package func union(_ other: FieldSet) -> FieldSet {
        if isEmpty { return other }
        return merged(other) { (left: Entry?, right: Entry?) -> Entry? in
            guard let left, let right else { return left ?? right }
            return Entry(left.element, isMember: left.isMember || right.isMember, below: left.below.union(right.below))
        }
    }

    /// What belongs to both.
    package func intersection(_ other: FieldSet) -> FieldSet {
        if isEmpty || other.isEmpty { return FieldSet() }
        return merged(other) { (left: Entry?, right: Entry?) -> Entry? in
            guard let left, let right else { return nil }
            return Entry(left.element, isMember: left.isMember && right.isMember, below: left.below.intersection(right.below))
        }
    }

    /// Without the fields of `other`; what is within one of those stays.
    package func subtracting(_ other: FieldSet) -> FieldSet {
        if other.isEmpty { return self }
        return merged(other) { (left: Entry?, right: Entry?) -> Entry? in
            guard let left, let right else { return left }
            return Entry(left.element, isMember: left.isMember && !right.isMember, below: left.below.subtracting(right.below))
        }
    }

    /// Without the fields of `other` and everything within them.
    package func removing(allWithin other: FieldSet) -> FieldSet {
        if other.isEmpty { return self }
        return merged(other) { (left: Entry?, right: Entry?) -> Entry? in
            guard let left, let right else { return left }
            if right.isMember { return nil }
            return Entry(left.element, isMember: left.isMember, below: left.below.removing(allWithin: right.below))
        }
    }

    /// Walks both sets in order and keeps what `choose` makes of the entries of each step.
    private func merged(_ other: FieldSet, _ choose: (Entry?, Entry?) -> Entry?) -> FieldSet {
        var result = FieldSet()
        result.entries.reserveCapacity(max(entries.count, other.entries.count))
        func keep(_ entry: Entry?) {
            if let entry, entry.isMember || !entry.below.isEmpty { result.entries.append(entry) }
        }
        var (left, right) = (0, 0)
        while left < entries.count, right < other.entries.count {
            let (mine, theirs) = (entries[left], other.entries[right])
            if mine.element == theirs.element {
                keep(choose(mine, theirs))
                left += 1
                right += 1
            } else if mine.element < theirs.element {
                keep(choose(mine, nil))
                left += 1
            } else {
                keep(choose(nil, theirs))
                right += 1
            }
        }
        while left < entries.count {
            keep(choose(entries[left], nil))
            left += 1
        }
        while right < other.entries.count {
            keep(choose(nil, other.entries[right]))
            right += 1
        }
        return result
    }
}
