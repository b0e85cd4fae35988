/// Which lines two texts have in common, in order.
enum LineComparison {
    /// Lines that are equal in both, or that one has in place of the other's.
    struct Run: Equatable {
        var isEqual: Bool
        var old: Range<Int>
        var new: Range<Int>

        func prefix(_ count: Int) -> Run {
            let count = min(count, old.count)
            return Run(
                isEqual: isEqual, old: old.lowerBound..<old.lowerBound + count, new: new.lowerBound..<new.lowerBound + count)
        }

        func suffix(_ count: Int) -> Run {
            let count = min(count, old.count)
            return Run(
                isEqual: isEqual, old: old.upperBound - count..<old.upperBound, new: new.upperBound - count..<new.upperBound)
        }
    }

    /// Texts that would take a larger table than this are taken to differ throughout.
    private static let tableLimit = 1_000_000

    static func runs(_ old: [String], _ new: [String]) -> [Run] {
        let shorter = min(old.count, new.count)
        var start = 0
        while start < shorter, old[start] == new[start] { start += 1 }
        var end = 0
        while end < shorter - start, old[old.count - 1 - end] == new[new.count - 1 - end] { end += 1 }
        let (oldMiddle, newMiddle) = (start..<old.count - end, start..<new.count - end)
        var runs: [Run] = []
        func add(_ isEqual: Bool, _ old: Range<Int>, _ new: Range<Int>) {
            if old.isEmpty, new.isEmpty { return }
            if let last = runs.last, last.isEqual == isEqual {
                runs[runs.count - 1].old = last.old.lowerBound..<old.upperBound
                runs[runs.count - 1].new = last.new.lowerBound..<new.upperBound
            } else {
                runs.append(Run(isEqual: isEqual, old: old, new: new))
            }
        }
        add(true, 0..<start, 0..<start)
        if oldMiddle.count * newMiddle.count > tableLimit {
            add(false, oldMiddle, newMiddle)
        } else {
            middle(old[oldMiddle], new[newMiddle], add)
        }
        add(true, oldMiddle.upperBound..<old.count, newMiddle.upperBound..<new.count)
        return runs
    }

    /// The longest common subsequence, by the lengths of those of all ends.
    private static func middle(_ old: ArraySlice<String>, _ new: ArraySlice<String>, _ add: (Bool, Range<Int>, Range<Int>) -> Void) {
        let width = new.count + 1
        var lengths = [Int32](repeating: 0, count: (old.count + 1) * width)
        for i in stride(from: old.count - 1, through: 0, by: -1) {
            for j in stride(from: new.count - 1, through: 0, by: -1) {
                let isSame = old[old.startIndex + i] == new[new.startIndex + j]
                lengths[i * width + j] =
                    isSame ? lengths[(i + 1) * width + j + 1] + 1 : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
            }
        }
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            let (a, b) = (old.startIndex + i, new.startIndex + j)
            if i < old.count, j < new.count, old[a] == new[b] {
                add(true, a..<a + 1, b..<b + 1)
                (i, j) = (i + 1, j + 1)
            } else if i < old.count, j == new.count || lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
                add(false, a..<a + 1, b..<b)
                i += 1
            } else {
                add(false, a..<a, b..<b + 1)
                j += 1
            }
        }
    }
}
