internal import Client
internal import Document
internal import Resources

/// What follows when `run` is to attach: wait for the pod, attach, end as the container ended, and delete the pod when that was asked for.
struct RunAttachment: Sendable {
    private static let pollInterval = Duration.milliseconds(200)

    private let invocation: Invocation

    init(_ invocation: Invocation) { self.invocation = invocation }

    func run(_ object: JSON) async throws {
        let name = object["metadata"]["name"].words
        guard object["kind"].string == "Pod" else {
            throw Failure("\(NamePrinter.kind(object))/\(name) created, but only pods can be attached to: attach to one of its pods")
        }
        let namespace = object["metadata"]["namespace"].words
        do {
            try await join(namespace, name)
        } catch {
            try? await remove(namespace, name)
            throw error
        }
        try await remove(namespace, name)
    }

    private func path(_ namespace: String, _ name: String) -> String { ResourceType.pods.path(namespace: namespace, name: name) }

    private func wait(_ namespace: String, _ name: String, until isReached: (JSON) -> Bool) async throws -> JSON {
        let deadline = ContinuousClock.now + invocation.flags.duration("pod-running-timeout")
        while true {
            let pod = try await invocation.session.client().document("GET", path(namespace, name))
            if isReached(pod) { return pod }
            if ContinuousClock.now > deadline { throw Failure("timed out waiting for the condition") }
            try await Task.sleep(for: Self.pollInterval)
        }
    }

    private static func isOver(_ pod: JSON) -> Bool { ["Succeeded", "Failed"].contains(pod["status"]["phase"].words) }

    private func join(_ namespace: String, _ name: String) async throws {
        let pod = try await wait(namespace, name) { pod in
            let isReady = pod["status"]["conditions"].items.contains { $0["type"].words == "Ready" && $0["status"].words == "True" }
            return Self.isOver(pod) || (pod["status"]["phase"].words == "Running" && isReady)
        }
        let flags = invocation.flags
        if Self.isOver(pod) {
            try await logs(pod)
        } else {
            do {
                try await AttachCommand.attach(
                    invocation.session, pod: pod, takesInput: flags.bool("stdin"), wantsTerminal: flags.bool("tty"),
                    isQuiet: flags.bool("quiet"))
            } catch let error where !((error as? Failure)?.isBare ?? false) {
                invocation.console.err(
                    "warning: couldn't attach to pod/\(name), falling back to streaming logs: \(ErrorText.plain(error))\n")
                try await logs(pod)
            }
        }
        let policy = pod["spec"]["restartPolicy"].words
        guard !flags.bool("leave-stdin-open"), policy == "Never" || policy == "OnFailure" else { return }
        let ended = try await wait(namespace, name) { pod in
            policy == "OnFailure" ? pod["status"]["phase"].words == "Succeeded" : Self.isOver(pod)
        }
        try check(ended)
    }

    private func logs(_ pod: JSON) async throws {
        let metadata = pod["metadata"]
        let target = StreamEndpoint.target(
            ResourceType.pods.path(namespace: metadata["namespace"].words, name: metadata["name"].words, subresource: "log"),
            [("container", pod["spec"]["containers"][0]["name"].words)])
        try await LogReader(invocation).copy(LogsCommand.Request(target: target, prefix: ""))
    }

    private func check(_ pod: JSON) throws {
        if pod["status"]["phase"].words == "Succeeded" { return }
        let end = pod["status"]["containerStatuses"][0]["state"]["terminated"]
        let place = "\(pod["metadata"]["namespace"].words)/\(pod["metadata"]["name"].words)"
        guard end["exitCode"].count != 0 else { throw Failure("pod \(place) failed with unknown exit code") }
        throw Failure(
            "pod \(place) terminated (\(end["reason"].words))\n\(end["message"].words)",
            exitCode: Int32(truncatingIfNeeded: end["exitCode"].count),
            bare: true)
    }

    /// With `--rm`, the pod is deleted and waited for.
    private func remove(_ namespace: String, _ name: String) async throws {
        guard invocation.flags.bool("rm") else { return }
        let client = try invocation.session.client()
        do {
            _ = try await client.document("DELETE", path(namespace, name))
            invocation.console.line("pod \(name.goQuoted) deleted from \(namespace) namespace")
            invocation.console.flush()
            while true {
                _ = try await client.document("GET", path(namespace, name))
                try await Task.sleep(for: Self.pollInterval)
            }
        } catch let error as APIError where error.isNotFound {
            return
        }
    }
}
