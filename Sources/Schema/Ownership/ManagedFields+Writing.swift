package import Document

/// What a write makes of the record of managers.
extension ManagedFields {
    /// Metadata that belongs to the server or names the object, and is nobody's.
    private static let ownerless: FieldSet = {
        let metadata = [
            "name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation", "managedFields", "resourceVersion",
        ]
        return FieldSet(["apiVersion", "kind", "metadata"].map { [.field($0)] } + metadata.map { [.field("metadata"), .field($0)] })
    }()

    /// The fields of a configuration that its author owns.
    package static func set(of config: JSON, type: TypeSchema, ignoring ignored: FieldSet) -> FieldSet {
        FieldSet(of: config, type: type).removing(allWithin: ignored).subtracting(ownerless)
    }

    /// How an object changed, as each version tells it.
    package struct Change {
        private let comparison: (_ apiVersion: String) -> FieldComparison?
        private let ignored: (_ apiVersion: String) -> FieldSet
        private var known: [(apiVersion: String, relevant: FieldComparison)] = []

        /// - Parameters:
        ///   - comparison: nil for versions that are not served any more.
        ///   - ignored: fields that this way of writing does not change, whatever is sent.
        package init(
            _ comparison: @escaping (_ apiVersion: String) -> FieldComparison?,
            ignoring ignored: @escaping (_ apiVersion: String) -> FieldSet
        ) {
            self.comparison = comparison
            self.ignored = ignored
        }

        /// Whether a version tells of no change, so that there is nothing to note.
        package mutating func isEmpty(in apiVersion: String) -> Bool { relevant(in: apiVersion)?.isEmpty ?? false }

        mutating func relevant(in apiVersion: String) -> FieldComparison? {
            if let found = known.first(where: { $0.apiVersion == apiVersion }) { return found.relevant }
            guard let whole = comparison(apiVersion) else { return nil }
            let relevant = whole.subtracting(ownerless).ignoring(ignored(apiVersion))
            known.append((apiVersion, relevant))
            return relevant
        }
    }

    /// Notes an update: the manager owns what it changed, and nobody owns that besides or what is gone.
    /// - Parameter now: RFC 3339 with seconds.
    package mutating func update(by manager: Manager, _ change: inout Change, now: String) {
        guard let mine = change.relevant(in: manager.apiVersion), !mine.isEmpty else { return }
        release(&change)
        if mine.touched.isEmpty { return }
        if let index = index(of: manager) {
            entries[index].add(mine.touched)
            entries[index].time = now
        } else {
            entries.append(Entry(manager, time: now, fields: mine.touched))
        }
        cap()
    }

    /// Takes what changed and what is gone from all managers, in their versions.
    private mutating func release(_ change: inout Change, except manager: Manager? = nil) {
        for index in entries.indices.reversed() {
            if let manager, entries[index].manager.isSame(as: manager) { continue }
            guard let seen = change.relevant(in: entries[index].manager.apiVersion) else {
                entries.remove(at: index)
                continue
            }
            if !entries[index].shares(seen.touched), !entries[index].shares(seen.removed) { continue }
            let left = entries[index].fields.subtracting(seen.touched).subtracting(seen.removed)
            if left.isEmpty {
                entries.remove(at: index)
            } else {
                entries[index].fields = left
            }
        }
    }

    // MARK: Apply

    /// A field that another manager owns and that applying would change.
    package struct Conflict: Sendable, Hashable {
        package var manager: Manager
        package var path: [PathElement]

        package var pathText: String { path.map(\.description).joined() }

        /// The manager as upstream's messages name it.
        package var managerText: String {
            var text = JSON.string(manager.name).text
            if !manager.subresource.isEmpty { text += " with subresource \(JSON.string(manager.subresource).text)" }
            return manager.operation == .update ? "\(text) using \(manager.apiVersion)" : text
        }
    }

    /// The object with a configuration applied, before it is known whether that is allowed.
    /// - Parameters:
    ///   - fields: what the configuration sets.
    package func merged(_ config: JSON, over live: JSON, fields: FieldSet, by manager: Manager, type: TypeSchema) -> JSON {
        let merged = ApplyMerge.merge(config, over: live, type: type)
        guard let index = index(of: manager) else { return merged }
        let others = entries.enumerated().reduce(fields) { $1.offset == index ? $0 : $0.union($1.element.fields) }
        return ApplyMerge.prune(merged, last: entries[index].fields, owned: others, type: type)
    }

    /// The conflicts of a change that `manager` is about to apply, in the order of managers and paths.
    package func conflicts(by manager: Manager, _ change: inout Change) -> [Conflict] {
        var conflicts: [Conflict] = []
        for entry in entries where !entry.manager.isSame(as: manager) {
            guard let seen = change.relevant(in: entry.manager.apiVersion) else { continue }
            conflicts += entry.fields.intersection(seen.touched).paths.map { Conflict(manager: entry.manager, path: $0) }
        }
        return conflicts.enumerated().sorted {
            let (a, b) = ($0.element.manager, $1.element.manager)
            if a.name != b.name { return a.name < b.name }
            if a.operation != b.operation { return a.operation == .apply }
            if a.apiVersion != b.apiVersion { return a.apiVersion < b.apiVersion }
            if a.subresource != b.subresource { return a.subresource < b.subresource }
            return $0.offset < $1.offset
        }.map(\.element)
    }

    /// Notes that `manager` applied a configuration with these fields: they are all it owns, beside others who have the same value.
    package mutating func apply(_ fields: FieldSet, by manager: Manager, _ change: inout Change, now: String) {
        release(&change, except: manager)
        if let index = index(of: manager) { entries.remove(at: index) }
        if !fields.isEmpty { entries.append(Entry(manager, time: now, fields: fields)) }
    }
}
