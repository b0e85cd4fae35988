/// Turns the rows of a newer snapshot, given in key order, into a page of the list as it was at an older revision.
struct SnapshotMerge {
    /// What the keys that changed since held at the older revision, the next one last.
    private var changed: [(key: String, value: StoredValue?)]
    private let startAfter: String?
    private let limit: Int
    private var values: [StoredValue] = []
    private var more = false

    init(differences: [String: StoredValue?], startAfter: String?, limit: Int?) {
        changed = differences.map { ($0.key, $0.value) }.sorted { KeyOrder.precedes($1.key, $0.key) }
        self.startAfter = startAfter
        self.limit = limit ?? .max
        while let next = changed.last, let startAfter, !KeyOrder.precedes(startAfter, next.key) { changed.removeLast() }
    }

    /// No further row can change the page.
    var isFull: Bool { more }

    mutating func add(_ row: StoredValue) {
        if let startAfter, !KeyOrder.precedes(startAfter, row.key) { return }
        takeChanged(before: row.key)
        if let next = changed.last, next.key == row.key {
            changed.removeLast()
            take(next.value)
        } else {
            take(row)
        }
    }

    /// The page, and whether the limit cut it short.
    mutating func finish() -> (values: [StoredValue], more: Bool) {
        takeChanged(before: nil)
        return (values, more)
    }

    private mutating func takeChanged(before key: String?) {
        while let next = changed.last, key.map({ KeyOrder.precedes(next.key, $0) }) ?? true {
            changed.removeLast()
            take(next.value)
        }
    }

    private mutating func take(_ value: StoredValue?) {
        guard let value else { return }
        if values.count < limit { values.append(value) } else { more = true }
    }
}
