/// A set of indexes as jobs write it: `1,3-5,7`.
package struct IndexRanges: Sendable, Hashable {
    /// Sorted, with gaps between them.
    package private(set) var ranges: [ClosedRange<Int>] = []

    package init() {}
    package init(_ indexes: some Sequence<Int>) { for index in Set(indexes).sorted() { append(index...index) } }

    /// Reads what `description` writes. What is malformed is left out, and so are indexes from `limit` on.
    package init(_ text: String, below limit: Int) {
        var found: [ClosedRange<Int>] = []
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard let first = ends[0], first < limit, ends.count <= 2, let last = ends.count == 2 ? ends[1] : first, first <= last else {
                continue
            }
            found.append(first...min(last, limit - 1))
        }
        for range in found.sorted(by: { $0.lowerBound < $1.lowerBound }) { append(range) }
    }

    private mutating func append(_ range: ClosedRange<Int>) {
        guard let last = ranges.last, range.lowerBound <= last.upperBound + 1 else { return ranges.append(range) }
        ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
    }

    package var count: Int { ranges.reduce(0) { $0 + $1.count } }
    package var isEmpty: Bool { ranges.isEmpty }

    package func contains(_ index: Int) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < index { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= index
    }

    package func union(_ other: IndexRanges) -> IndexRanges {
        var result = IndexRanges()
        for range in (ranges + other.ranges).sorted(by: { $0.lowerBound < $1.lowerBound }) { result.append(range) }
        return result
    }

    package func union(_ indexes: some Sequence<Int>) -> IndexRanges { union(IndexRanges(indexes)) }

    /// How many of these are in the other set.
    package func overlap(_ other: IndexRanges) -> Int {
        var (total, mine, theirs) = (0, 0, 0)
        while mine < ranges.count, theirs < other.ranges.count {
            let (a, b) = (ranges[mine], other.ranges[theirs])
            total += max(0, min(a.upperBound, b.upperBound) - max(a.lowerBound, b.lowerBound) + 1)
            if a.upperBound < b.upperBound { mine += 1 } else { theirs += 1 }
        }
        return total
    }

    /// The lowest indexes below `limit` that are not in the set.
    package func missing(_ count: Int, below limit: Int) -> [Int] {
        var result: [Int] = []
        var candidate = 0
        for range in ranges {
            while candidate < min(range.lowerBound, limit), result.count < count {
                result.append(candidate)
                candidate += 1
            }
            candidate = max(candidate, range.upperBound + 1)
        }
        while candidate < limit, result.count < count {
            result.append(candidate)
            candidate += 1
        }
        return result
    }
}

extension IndexRanges: CustomStringConvertible {
    /// Two neighbours are written one after the other, more as a range.
    package var description: String {
        ranges.map { range in
            switch range.count {
            case 1: "\(range.lowerBound)"
            case 2: "\(range.lowerBound),\(range.upperBound)"
            default: "\(range.lowerBound)-\(range.upperBound)"
            }
        }.joined(separator: ",")
    }
}
