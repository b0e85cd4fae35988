internal import Document
internal import Resources
internal import Schema

/// Applies a configuration to an object: its author gets what the configuration says, loses what it said before and no more, and is
/// refused what others own unless that is forced (KEP-555).
struct ServerSideApply: Sendable {
    /// The name under which kubectl applies; it takes over from its own earlier way of applying.
    private static let kubectl = "kubectl"

    let tracking: FieldTracking
    let force: Bool
    let warnings: Warnings

    private var served: ServedResource { tracking.served }

    /// What there is at the beginning.
    private struct Live {
        /// In the stored version; null when there is no object yet.
        var stored: JSON
        /// In the version that is applied, without the record of managers.
        var served: JSON
        var managed = ManagedFields()
    }

    /// The object as it is to be stored, the record of managers included.
    /// - Parameters:
    ///   - config: in the served version; of the right kind, and free of what no schema knows.
    ///   - stored: the present object in the stored version, null for none.
    func apply(_ config: JSON, to stored: JSON) throws(APIError) -> JSON {
        let type = served.schema
        let kept = served.fieldsKept(by: tracking.manager.subresource)
        var live = live(stored)
        let fields = ManagedFields.set(of: config, type: type, ignoring: kept)
        let merged = live.managed.merged(config, over: live.served, fields: fields, by: tracking.manager, type: type)
        var query = WriteQuery()
        query.fieldValidation = .ignore
        let decoded = try ObjectReader(served, warnings).decoded(merged, duplicates: [], query)
        var result = served.stored(decoded)
        var change = tracking.change { [live, result] version in
            // Fields of the version that is applied are compared as they were written.
            version === served
                ? .between(live.served, merged, type: type)
                : .between(version.present(live.stored), version.present(result), type: version.schema)
        }
        try refuse(live.managed.conflicts(by: tracking.manager, &change), live)
        live.managed.apply(fields, by: tracking.manager, &change, now: tracking.now)
        result["metadata"]["managedFields"] = live.managed.json
        if tracking.manager.name == Self.kubectl { noteLastApplied(config, in: &result) }
        return result
    }

    private func live(_ stored: JSON) -> Live {
        if stored.isNull { return Live(stored: .null, served: ["metadata": [:]]) }
        var bare = stored
        bare["metadata"]["managedFields"] = .null
        let managed = ManagedFields(json: stored["metadata"]["managedFields"]) ?? ManagedFields()
        var live = Live(stored: bare, served: served.present(bare), managed: managed)
        if live.managed.isEmpty {
            // What nobody kept record of is somebody's, so that applying meets it as a conflict.
            var manager = tracking.manager
            (manager.name, manager.operation) = (ManagedFields.beforeFirstApply, .update)
            var change = tracking.change(from: .null, to: bare)
            live.managed.update(by: manager, &change, now: tracking.now)
        }
        return live
    }

    // MARK: Conflicts

    private func refuse(_ conflicts: [ManagedFields.Conflict], _ live: Live) throws(APIError) {
        if force || conflicts.isEmpty { return }
        let own = tracking.manager.name == Self.kubectl ? lastApplied(live) : FieldSet()
        let left = conflicts.filter { !own.contains($0.path) }
        if left.isEmpty { return }
        throw .applyConflict(
            left.map { .init(reason: "FieldManagerConflict", message: "conflict with \($0.managerText)", field: $0.pathText) },
            Self.message(left))
    }

    private static func message(_ conflicts: [ManagedFields.Conflict]) -> String {
        if conflicts.count == 1 {
            return "Apply failed with 1 conflict: conflict with \(conflicts[0].managerText): \(conflicts[0].pathText)"
        }
        var lines: [String] = []
        for (index, conflict) in conflicts.enumerated() {
            if index == 0 || conflicts[index - 1].manager != conflict.manager { lines.append("conflicts with \(conflict.managerText):") }
            lines.append("- \(conflict.pathText)")
        }
        return "Apply failed with \(conflicts.count) conflicts: " + lines.joined(separator: "\n")
    }

    // MARK: kubectl's annotation

    private static let annotation = "kubectl.kubernetes.io/last-applied-configuration"

    /// What kubectl applied before it left that to the server: its own, whoever is on record.
    private func lastApplied(_ live: Live) -> FieldSet {
        guard let text = live.served["metadata"]["annotations"][Self.annotation].string, let config = try? JSON.parse(text: text),
            config.object != nil
        else { return FieldSet() }
        return FieldSet(of: config, type: served.schema)
    }

    /// Where kubectl's annotation is, it keeps telling what was applied last, for clients that merge by it.
    private func noteLastApplied(_ config: JSON, in object: inout JSON) {
        guard let present = object["metadata"]["annotations"][Self.annotation].string, !present.isEmpty else { return }
        var bare = config
        bare["metadata"]["annotations"][Self.annotation] = .null
        object["metadata"]["annotations"][Self.annotation] = .string(bare.withSortedKeys.text + "\n")
    }
}

extension JSON {
    /// With the keys of every object in order, as Go writes maps.
    fileprivate var withSortedKeys: JSON {
        switch self {
        case .array(let elements): return .array(elements.map(\.withSortedKeys))
        case .object(let members):
            var result = JSONObject(minimumCapacity: members.count)
            for (key, value) in members.sorted(by: { $0.key < $1.key }) { result.append(key, value.withSortedKeys) }
            return .object(result)
        default: return self
        }
    }
}
