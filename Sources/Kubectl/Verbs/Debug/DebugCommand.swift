internal import Client
internal import Document
import FoundationEssentials
internal import Resources

/// `kubectl debug`
enum DebugCommand {
    static let command = Command(
        "debug", group: .debugging, usage: "(POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]",
        summary: "Create debugging sessions for troubleshooting workloads and nodes",
        details: "Puts a container with tools of your own into a pod, into a copy of it (--copy-to), or onto a node (node/NAME).",
        examples: [
            ("A shell beside a pod's containers", "kubectl debug mypod -it --image=busybox"),
            ("In the processes of one of them", "kubectl debug mypod -it --image=busybox --target=app"),
            ("A copy with another image", "kubectl debug mypod --copy-to=my-debugger --set-image=app=app:debug"),
            ("A copy with another command", "kubectl debug mypod -it --copy-to=my-debugger --container=mycontainer -- sh"),
            ("A shell on a node, with its root at /host", "kubectl debug node/mynode -it --image=busybox"),
        ],
        flags: [
            .string("image", nil, values: .nothing, "The image of the debugging container."),
            .string("container", "c", values: .nothing, "The name of the debugging container."),
            .bool("stdin", "i", "Keep the container's input open."), .bool("tty", "t", "Give the container a terminal."),
            .bool("attach", "Wait for the container and attach to it; on with -i."), .bool("quiet", "q", "Print no notices."),
            .string("target", nil, values: .nothing, "See the processes of this container of the pod."),
            .string("copy-to", nil, values: .nothing, "Debug a copy of the pod with this name."),
            .bool("replace", "With --copy-to, delete the pod itself."), .bool("same-node", "With --copy-to, stay on the node."),
            .bool("share-processes", nil, true, "With --copy-to, let containers see each other's processes."),
            .list("set-image", nil, "", "With --copy-to, name=image pairs of containers to change."),
            .list("env", nil, "", "name=value pairs for the container's environment."),
            .bool("arguments-only", "What follows -- are arguments, not the command."),
            .bool("keep-labels", "With --copy-to, keep the pod's labels."),
            .bool("keep-annotations", "With --copy-to, keep the pod's annotations."),
            .bool("keep-liveness", "With --copy-to, keep liveness probes."),
            .bool("keep-readiness", "With --copy-to, keep readiness probes."),
            .bool("keep-startup", "With --copy-to, keep startup probes."),
            .bool("keep-init-containers", nil, true, "With --copy-to, run the pod's init containers."),
            .string("image-pull-policy", nil, values: .words(["Always", "IfNotPresent", "Never"]), "When to pull the image."),
            .string(
                "profile", nil, "general", values: .words(["general", "baseline", "restricted", "netadmin", "sysadmin"]),
                "What the container may do: general, baseline, restricted, netadmin or sysadmin."),
            .string("custom", nil, "", "A file with a part of a container's spec, laid over the profile."),
            .list("filename", "f", "", "Files with the pod to debug."),
        ], arguments: .names(of: "pods"), run: { try await DebugRun($0).run() })
}

private struct DebugRun {
    /// Letters of the random ends of names, without those that make words.
    private static let suffixLetters = Array("bcdfghjklmnpqrstvwxz2456789")
    private static let pollInterval = Duration.milliseconds(300)

    let call: Invocation
    let names: [String]
    let plan: DebugPlan

    init(_ call: Invocation) throws {
        self.call = call
        let flags = call.flags
        names = call.dash.map { Array(call.arguments[..<$0]) } ?? call.arguments
        var plan = DebugPlan()
        plan.arguments = call.dash.map { Array(call.arguments[$0...]) } ?? []
        plan.image = flags.string("image")
        plan.container = flags.string("container")
        plan.argumentsOnly = flags.bool("arguments-only")
        plan.environment = Self.pairs(flags.list("env"))
        plan.pullPolicy = flags.string("image-pull-policy")
        plan.takesInput = flags.bool("stdin")
        plan.hasTerminal = flags.bool("tty")
        plan.target = flags.string("target")
        plan.copyName = flags.string("copy-to")
        plan.images = Dictionary(Self.pairs(flags.list("set-image")).map { ($0.name, $0.value) }) { _, last in last }
        plan.staysOnNode = flags.bool("same-node")
        if flags.changed("share-processes") { plan.sharesProcesses = flags.bool("share-processes") }
        guard let profile = DebugProfile(rawValue: flags.string("profile")) else {
            throw Failure("unknown profile: \(flags.string("profile"))")
        }
        plan.profile = profile
        plan.keep = DebugProfile.Keep(
            labels: flags.bool("keep-labels"), annotations: flags.bool("keep-annotations"), liveness: flags.bool("keep-liveness"),
            readiness: flags.bool("keep-readiness"), startup: flags.bool("keep-startup"), initContainers: flags.bool("keep-init-containers")
        )
        plan.custom = try Self.custom(flags.string("custom"))
        self.plan = plan
        try check()
    }

