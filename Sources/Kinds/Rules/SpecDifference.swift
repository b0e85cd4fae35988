internal import Document

/// What a refused change would have changed.
enum SpecDifference {
    /// The top-level fields that differ, with both values.
    static func text(_ new: JSON, _ old: JSON) -> String {
        let keys = Set((new.object?.keys ?? []) + (old.object?.keys ?? [])).sorted()
        return keys.filter { new[$0] != old[$0] }.map { "-\($0): \(old[$0].text)\n+\($0): \(new[$0].text)" }.joined(separator: "\n")
    }
}
