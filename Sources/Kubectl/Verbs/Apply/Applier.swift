internal import Client
internal import Document
internal import Resources
internal import Schema

/// Applies one object.
struct Applier: Sendable {
    /// Times a change is tried again when somebody else was faster.
    static let attempts = 5

    let invocation: Invocation
    let options: WriteOptions

    /// - Returns: the object as it now is, and what was done: `created`, `configured` or `unchanged`.
    func clientSide(_ info: ObjectInfo) async throws -> (JSON, String) {
        let client = try invocation.session.client()
        var attempt = 1
        while true {
            let current: JSON
            do {
                current = try await client.read(info)
            } catch let error as APIError where error.isNotFound {
                return try await create(info)
            } catch {
                throw SourcedError.wrap(
                    "retrieving current configuration of:\n" + Self.place(info) + "\nfrom server for:", info.source, error)
            }
            do {
                return try await change(info, current)
            } catch let error as APIError where error.isConflict && attempt < Self.attempts {
                attempt += 1
            } catch let error as APIError where invocation.flags.bool("force") && (error.isConflict || error.reason == .invalid) {
                return try await recreate(info)
            } catch {
                throw SourcedError.wrap("applying patch:\n" + Self.place(info) + "\nfor:", info.source, error)
            }
        }
    }

    private static func place(_ info: ObjectInfo) -> String {
        "Resource: \"\(info.type.group.isEmpty ? "" : info.type.group + "/")\(info.type.version), Resource=\(info.type.plural)\", "
            + "GroupVersionKind: \"\(info.type.apiVersion), Kind=\(info.type.kind)\"\nName: \(info.name.goQuoted), Namespace: \(info.namespace.goQuoted)"
    }

    private func create(_ info: ObjectInfo) async throws -> (JSON, String) {
        let object = LastApplied.annotated(info.object)
        if options.dryRun == .client { return (object, "created") }
        do {
            return (try await invocation.session.client().create(info, object, options), "created")
        } catch {
            throw SourcedError.wrap("creating", info.source, error)
        }
    }

    private func recreate(_ info: ObjectInfo) async throws -> (JSON, String) {
        let client = try invocation.session.client()
        let grace = invocation.flags.int("grace-period")
        _ = try await client.delete(
            info, DeleteOptions(gracePeriodSeconds: grace >= 0 ? grace : nil, propagation: try Deletion.cascade(invocation)))
        let timeout = invocation.flags.duration("timeout")
        try await ObjectWait(invocation.session, info).gone(uid: "", deadline: .now + (timeout == .zero ? .seconds(300) : timeout))
        return try await create(info)
    }

    /// What a patch has to change for the file to be true of `current`; nil when nothing. Kinds that this program has a schema of
    /// get a strategic merge patch, others one of RFC 7386.
    func patch(_ info: ObjectInfo, _ current: JSON, annotated: Bool = true) throws -> Patch? {
        var before = try LastApplied.text(of: current).map { try JSON.parse(text: $0) } ?? .null
        var modified = annotated ? LastApplied.annotated(info.object) : info.object
        for key in ["resourceVersion", "uid", "creationTimestamp"] where current["metadata"][key] == modified["metadata"][key] {
            modified["metadata"][key] = .null
        }
        // Manifests that were printed carry an empty time, which asks for nothing.
        modified["metadata"].mutateObject { $0.removeAll { $0.key == "creationTimestamp" && $0.value.isNull } }
        modified["metadata"]["managedFields"] = .null
        for key in ["creationTimestamp", "managedFields"] where before.object != nil { before["metadata"][key] = .null }
        if let type = LocalPatch.schema(of: current) {
            let patch = StrategicMergeDiff.patch(original: before, modified: modified, current: current, type: type)
            return patch.object?.isEmpty ?? true ? nil : .strategic(patch)
        }
        let merged = ThreeWayMerge.merge(original: before, modified: modified, current: current)
        let patch = MergeDiff.patch(from: current, to: merged)
        return patch.isNull ? nil : .merge(patch)
    }

    private func change(_ info: ObjectInfo, _ current: JSON) async throws -> (JSON, String) {
        if LastApplied.text(of: current) == nil {
            invocation.console.err(
                "Warning: resource \(info.resource.plural(info.name)) is missing the \(LastApplied.annotation) annotation which is required by "
                    + "kubectl apply. kubectl apply should only be used on resources created declaratively by either "
                    + "kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n")
        }
        guard let patch = try patch(info, current) else { return (current, "unchanged") }
        warnOfDeletion(current, info)
        if options.dryRun == .client { return (try Self.applied(patch, to: current), "configured") }
        let changed = try await invocation.session.client().patch(info, patch, query: options.query)
        let isChanged = changed["metadata"]["resourceVersion"] != current["metadata"]["resourceVersion"] || options.dryRun == .server
        return (changed, isChanged ? "configured" : "unchanged")
    }

    private func warnOfDeletion(_ current: JSON, _ info: ObjectInfo) {
        guard !current["metadata"]["deletionTimestamp"].isNull else { return }
        invocation.console.err("Warning: Detected changes to resource \(info.name) which is currently being deleted.\n")
    }

    /// The patch applied on this side.
    private static func applied(_ patch: Patch, to current: JSON) throws -> JSON {
        if case .strategic(let document) = patch { return try LocalPatch.strategic(document, to: current) }
        return MergePatch.apply(patch.document, to: current)
    }

    func serverSide(_ info: ObjectInfo) async throws -> (JSON, String) {
        var object = info.object
        object["metadata"]["managedFields"] = .null
        let force = invocation.flags.bool("force-conflicts")
        var query = options.dryRun.query
        if let validation = options.validation { query.append(("fieldValidation", validation)) }
        do {
            let client = try invocation.session.client()
            let patch = Patch.apply(object, manager: options.manager, force: force)
            let subresource = invocation.flags.given("subresource")
            var applied = try await client.patch(info, patch, query: query, subresource: subresource)
            warnOfDeletion(applied, info)
            if options.dryRun == .none, subresource == nil, let record = ManagerTakeover.record(of: applied, by: options.manager) {
                // What was applied from this side before belongs to the new manager, so that it goes when the file drops it.
                _ = try await client.patch(info, record, query: [])
                applied = try await client.patch(info, patch, query: query)
            }
            return (applied, "serverside-applied")
        } catch let error as APIError where error.isConflict {
            throw Failure(
                """
                \(error.message)
                Please review the fields above--they currently have other managers. Here
                are the ways you can resolve this warning:
                * If you intend to manage all of these fields, please re-run the apply
                  command with the `--force-conflicts` flag.
                * If you do not intend to manage all of the fields, please edit your
                  manifest to remove references to the fields that should keep their
                  current managers.
                * You may co-own fields by updating your manifest to match the existing
                  value; in this case, you'll become the manager if the other manager(s)
                  stop managing the field (remove it from their configuration).
                See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
                """)
        }
    }
}

extension ServedResource {
    /// `pods/kubia`
    fileprivate func plural(_ name: String) -> String { type.plural + "/" + name }
}
