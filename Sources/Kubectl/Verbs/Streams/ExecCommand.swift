internal import Document
internal import Resources

/// `kubectl exec`
enum ExecCommand {
    static let command = Command(
        "exec", group: .debugging, usage: "(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]",
        summary: "Execute a command in a container",
        examples: [
            ("What date it is in a pod", "kubectl exec mypod -- date"), ("In one of its containers", "kubectl exec mypod -c ruby -- date"),
            ("A shell", "kubectl exec mypod -it -- sh"), ("In the first pod of a deployment", "kubectl exec deploy/mydeployment -- date"),
        ],
        flags: ContainerSession.flags + [
            .list("filename", "f", "Files with the object to execute in."), .string("container", "c", values: .nothing, "The container."),
            .duration("pod-running-timeout", "1m0s", "Wait so long for a first pod."),
        ], arguments: .names(of: "pods"), run: run)

    private static func run(_ call: Invocation) async throws {
        let files = call.flags.list("filename")
        let hasName = !call.arguments.isEmpty && call.dash != 0
        let command = words(call, hasFiles: !files.isEmpty)
        if !hasName, files.isEmpty { throw Failure("pod, type/name or --filename must be specified") }
        if command.isEmpty { throw Failure("you must specify at least one command for the container") }
        let targets = PodTargets(session: call.session, timeout: call.flags.duration("pod-running-timeout"))
        let info: ObjectInfo
        if files.isEmpty {
            info = try await targets.object([call.arguments[0]])
        } else {
            var selection = try ResourceSelection(call)
            selection.arguments = []
            let infos = try await ResourceBuilder(session: call.session).objects(selection)
            guard infos.count == 1 else { throw Failure("cannot exec into multiple objects at a time") }
            info = infos[0]
        }
        let pod = try await targets.pod(of: info, verb: "attach to")
        let phase = pod["status"]["phase"].words
        if phase == "Succeeded" || phase == "Failed" {
            throw Failure("cannot exec into a container in a completed pod; current phase is \(phase)")
        }
        let isQuiet = call.flags.bool("quiet")
        let container = try PodContainers.choose(
            pod, named: call.flags.string("container"), isQuiet: isQuiet, console: call.console)
        try await ContainerSession(
            session: call.session, pod: pod, container: container["name"].words, takesInput: call.flags.bool("stdin"),
            wantsTerminal: call.flags.bool("tty"), isQuiet: isQuiet
        ).exec(command)
    }

    /// What follows `--`. The book's kubectl did without it, and so does this one, with the words in which later ones took leave of that.
    private static func words(_ call: Invocation, hasFiles: Bool) -> [String] {
        if let dash = call.dash { return Array(call.arguments[dash...]) }
        let command = hasFiles ? call.arguments : Array(call.arguments.dropFirst())
        if !command.isEmpty {
            call.console.err(
                "kubectl exec [POD] [COMMAND] is DEPRECATED and will be removed in a future version. "
                    + "Use kubectl exec [POD] -- [COMMAND] instead.\n")
        }
        return command
    }
}
