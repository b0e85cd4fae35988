internal import Client
internal import Document
internal import Resources

#if canImport(Glibc)
    import Glibc
#endif

/// `kubectl delete`
enum DeleteCommand {
    static let flags: [Flag] = [
        .bool("all", "Every object of the types that are named."),
        .bool("all-namespaces", "A", "In all namespaces."),
        .string(
            "cascade", nil, "background", implied: "background", values: .words(["background", "foreground", "orphan"]),
            "What becomes of an object's dependents: background, foreground or orphan (true and false are still understood)."),
        .bool("force", "Take objects out of the API at once, without waiting for them to end."),
        .int(
            "grace-period", nil, -1,
            "Seconds an object may take to end; 1 is the least, 0 only with --force; negative leaves it to the object."),
        .bool("ignore-not-found", "Exit with 0 when there is no such object; the default with --all."),
        .bool("now", "The same as --grace-period=1."),
        .duration("timeout", "How long to wait for the end; 0 decides by the grace period."),
        .bool("wait", nil, true, "Wait until the objects are gone."),
        .bool("interactive", "i", "Ask before deleting."),
        .string("output", "o", values: .words(["name"]), "name prints type and name alone."),
        .string("raw", values: .nothing, "Send DELETE to this path."),
        DryRun.flag,
    ]

    static let command = Command(
        "delete", group: .basic, usage: "([-f FILENAME] | TYPE [(NAME | -l label | --all)])",
        summary: "Delete objects by file, name, type or label",
        examples: [
            ("One pod", "kubectl delete pod kubia"), ("What a file made", "kubectl delete -f kubia.yaml"),
            ("All pods with a label", "kubectl delete pods -l app=kubia"),
            ("A controller, but not its pods", "kubectl delete rc kubia --cascade=orphan"),
            ("Everything usual in this namespace", "kubectl delete all --all"),
        ],
        flags: ResourceSelection.fileFlags("to delete") + ResourceSelection.selectorFlags + flags, arguments: .resources, run: run)

    static func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        if let path = flags.given("raw") {
            return invocation.console.out(try await invocation.session.client().send(APIRequest(method: "DELETE", path: path)).body)
        }
        var deletion = try Deletion(invocation)
        var selection = try ResourceSelection(invocation)
        if flags.bool("all"), !flags.string("selector").isEmpty { throw Failure("cannot set --all and --selector at the same time") }
        if flags.bool("all"), !flags.string("field-selector").isEmpty {
            throw Failure("cannot set --all and --field-selector at the same time")
        }
        selection.ignoresMissing = flags.changed("ignore-not-found") ? flags.bool("ignore-not-found") : flags.bool("all")
        deletion.ignoresMissing = selection.ignoresMissing
        let builder = ResourceBuilder(session: invocation.session)
        var infos: [ObjectInfo] = []
        var errors: [any Error] = []
        for query in try await builder.queries(selection) {
            switch query {
            case .object(let info): infos.append(info)
            case .list(let resource, let namespace):
                // Categories may hold types that cannot be deleted or listed.
                do {
                    infos += try await builder.list(resource, namespace: namespace, selection)
                } catch let error as APIError {
                    errors.append(error)
                }
            }
        }
        if flags.bool("interactive"), !infos.isEmpty, !confirmed(infos, invocation.console) {
            return invocation.console.line("deletion is cancelled")
        }
        if infos.isEmpty, errors.isEmpty { return invocation.console.line("No resources found") }
        try await deletion.run(infos, errors: errors)
    }

    private static func confirmed(_ infos: [ObjectInfo], _ console: Console) -> Bool {
        console.line("You are about to delete the following \(infos.count) resource(s):")
        for info in infos { console.line(info.title) }
        console.out("Do you want to continue? (y/N): ")
        console.flush()
        let answer = readLine() ?? ""
        return answer == "y" || answer == "Y"
    }
}

/// Deletes objects and waits for their end.
struct Deletion: Sendable {
    let invocation: Invocation
    var options: DeleteOptions
    var waits: Bool
    var timeout: Duration
    var dryRun: DryRun
    var ignoresMissing = false
    private let isForced: Bool
    private let namesOnly: Bool

