internal import Document
internal import Resources

/// `kubectl attach`, and the attaching that `run` and `debug` do.
enum AttachCommand {
    static let command = Command(
        "attach", group: .debugging, usage: "(POD | TYPE/NAME) -c CONTAINER", summary: "Attach to a running container",
        details: "Joins standard output (and input, with -i) to a process that already runs in a container.",
        examples: [
            ("See what a pod writes", "kubectl attach mypod"),
            ("Talk to a shell that runs in a container", "kubectl attach mypod -c ruby -i -t"),
            ("The first pod of a replica set", "kubectl attach rs/nginx"),
        ],
        flags: ContainerSession.flags + [
            .string("container", "c", values: .nothing, "The container."),
            .string("detach-keys", nil, DetachKeys.standard, values: .nothing, "Keys that end the attachment but not the process."),
            .duration("pod-running-timeout", "1m0s", "Wait so long for a first pod."),
        ], arguments: .names(of: "pods"), run: run)

    private static func run(_ call: Invocation) async throws {
        let words = call.arguments
        if words.isEmpty { throw Failure("at least 1 argument is required for attach") }
        if words.count > 2 {
            throw Failure(
                "expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw \(words.count): [\(words.joined(separator: " "))]")
        }
        let timeout = call.flags.duration("pod-running-timeout")
        if timeout <= .zero { throw Failure("--pod-running-timeout must be higher than zero") }
        let targets = PodTargets(session: call.session, timeout: timeout)
        let pod = try await targets.pod(of: targets.object(words), verb: "attach to")
        let phase = pod["status"]["phase"].words
        if phase == "Succeeded" || phase == "Failed" {
            throw Failure("cannot attach a container in a completed pod; current phase is \(phase)")
        }
        try await attach(
            call.session, pod: pod, container: call.flags.string("container"), takesInput: call.flags.bool("stdin"),
            wantsTerminal: call.flags.bool("tty"), isQuiet: call.flags.bool("quiet"), detachKeys: call.flags.string("detach-keys"))
    }

    /// Joins a container of a pod until it or the input ends.
    /// - Parameters:
    ///   - container: empty chooses as `kubectl attach` does.
    ///   - commandName: what the user is told to call in order to come back.
    ///   - heard: told how many bytes each piece of the container's output has.
    static func attach(
        _ session: Session, pod: JSON, container name: String = "", takesInput: Bool, wantsTerminal: Bool, isQuiet: Bool,
        detachKeys: String = "", commandName: String = "kubectl attach", heard: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws {
        let container: JSON
        do {
            container = try PodContainers.choose(pod, named: name, isQuiet: isQuiet, console: session.console)
        } catch {
            throw Failure("cannot attach to the container: \(ErrorText.plain(error))")
        }
        let chosen = container["name"].words
        let hasTerminal = container["tty"].bool == true
        if wantsTerminal, !hasTerminal, !isQuiet {
            session.console.err("error: Unable to use a TTY - container \(chosen) did not allocate one\n")
        }
        let wasRaw = try await ContainerSession(
            session: session, pod: pod, container: chosen, takesInput: takesInput, wantsTerminal: hasTerminal, isQuiet: isQuiet,
            detachKeys: detachKeys, heard: heard
        ).attach()
        if isQuiet || !takesInput || !wasRaw { return }
        let metadata = pod["metadata"]
        let again = "\(commandName) \(metadata["name"].words) -c \(chosen) -n \(metadata["namespace"].words) -i -t"
        if PodContainers.find(pod, chosen)?.member == "ephemeralContainers" {
            session.console.line(
                "Session ended, the ephemeral container will not be restarted but may be reattached using '\(again)' if it is still running"
            )
        } else {
            session.console.line("Session ended, resume using '\(again)' command")
        }
    }
}
