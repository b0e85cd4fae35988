internal import Document
internal import Resources
internal import Schema

/// Keeps `metadata.managedFields` of one write (KEP-555): on whose behalf it happens, by which way and in which version.
package struct FieldTracking: Sendable {
    let manager: ManagedFields.Manager
    let served: ServedResource
    let registry: ResourceRegistry
    /// RFC 3339 with seconds.
    let now: String

    /// - Parameter subresource: the one that is written, empty for the object itself.
    init(
        manager name: String, operation: ManagedFields.Operation = .update, subresource: String, _ served: ServedResource,
        _ registry: ResourceRegistry, now: Timestamp
    ) {
        manager = ManagedFields.Manager(
            name: name, operation: operation, apiVersion: served.type.apiVersion, subresource: subresource)
        self.served = served
        self.registry = registry
        self.now = now.wholeSeconds.description
    }

    /// - Parameters:
    ///   - object: a new object in the stored version; what it holds is its author's.
    ///   - spec: what is known of its spec.
    func create(_ object: inout JSON, of spec: KnownSpec? = nil) {
        var managed = ManagedFields()
        if case .fields(let sent)? = Self.given(object) { managed = sent }
        object["metadata"]["managedFields"] = .null
        guard let spec, managed.isEmpty else {
            object["metadata"]["managedFields"] = record(of: object, managed)
            return
        }
        let metadata = object["metadata"]
        if let fields = spec.fields(ownedWith: metadata) {
            let entry = ManagedFields.Entry(manager, time: now, written: fields)
            object["metadata"]["managedFields"] = ManagedFields([entry]).json
        } else {
            let record = record(of: object, managed)
            spec.owns(record[0]["fieldsV1"], with: metadata)
            object["metadata"]["managedFields"] = record
        }
    }

    private func record(of object: JSON, _ managed: ManagedFields) -> JSON {
        var managed = managed
        var change = change(from: .null, to: object)
        managed.update(by: manager, &change, now: now)
        return managed.json
    }

    /// - Parameters:
    ///   - object: the object as it is to become, in the stored version.
    ///   - old: as it is.
    func update(_ object: inout JSON, old: JSON) {
        let stored = old["metadata"]["managedFields"]
        // Only writes to the object itself may rewrite the record.
        let given = manager.subresource.isEmpty ? Self.given(object, unless: stored) : nil
        object["metadata"]["managedFields"] = .null
        var change = change(from: old, to: object)
        var managed: ManagedFields
        switch given {
        case .reset?: return
        case .fields(let fields)? where !fields.isEmpty: managed = fields
        default:
            if change.isEmpty(in: manager.apiVersion) {
                object["metadata"]["managedFields"] = stored
                return
            }
            managed = ManagedFields(json: stored, isStored: true) ?? ManagedFields()
        }
        // Of whom nobody kept record, nobody does until somebody applies.
        if managed.isEmpty { return }
        managed.update(by: manager, &change, now: now)
        object["metadata"]["managedFields"] = managed.json
    }

    // MARK: What clients send

    private enum Given {
        case fields(ManagedFields)
        /// One empty entry asks for the record to be dropped.
        case reset
    }

    /// The record that came with an object; nil when there is none that can be read, or none but the stored one.
    private static func given(_ object: JSON, unless stored: JSON = .null) -> Given? {
        let sent = object["metadata"]["managedFields"]
        if sent.isNull || sent == stored { return nil }
        if sent.array?.count == 1, sent[0].object?.isEmpty ?? false { return .reset }
        return ManagedFields(json: sent).map { .fields($0) }
    }

    // MARK: Versions

    /// How the object changes, as each version that a manager speaks tells it.
    /// - Parameter old: in the stored version, null for an object that is being made.
    func change(from old: JSON, to new: JSON) -> ManagedFields.Change {
        change { version in
            FieldComparison.between(old.isNull ? version.emptyObject : version.present(old), version.present(new), type: version.schema)
        }
    }

    func change(_ comparison: @escaping (ServedResource) -> FieldComparison) -> ManagedFields.Change {
        ManagedFields.Change(
            { apiVersion in version(apiVersion).map(comparison) },
            ignoring: { apiVersion in version(apiVersion)?.fieldsKept(by: manager.subresource) ?? FieldSet() })
    }

    /// The same resource in another version; nil when that is not served.
    private func version(_ apiVersion: String) -> ServedResource? {
        if apiVersion == served.type.apiVersion { return served }
        // Where a webhook would have to be asked, fields go by the names of the version that is written.
        if served.awaitsConversion { return served }
        let wanted = GroupVersion(apiVersion)
        guard let found = registry.served(group: wanted.group, version: wanted.version, plural: served.type.plural),
            found.store === served.store || found.store.type.qualifiedResource == served.store.type.qualifiedResource
        else { return nil }
        return found
    }
}

// MARK: After admission

extension FieldTracking {
    /// A webhook may have left a record that means nothing: the one from before counts.
    static func settle(_ object: inout JSON, before: JSON, _ warnings: Warnings) {
        let left = object["metadata"]["managedFields"]
        if left == before { return }
        guard ManagedFields(json: left) == nil else { return }
        object["metadata"]["managedFields"] = before
        warnings.add(
            ".metadata.managedFields was in an invalid state after admission; this could be caused by an outdated mutating admission "
                + "controller; please fix your requests: an entry cannot be read")
    }

    /// A write that changes nothing, or nothing but the times of entries, leaves the object as it is.
    static func keepUnchanged(_ object: inout JSON, old: JSON) {
        let (before, after) = (old["metadata"]["managedFields"], object["metadata"]["managedFields"])
        if before == after {
            // Also in the order of its members.
            if object == old { object = old }
            return
        }
        guard let earlier = before.array, let later = after.array, earlier.count == later.count else { return }
        for entry in later where !earlier.contains(where: { isSame($0, entry) }) { return }
        var candidate = object
        candidate["metadata"]["managedFields"] = before
        if candidate == old { object = old }
    }

    /// Whether two entries are the same but for their times.
    private static func isSame(_ a: JSON, _ b: JSON) -> Bool {
        guard let left = a.object, let right = b.object, left.count == right.count else { return false }
        return left.allSatisfy { $0.key == "time" || $0.value == right[$0.key] }
    }
}