    init(_ invocation: Invocation) throws(Failure) {
        self.invocation = invocation
        let flags = invocation.flags
        var grace = flags.int("grace-period")
        if flags.bool("now") {
            if grace != -1 { throw Failure("--now and --grace-period cannot be specified together") }
            grace = 1
        }
        var force = flags.bool("force")
        if grace == 0, !force {
            // A zero without --force is one second, so that the object's end is still waited for.
            grace = 1
        } else if force, grace > 0 {
            throw Failure("--force and --grace-period greater than 0 cannot be specified together")
        } else if force {
            grace = 0
        }
        force = grace == 0
        isForced = force
        if isForced {
            invocation.console.err(
                "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. "
                    + "The resource may continue to run on the cluster indefinitely.\n")
        }
        let output = flags.string("output")
        if !output.isEmpty, output != "name" { throw Failure("unexpected -o output mode: \(output). We only support '-o name'") }
        namesOnly = output == "name"
        options = DeleteOptions(gracePeriodSeconds: grace >= 0 ? grace : nil, propagation: try Self.cascade(invocation))
        waits = flags.bool("wait")
        timeout = flags.duration("timeout")
        dryRun = try DryRun.read(invocation)
    }

    /// `--cascade`, in today's words and in the booleans of old.
    static func cascade(_ invocation: Invocation) throws(Failure) -> DeleteOptions.Propagation {
        let value = invocation.flags.string("cascade")
        switch value {
        case "background", "": return .background
        case "foreground": return .foreground
        case "orphan": return .orphan
        case "true":
            invocation.console.err(
                "Warning: --cascade=true is deprecated (boolean value) and can be replaced with --cascade=background.\n")
            return .background
        case "false":
            invocation.console.err("Warning: --cascade=false is deprecated (boolean value) and can be replaced with --cascade=orphan.\n")
            return .orphan
        default:
            throw Failure("invalid cascade value (\(value)). Must be \"background\", \"foreground\", or \"orphan\"")
        }
    }

    func run(_ infos: [ObjectInfo], errors earlier: [any Error] = []) async throws {
        var errors = earlier
        var deleted: [(ObjectInfo, uid: String)] = []
        let client = try invocation.session.client()
        for info in infos {
            do {
                var uid = ""
                if dryRun != .client {
                    let answer = try await client.delete(info, options, dryRun: dryRun)
                    uid = answer["details"]["uid"].string ?? answer["metadata"]["uid"].string ?? ""
                } else if info.object.isNull || !info.source.isEmpty {
                    _ = try await client.read(info)
                }
                tell(info)
                deleted.append((info, uid))
            } catch let error as APIError {
                if error.isNotFound, ignoresMissing { continue }
                errors.append(SourcedError.wrap("deleting", info.source, error))
            }
        }
        if waits, dryRun == .none { try await waitForEnd(deleted) }
        try Failures.throwing(errors)
    }

    private func tell(_ info: ObjectInfo) {
        if namesOnly { return invocation.console.line(info.title) }
        var operation = isForced ? "force deleted" : "deleted"
        if info.type.namespaced { operation += " from \(info.namespace) namespace" }
        switch dryRun {
        case .client: operation += " (dry run)"
        case .server: operation += " (server dry run)"
        case .none: break
        }
        invocation.console.line("\(info.resource.kindName) \"\(info.name)\" \(operation)")
        invocation.console.flush()
    }

    private func waitForEnd(_ deleted: [(ObjectInfo, uid: String)]) async throws {
        let limit: Duration = timeout == .zero ? .seconds(7 * 86_400) : timeout
        let deadline = ContinuousClock.now + limit
        for (info, uid) in deleted {
            do {
                try await ObjectWait(invocation.session, info).gone(uid: uid, deadline: deadline)
            } catch let error as APIError where error.reason == .forbidden || error.reason == .methodNotAllowed {
                return
            }
        }
    }
}
