internal import Client
internal import Document
import FoundationEssentials
internal import Resources

#if canImport(Glibc)
    import Glibc
#endif

/// `kubectl diff`: what `apply` would change. Exits with 1 when there is a difference, and with more when it fails.
enum DiffCommand {
    private static let flags: [Flag] = [
        .string("selector", "l", values: .nothing, "Only objects of the files whose labels match."),
        .bool("server-side", "As apply --server-side would."),
        .bool("force-conflicts", "Take over fields of other managers; with --server-side."),
        .bool("show-managed-fields", "Keep managedFields in the comparison."),
        .string("field-manager", nil, "kubectl-client-side-apply", values: .nothing, "The name under which fields are owned."),
    ]

    static let command = Command(
        "diff", group: .advanced, usage: "-f FILENAME", summary: "Show what apply would change",
        details: "KUBECTL_EXTERNAL_DIFF names another program than `diff -u -N` to compare with.",
        examples: [("A file", "kubectl diff -f kubia.yaml"), ("From standard input", "cat kubia.yaml | kubectl diff -f -")],
        flags: ResourceSelection.fileFlags("to compare") + flags, arguments: .files, run: run)

    static func run(_ invocation: Invocation) async throws {
        if !invocation.arguments.isEmpty {
            throw invocation.usageFailure("Unexpected args: [\(invocation.arguments.joined(separator: " "))]")
        }
        if !invocation.flags.namesManifests { throw Failure("must specify one of -f and -k") }
        do {
            try await compare(invocation)
        } catch let failure as Failure where failure.isBare {
            throw failure
        } catch {
            throw Failure(ErrorText.report(error).text, exitCode: 2, bare: true)
        }
    }

    private static func compare(_ invocation: Invocation) async throws {
        let infos = try await ResourceBuilder(session: invocation.session).manifests(try ResourceSelection(invocation))
        let stamp = String(getpid())
        let folders = (live: "/tmp/LIVE-\(stamp)", merged: "/tmp/MERGED-\(stamp)")
        defer {
            try? FileManager.default.removeItem(atPath: folders.live)
            try? FileManager.default.removeItem(atPath: folders.merged)
        }
        for folder in [folders.live, folders.merged] {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        for info in infos {
            let (live, merged) = try await versions(info, invocation)
            let name = [info.type.group.isEmpty ? "" : info.type.group, info.type.version, info.type.kind, info.namespace, info.name]
                .filter { !$0.isEmpty }.joined(separator: ".")
            try write(live, folders.live + "/" + name)
            try write(merged, folders.merged + "/" + name)
        }
        invocation.console.flush()
        let program =
            invocation.session.environment["KUBECTL_EXTERNAL_DIFF"]?.split(separator: " ").map(String.init) ?? ["diff", "-u", "-N"]
        let status = try ChildProcess.run(program + [folders.live, folders.merged])
        if status != 0 { throw Failure.exit(status) }
    }

    private static func write(_ object: JSON, _ path: String) throws {
        guard !object.isNull else { return }
        try EditorSession.write(YAML.write(object), to: path)
    }

    /// The object as it is, null for none, and as it would be.
    private static func versions(_ info: ObjectInfo, _ invocation: Invocation) async throws -> (JSON, JSON) {
        let client = try invocation.session.client()
        var live: JSON = .null
        do { live = try await client.read(info) } catch let error as APIError where error.isNotFound { live = .null }
        var options = try WriteOptions(invocation)
        options.dryRun = .server
        let applier = Applier(invocation: invocation, options: options)
        var merged: JSON
        if invocation.flags.bool("server-side") {
            merged = try await applier.serverSide(info).0
        } else if live.isNull {
            merged = try await client.create(info, info.object, options)
        } else {
            merged = live
            if let patch = try applier.patch(info, live, annotated: false) {
                merged = try await client.patch(info, patch, query: options.query)
            }
        }
        if !invocation.flags.bool("show-managed-fields") {
            live = live.withoutManagedFields
            merged = merged.withoutManagedFields
        }
        if info.type.kind == "Secret", info.type.group.isEmpty { (live, merged) = masked(live, merged) }
        return (live, merged)
    }

    /// Secrets are compared, not shown.
    private static func masked(_ live: JSON, _ merged: JSON) -> (JSON, JSON) {
        var (before, after) = (live, merged)
        for (key, value) in live["data"].stringMap {
            let other = merged["data"][key].string
            before["data"][key] = .string(other == value || other == nil ? "***" : "*** (before)")
        }
        for (key, value) in merged["data"].stringMap {
            let other = live["data"][key].string
            after["data"][key] = .string(other == value || other == nil ? "***" : "*** (after)")
        }
        return (before, after)
    }
}
