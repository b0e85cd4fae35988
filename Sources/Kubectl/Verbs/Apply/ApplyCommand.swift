internal import Client
internal import Document
internal import Resources

/// `kubectl apply`
enum ApplyCommand {
    private static let flags: [Flag] = [
        .string("selector", "l", values: .nothing, "Only objects of the files whose labels match."),
        .bool("all", "Take all objects of the types into account; with --prune."),
        .bool("overwrite", nil, true, "Put the file's values over those that somebody else changed."),
        .bool("server-side", "Let the server merge, by who owns which field."),
        .bool("force-conflicts", "Take over fields of other managers; with --server-side."),
        .bool("prune", "Delete objects that files no longer hold (not supported)."),
        .string("subresource", values: .words(["status", "scale", "resize"]), "Apply to this subresource; with --server-side."),
        .bool("openapi-patch", nil, true, hidden: true, "Upstream's way to find patch rules; ours are built in."),
        .bool("record", hidden: true, "Dropped upstream, still accepted here."),
        .bool("force", "Delete and make anew what cannot be changed."),
        .int("grace-period", nil, -1, "Seconds an object may take to end; with --force."),
        .duration("timeout", "How long to wait for the end; with --force."),
        .string(
            "cascade", nil, "background", implied: "background", values: .words(["background", "foreground", "orphan"]),
            "What becomes of an object's dependents; with --force."),
        .bool("wait", "Wait until deleted objects are gone."), WriteOptions.validateFlag,
    ]

    static let command = Command(
        "apply", group: .advanced, usage: "(-f FILENAME | -k DIRECTORY)", summary: "Make objects be as files say",
        details: "What a file said last is kept in an annotation, so that what is taken out of the file goes from the object, too.",
        examples: [
            ("A file", "kubectl apply -f kubia-ingress-tls.yaml"), ("All files of a folder", "kubectl apply -f manifests/"),
            ("From standard input", "cat kubia.yaml | kubectl apply -f -"),
            ("With the server's own merge", "kubectl apply --server-side -f kubia.yaml"),
        ],
        flags: ResourceSelection.fileFlags("to apply") + WriteOptions.flags("kubectl-client-side-apply") + flags,
        subcommands: [LastAppliedCommands.view, LastAppliedCommands.set, LastAppliedCommands.edit], arguments: .files, run: run)

    static func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        if !invocation.arguments.isEmpty {
            throw invocation.usageFailure("Unexpected args: [\(invocation.arguments.joined(separator: " "))]")
        }
        if flags.list("filename").isEmpty, flags.string("kustomize").isEmpty { throw Failure("must specify one of -f and -k") }
        var options = try WriteOptions(invocation)
        let serverSide = flags.bool("server-side")
        try validate(flags, options, serverSide)
        if serverSide, !flags.changed("field-manager") { options.manager = "kubectl" }
        let infos = try await ResourceBuilder(session: invocation.session).manifests(try ResourceSelection(invocation))
        if infos.isEmpty { throw Failure("no objects passed to apply") }
        let applier = Applier(invocation: invocation, options: options)
        let printer = try ResultPrinter(invocation, dryRun: options.dryRun)
        var errors: [any Error] = []
        for info in infos {
            do {
                if info.name.isEmpty, let name = info.object["metadata"]["generateName"].string {
                    throw Failure("from \(name): cannot use generate name with apply")
                }
                let (object, operation) = serverSide ? try await applier.serverSide(info) : try await applier.clientSide(info)
                try printer.tell(object, operation)
            } catch let error as APIError {
                errors.append(error)
            } catch let error as Failure {
                errors.append(error)
            }
        }
        try Failures.throwing(errors)
    }

    private static func validate(_ flags: FlagValues, _ options: WriteOptions, _ serverSide: Bool) throws(Failure) {
        if flags.bool("prune") { throw Failure("--prune is not supported: delete what is no longer wanted with kubectl delete") }
        if flags.bool("force-conflicts"), !serverSide { throw Failure("--force-conflicts only works with --server-side") }
        if options.dryRun == .client, serverSide {
            throw Failure("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)")
        }
        if flags.bool("force"), serverSide { throw Failure("--force cannot be used with --server-side") }
        if flags.bool("force"), options.dryRun == .server { throw Failure("--dry-run=server cannot be used with --force") }
        if !flags.string("subresource").isEmpty, !serverSide { throw Failure("--subresource can only be specified for --server-side") }
    }
}

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

    /// What a patch has to change for the file to be true of `current`; null when nothing.
    func patch(_ info: ObjectInfo, _ current: JSON) throws -> JSON {
        var original = try LastApplied.text(of: current).map { try JSON.parse(text: $0) } ?? .null
        var modified = LastApplied.annotated(info.object)
        // Manifests that were printed carry an empty time, which asks for nothing.
        if original["metadata"]["creationTimestamp"].isNull, original.object != nil { original["metadata"]["creationTimestamp"] = .null }
        if modified["metadata"]["creationTimestamp"].isNull { modified["metadata"]["creationTimestamp"] = .null }
        for key in ["resourceVersion", "uid", "creationTimestamp"] where current["metadata"][key] == modified["metadata"][key] {
            modified["metadata"][key] = .null
        }
        let merged = ThreeWayMerge.merge(original: original, modified: modified, current: current, schema: LocalPatch.schema(of: current))
        return MergeDiff.patch(from: current, to: merged)
    }

    private func change(_ info: ObjectInfo, _ current: JSON) async throws -> (JSON, String) {
        if LastApplied.text(of: current) == nil {
            invocation.console.err(
                "Warning: resource \(info.resource.plural(info.name)) is missing the \(LastApplied.annotation) annotation which is required by "
                    + "kubectl apply. kubectl apply should only be used on resources created declaratively by either "
                    + "kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n")
        }
        var patch = try patch(info, current)
        if patch.isNull { return (current, "unchanged") }
        if !current["metadata"]["deletionTimestamp"].isNull {
            invocation.console.err("Warning: Detected changes to resource \(info.name) which is currently being deleted.\n")
        }
        if options.dryRun == .client { return (MergePatch.apply(patch, to: current), "configured") }
        // Lists are sent whole, so nobody may have changed the object in between.
        patch["metadata"]["resourceVersion"] = current["metadata"]["resourceVersion"]
        let changed = try await invocation.session.client().patch(info, .merge(patch), query: options.query)
        return (changed, "configured")
    }

    func serverSide(_ info: ObjectInfo) async throws -> (JSON, String) {
        var object = info.object
        object["metadata"]["managedFields"] = .null
        let force = invocation.flags.bool("force-conflicts")
        var query = options.dryRun.query
        if let validation = options.validation { query.append(("fieldValidation", validation)) }
        do {
            let applied = try await invocation.session.client().patch(
                info, .apply(object, manager: options.manager, force: force), query: query,
                subresource: invocation.flags.given("subresource"))
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