    private static func pairs(_ words: [String]) -> [(name: String, value: String)] {
        words.map { word in
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (parts[0], parts.count == 2 ? parts[1] : "")
        }
    }

    private static func custom(_ path: String) throws -> JSON {
        if path.isEmpty { return .null }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure("must pass a container spec json file for custom profile: open \(path): no such file or directory")
        }
        let text = String(decoding: data, as: UTF8.self)
        let custom: JSON
        do {
            custom = try YAML.parseOne(text)
        } catch {
            throw Failure("\(path) does not contain a valid container spec: \(error)")
        }
        if ["name", "command", "image", "lifecycle", "volumeDevices"].contains(where: { custom[$0].isPresent }) {
            throw Failure("name, command, image, lifecycle and volume devices are not modifiable via custom profile")
        }
        return custom
    }

    private func check() throws {
        let flags = call.flags
        if flags.changed("attach"), flags.bool("attach"), plan.image.isEmpty, plan.container.isEmpty {
            throw Failure("you must specify --container or create a new container using --image in order to attach.")
        }
        if !plan.copyName.isEmpty {
            if plan.image.isEmpty, plan.images.isEmpty, plan.arguments.isEmpty {
                throw Failure("you must specify --image, --set-image or command arguments.")
            }
            if !plan.arguments.isEmpty, plan.container.isEmpty, plan.image.isEmpty {
                throw Failure("you must specify an existing container or a new image when specifying args.")
            }
        } else {
            if flags.bool("replace") { throw Failure("--replace may only be used with --copy-to.") }
            if plan.staysOnNode { throw Failure("--same-node may only be used with --copy-to.") }
            if !plan.images.isEmpty { throw Failure("--set-image may only be used with --copy-to.") }
            if plan.image.isEmpty { throw Failure("you must specify --image when not using --copy-to.") }
        }
        if names.isEmpty, !flags.namesManifests { throw Failure("NAME or filename is required for debug") }
        if !["", "Always", "IfNotPresent", "Never"].contains(plan.pullPolicy) {
            throw Failure("invalid image pull policy: \(plan.pullPolicy)")
        }
        if !plan.target.isEmpty {
            if !plan.copyName.isEmpty { throw Failure("--target is incompatible with --copy-to. Use --share-processes instead.") }
            notice(
                "Targeting container \(plan.target.goQuoted). If you don't see processes from this container it may be because the "
                    + "container runtime doesn't support this feature.")
        }
        if plan.hasTerminal, !plan.takesInput { throw Failure("-i/--stdin is required for containers with -t/--tty=true") }
        if plan.profile == .legacy {
            call.console.err(
                "--profile=legacy is deprecated and planned to be removed in v1.39. It is recommended to specify other profile, "
                    + "for example \"--profile=general\".\n")
        }
    }

    private func notice(_ text: String) { if !call.flags.bool("quiet") { call.console.line(text) } }

    private static func suffix() -> String { String((0..<5).map { _ in suffixLetters.randomElement() ?? "x" }) }

    private func newName(_ pod: JSON) -> String {
        if !plan.container.isEmpty { return plan.container }
        var name = "debugger-" + Self.suffix()
        while PodContainers.find(pod, name) != nil { name = "debugger-" + Self.suffix() }
        notice("Defaulting debug container name to \(name).")
        return name
    }

    func run() async throws {
        let targets = PodTargets(session: call.session)
        var infos: [ObjectInfo] = []
        for name in names { infos.append(try await targets.object([name])) }
        if call.flags.namesManifests {
            var selection = try ResourceSelection(call)
            selection.arguments = []
            infos += try await ResourceBuilder(session: call.session).objects(selection)
        }
        for info in infos {
            let pod: JSON
            let container: String
            switch info.type.kind {
            case "Node": (pod, container) = try await debugNode(info)
            case "Pod": (pod, container) = try await plan.copyName.isEmpty ? addContainer(info) : debugCopy(info)
            default: throw Failure("\(info.type.groupVersionKind.description.goQuoted) not supported by debug")
            }
            call.console.flush()
            let attaches = call.flags.changed("attach") ? call.flags.bool("attach") : plan.takesInput
            if attaches, !container.isEmpty { try await attach(pod, container) }
        }
    }

    private func debugNode(_ info: ObjectInfo) async throws -> (JSON, String) {
        let name = "node-debugger-\(info.name)-\(Self.suffix())"
        let pod = plan.nodePod(info.name, name: name)
        let container = pod["spec"]["containers"][0]["name"].words
        notice("Creating debugging pod \(name) with container \(container) on node \(info.name).")
        let path = ResourceType.pods.path(namespace: try call.session.namespace())
        return (try await call.session.client().document("POST", path, body: pod), container)
    }

    private func addContainer(_ info: ObjectInfo) async throws -> (JSON, String) {
        let name = newName(info.object)
        let container = plan.ephemeralContainer(in: info.object, name: name)
        warn(container, info.object)
        do {
            let changed = try await call.session.client().document(
                "PATCH", info.path + "/ephemeralcontainers", body: ["spec": ["ephemeralContainers": [container]]],
                contentType: "application/strategic-merge-patch+json")
            return (changed, name)
        } catch let error as APIError where error.isNotFound && (error.details?.name ?? "").isEmpty {
            throw Failure("ephemeral containers are disabled for this cluster (error from server: \(error.message.goQuoted))")
        }
    }

    private func debugCopy(_ info: ObjectInfo) async throws -> (JSON, String) {
        let (copy, container) = try plan.copy(of: info.object) { newName(info.object) }
        if let found = PodContainers.find(copy, container) { warn(found.container, copy) }
        let client = try call.session.client()
        let created = try await client.document("POST", info.collectionPath, body: copy)
        if call.flags.bool("replace") { _ = try await client.document("DELETE", info.path, body: ["gracePeriodSeconds": 0]) }
        return (created, container)
    }

    /// Capabilities are of no use to a user other than root.
    private func warn(_ container: JSON, _ pod: JSON) {
        let own = container["securityContext"]
        guard pod["spec"]["securityContext"]["runAsUser"].count != 0, own.isPresent, own["runAsUser"].int != 0,
            own["privileged"].bool == true || !own["capabilities"]["add"].items.isEmpty
        else { return }
        call.console.err(
            "Warning: Non-root user is configured for the entire target Pod, and some capabilities granted by debug profile may not work. "
                + "Please consider using \"--custom\" with a custom profile that specifies \"securityContext.runAsUser: 0\".\n")
    }

    private func attach(_ pod: JSON, _ container: String) async throws {
        let running = try await wait(pod, container)
        let status = Self.status(running, container)
        if status["state"]["terminated"].isPresent { return try await logs(running, container) }
        do {
            try await AttachCommand.attach(
                call.session, pod: running, container: container, takesInput: plan.takesInput, wantsTerminal: plan.hasTerminal,
                isQuiet: call.flags.bool("quiet"))
        } catch let error where !((error as? Failure)?.isBare ?? false) {
            let name = pod["metadata"]["name"].words
            call.console.err("warning: couldn't attach to pod/\(name), falling back to streaming logs: \(ErrorText.plain(error))\n")
            try await logs(running, container)
        }
    }

    private static func status(_ pod: JSON, _ container: String) -> JSON {
        for member in ["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"] {
            if let found = pod["status"][member].items.first(where: { $0["name"].words == container }) { return found }
        }
        return .null
    }

    /// The pod once the container runs or has run.
    private func wait(_ pod: JSON, _ container: String) async throws -> JSON {
        let path = ResourceType.pods.path(namespace: pod["metadata"]["namespace"].words, name: pod["metadata"]["name"].words)
        var told = ""
        while true {
            let now = try await call.session.client().document("GET", path)
            let state = Self.status(now, container)["state"]
            if state["running"].isPresent || state["terminated"].isPresent { return now }
            let message = state["waiting"]["message"].words
            if !message.isEmpty, message != told, !call.flags.bool("quiet") {
                call.console.err("Warning: container \(container): \(message)\n")
                told = message
            }
            try await Task.sleep(for: Self.pollInterval)
        }
    }

    private func logs(_ pod: JSON, _ container: String) async throws {
        let path = ResourceType.pods.path(
            namespace: pod["metadata"]["namespace"].words, name: pod["metadata"]["name"].words, subresource: "log")
        let target = StreamEndpoint.target(path, [("container", container)])
        try await LogReader(call).copy(LogsCommand.Request(target: target, prefix: ""))
    }
}
