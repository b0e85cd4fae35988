package import Resources

/// From an object to the keys it is found under in one index of an informer.
package typealias IndexFunction = @Sendable (ObjectRecord) -> [String]

/// What an informer holds: records by key, and under each key of its indexes. A value; deciding what changed is pure.
struct RecordIndex: Sendable {
    private(set) var records: [ObjectKey: ObjectRecord] = [:]
    private var indexes: [String: [String: Set<ObjectKey>]] = [:]
    private let functions: [String: IndexFunction]

    enum Change: Sendable {
        case added(ObjectRecord)
        case updated(old: ObjectRecord, new: ObjectRecord)
        case deleted(ObjectRecord)
    }

    init(functions: [String: IndexFunction]) {
        self.functions = functions
        for name in functions.keys { indexes[name] = [:] }
    }

    func keys(index: String, _ key: String) -> Set<ObjectKey> { indexes[index]?[key] ?? [] }

    /// Takes over one version; nil when it is what is held already.
    mutating func put(_ record: ObjectRecord) -> Change? {
        let old = records.updateValue(record, forKey: record.key)
        if let old, old.revision == record.revision, old.uid == record.uid {
            records[record.key] = old  // the instance that others hold, too
            return nil
        }
        for (name, function) in functions {
            let now = function(record)
            let before = old.map(function) ?? []
            if now == before { continue }
            for key in before where !now.contains(key) { remove(record.key, from: name, key) }
            for key in now { indexes[name]?[key, default: []].insert(record.key) }
        }
        return old.map { .updated(old: $0, new: record) } ?? .added(record)
    }

    /// - Parameter final: the last version, when it is known; otherwise the one held.
    mutating func delete(_ key: ObjectKey, final: ObjectRecord? = nil) -> Change? {
        guard let old = records.removeValue(forKey: key) else { return nil }
        for (name, function) in functions { for indexKey in function(old) { remove(key, from: name, indexKey) } }
        return .deleted(final ?? old)
    }

    /// Takes over a whole list: what is not in it has been deleted.
    mutating func replace(with list: [ObjectRecord]) -> [Change] {
        var changes: [Change] = []
        let listed = Set(list.map(\.key))
        for key in records.keys where !listed.contains(key) { if let change = delete(key) { changes.append(change) } }
        records.reserveCapacity(list.count)
        for record in list {
            // An object that was deleted and made anew under the same name is two changes, not one.
            if let old = records[record.key], old.uid != record.uid, let change = delete(record.key) { changes.append(change) }
            if let change = put(record) { changes.append(change) }
        }
        return changes
    }

    mutating func apply(_ event: WatchEvent) -> [Change] {
        switch event {
        case .added(let record), .modified(let record):
            var changes: [Change] = []
            if let old = records[record.key], old.uid != record.uid, let change = delete(record.key) { changes.append(change) }
            if let change = put(record) { changes.append(change) }
            return changes
        case .deleted(let record): return delete(record.key, final: record).map { [$0] } ?? []
        case .bookmark: return []
        }
    }

    private mutating func remove(_ key: ObjectKey, from index: String, _ indexKey: String) {
        indexes[index]?[indexKey]?.remove(key)
        if indexes[index]?[indexKey]?.isEmpty == true { indexes[index]?[indexKey] = nil }
    }
}
