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
        .bool("prune", "Delete objects that were applied before and that files hold no more; with -l or --all."),
        .array("prune-allowlist", "Prune only these kinds, as group/version/Kind; with --prune."),
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
            ("And delete what files no longer hold", "kubectl apply --prune -l app=kubia -f manifests/"),
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
        let pruner = flags.bool("prune") ? try await ApplyPruner(invocation, options) : nil
        let applier = Applier(invocation: invocation, options: options)
        var applied: [JSON] = []
        let printer = try ResultPrinter(invocation, dryRun: options.dryRun)
        var errors: [any Error] = []
        for info in infos {
            do {
                if info.name.isEmpty, let name = info.object["metadata"]["generateName"].string {
                    throw Failure("from \(name): cannot use generate name with apply")
                }
                let (object, operation) = serverSide ? try await applier.serverSide(info) : try await applier.clientSide(info)
                try printer.tell(object, operation)
                applied.append(object)
            } catch let error as APIError {
                errors.append(error)
            } catch let error as Failure {
                errors.append(error)
            }
        }
        try Failures.throwing(errors)
        try await pruner?.prune(besides: applied, printer)
    }

    private static func validate(_ flags: FlagValues, _ options: WriteOptions, _ serverSide: Bool) throws(Failure) {
        if flags.bool("prune"), flags.string("selector").isEmpty, !flags.bool("all") {
            throw Failure(
                "all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. "
                    + "If you did not mean to prune all resources, specify a label selector")
        }
        if !flags.list("prune-allowlist").isEmpty, !flags.bool("prune") { throw Failure("--prune-allowlist is only valid with --prune") }
        if flags.bool("force-conflicts"), !serverSide { throw Failure("--force-conflicts only works with --server-side") }
        if options.dryRun == .client, serverSide {
            throw Failure("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)")
        }
        if flags.bool("force"), serverSide { throw Failure("--force cannot be used with --server-side") }
        if flags.bool("force"), options.dryRun == .server { throw Failure("--dry-run=server cannot be used with --force") }
        if !flags.string("subresource").isEmpty, !serverSide { throw Failure("--subresource can only be specified for --server-side") }
    }
}
