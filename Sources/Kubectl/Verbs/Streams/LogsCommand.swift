internal import Client
internal import Document
internal import HTTPServing
internal import NIOCore
internal import Resources

/// `kubectl logs`
enum LogsCommand {
    /// Lines shown of each pod that a selector finds, when nothing else was asked.
    private static let selectedLines = 10
    private static let usage = "logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]"

    static let command = Command(
        "logs", group: .debugging, usage: "[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]",
        summary: "Print the logs for a container in a pod",
        details: "Prints what a container has written. With one container in the pod its name may be left out.",
        examples: [
            ("What a pod with one container has written", "kubectl logs nginx"),
            ("Follow a container of a pod", "kubectl logs -f -c ruby web-1"),
            ("The last instance of a container that was restarted", "kubectl logs -p -c ruby web-1"),
            ("The last 20 lines of all pods with a label", "kubectl logs --tail=20 -l app=nginx --all-containers"),
            ("Of a job's first pod", "kubectl logs job/hello"),
        ],
        flags: [
            .bool("all-pods", "All pods of the object; prefixes their lines."),
            .bool("all-containers", "All containers of the pods."), .bool("follow", "f", "Go on with what is written from now on."),
            .bool("timestamps", "Begin each line with its time."), .int("limit-bytes", nil, 0, "Print at most so many bytes."),
            .bool("previous", "p", "Of the container's instance before the present one."),
            .int("tail", nil, -1, "The last so many lines only; -1 prints all (with a selector: 10)."),
            .bool("ignore-errors", "Go on with other containers when one fails."),
            .string("since-time", nil, values: .nothing, "Only lines after this time (RFC 3339)."),
            .duration("since", "0s", "Only lines newer than 5s, 2m or 3h."), .string("container", "c", values: .nothing, "The container."),
            .bool("insecure-skip-tls-verify-backend", "Do not check the kubelet's certificate."),
            .duration("pod-running-timeout", "20s", "Wait so long for a first pod."),
            .string("selector", "l", values: .nothing, "Pods whose labels match."),
            .int("max-log-requests", nil, 5, "Follow at most so many containers at once."),
            .bool("prefix", "Begin each line with its pod and container."),
        ], arguments: .names(of: "pods"), run: run)

    /// One container's log.
    struct Request: Sendable {
        var target: String
        /// `[pod/NAME/CONTAINER] `, or empty.
        var prefix: String
    }

    private static func run(_ call: Invocation) async throws {
        let flags = call.flags
        let selector = flags.string("selector")
        if call.arguments.count > 2 || (call.arguments.isEmpty && selector.isEmpty) {
            throw call.usageFailure("expected '\(usage)'.\nPOD or TYPE/NAME is a required argument for the logs command")
        }
        if call.arguments.count == 1, !selector.isEmpty { throw call.usageFailure("only a selector (-l) or a POD name is allowed") }
        let container = call.arguments.count == 2 ? call.arguments[1] : flags.string("container")
        let query = try query(flags, hasSelector: !selector.isEmpty)
        try check(call, container)
        let pods = try await pods(call, selector)
        var requests: [Request] = []
        for pod in pods { requests += try self.requests(pod, container, query, call) }
        let limit = flags.int("max-log-requests")
        let follows = flags.bool("follow") && requests.count > 1
        if follows, requests.count > limit {
            throw Failure(
                "you are attempting to follow \(requests.count) log streams, but maximum allowed concurrency is \(limit), "
                    + "use --max-log-requests to increase the limit")
        }
        let reader = LogReader(call)
        if !follows {
            for request in requests { try await reader.copy(request) }
            return
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for request in requests { group.addTask { try await reader.copy(request) } }
            try await group.waitForAll()
        }
    }

    private static func check(_ call: Invocation, _ container: String) throws {
        let flags = call.flags
        if flags.changed("since-time"), flags.duration("since") != .zero {
            throw Failure("at most one of `sinceTime` or `sinceSeconds` may be specified")
        }
        if flags.bool("all-containers"), !container.isEmpty {
            throw Failure("--all-containers=true should not be specified with container name \(container)")
        }
        if flags.changed("container"), call.arguments.count == 2 {
            throw Failure("only one of -c or an inline [CONTAINER] arg is allowed")
        }
        if flags.int("limit-bytes") < 0 { throw Failure("--limit-bytes must be greater than 0") }
        if flags.duration("since") < .zero { throw Failure("--since must be greater than 0") }
        if flags.int("tail") < -1 { throw Failure("--tail must be greater than or equal to -1") }
    }

    private static func query(_ flags: FlagValues, hasSelector: Bool) throws -> [(name: String, value: String)] {
        var query: [(name: String, value: String)] = []
        for (flag, name) in [
            ("follow", "follow"), ("previous", "previous"), ("timestamps", "timestamps"),
            ("insecure-skip-tls-verify-backend", "insecureSkipTLSVerifyBackend"),
        ] where flags.bool(flag) { query.append((name, "true")) }
        if let time = flags.given("since-time"), !time.isEmpty {
            guard Timestamp(time) != nil else {
                throw Failure("parsing time \(time.goQuoted) as \"2006-01-02T15:04:05Z07:00\": cannot parse \(time.goQuoted) as \"2006\"")
            }
            query.append(("sinceTime", time))
        }
        if flags.int("limit-bytes") != 0 { query.append(("limitBytes", flags.string("limit-bytes"))) }
        let since = flags.duration("since")
        if since != .zero { query.append(("sinceSeconds", String((since + .milliseconds(500)).components.seconds))) }
        if hasSelector, flags.int("tail") == -1, !flags.changed("tail") {
            query.append(("tailLines", String(selectedLines)))
        } else if flags.int("tail") != -1 {
            query.append(("tailLines", flags.string("tail")))
        }
        return query
    }

    private static func pods(_ call: Invocation, _ selector: String) async throws -> [JSON] {
        let targets = PodTargets(session: call.session, timeout: call.flags.duration("pod-running-timeout"))
        let namespace = try call.session.namespace()
        if !selector.isEmpty {
            let list = try await call.session.client().document(
                "GET", ResourceType.pods.path(namespace: namespace), query: [("labelSelector", selector)])
            if list["items"].items.isEmpty { call.console.err("No resources found in \(namespace) namespace.\n") }
            return list["items"].items
        }
        let info: ObjectInfo
        do {
            info = try await targets.object([call.arguments[0]])
        } catch let error as APIError where error.isNotFound {
            throw Failure("error from server (NotFound): \(error.message) in namespace \(namespace.goQuoted)")
        }
        if info.type.kind == "Pod" { return [info.object] }
        let found = try await targets.pods(
            PodTargets.selector(of: info, verb: "get the logs from"), namespace: info.namespace, order: .logging)
        guard let first = found.first else { return [] }
        if call.flags.bool("all-pods") { return found }
        if found.count > 1 {
            call.console.err("Found \(found.count) pods, using pod/\(first["metadata"]["name"].words)\n")
        }
        return [first]
    }

    private static func requests(
        _ pod: JSON, _ container: String, _ query: [(name: String, value: String)], _ call: Invocation
    ) throws -> [Request] {
        let names: [String]
        if call.flags.bool("all-containers") {
            names = ["initContainers", "containers", "ephemeralContainers"].flatMap { pod["spec"][$0].items.map { $0["name"].words } }
        } else {
            names = [try self.container(pod, container, call)]
        }
        let name = pod["metadata"]["name"].words
        let path = ResourceType.pods.path(namespace: pod["metadata"]["namespace"].words, name: name, subresource: "log")
        let isPrefixed = call.flags.bool("prefix") || call.flags.bool("all-pods")
        return names.map { container in
            Request(
                target: StreamEndpoint.target(path, [("container", container)] + query),
                prefix: isPrefixed ? "[pod/\(name)/\(container)] " : "")
        }
    }

    private static func container(_ pod: JSON, _ named: String, _ call: Invocation) throws -> String {
        var name = named
        let annotated = pod["metadata"]["annotations"][PodContainers.defaultAnnotation].words
        if name.isEmpty, !annotated.isEmpty {
            if PodContainers.find(pod, annotated) == nil {
                call.console.err("Default container name \(annotated.goQuoted) not found in pod \(pod["metadata"]["name"].words)\n")
            } else {
                name = annotated
            }
        }
        if name.isEmpty {
            name = pod["spec"]["containers"][0]["name"].words
            if !PodContainers.isSingle(pod), !call.flags.bool("all-pods") {
                call.console.err("Defaulted container \(name.goQuoted) out of: \(PodContainers.names(pod))\n")
            }
        }
        if PodContainers.find(pod, name) == nil { throw PodContainers.invalid(name, pod) }
        return name
    }
}

/// Copies logs to standard output.
struct LogReader: Sendable {
    private let session: Session
    private let follows: Bool
    private let ignoresErrors: Bool
    private let patience: Duration

    init(_ call: Invocation) {
        session = call.session
        follows = call.flags.bool("follow")
        ignoresErrors = call.flags.bool("ignore-errors")
        patience = call.flags.duration("pod-running-timeout")
    }

    /// A log that is followed is asked for again until its container runs.
    func copy(_ request: LogsCommand.Request) async throws {
        let deadline = ContinuousClock.now + patience
        while true {
            do {
                return try await session.withRequestTimeout { try await copyOnce(request) }
            } catch is RequestTimedOut {
                throw Failure("context deadline exceeded")
            } catch {
                if ignoresErrors { return session.console.out("error: \(ErrorText.plain(error))\n") }
                guard follows, error is APIError else { throw error }
                session.console.err(ErrorText.plain(error) + "\n")
                if ContinuousClock.now > deadline { throw Failure("timed out waiting for the condition") }
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func copyOnce(_ request: LogsCommand.Request) async throws {
        let body = try await session.streamEndpoint().read(request.target)
        var lines = LogLines(prefix: Array(request.prefix.utf8))
        while let part = try await body.next() {
            let whole = lines.append(part.readableBytesView)
            if !whole.isEmpty { session.console.out(whole) }
        }
        let rest = lines.finish()
        if !rest.isEmpty { session.console.out(rest) }
    }
}

/// Cuts a log into whole lines, so that lines of several containers do not mix, and puts a prefix before each.
struct LogLines: Sendable {
    /// Bytes of a line after which it is passed on in parts.
    private static let lineLimit = 1024 * 1024

    let prefix: [UInt8]
    private var rest: [UInt8] = []

    init(prefix: [UInt8]) { self.prefix = prefix }

    mutating func append(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let start = rest.count
        rest += bytes
        guard let end = rest[start...].lastIndex(of: UInt8(ascii: "\n")) else { return rest.count > Self.lineLimit ? finish() : [] }
        let whole = rest[...end]
        rest = Array(rest[(end + 1)...])
        return prefixed(whole)
    }

    /// What is left without a line feed.
    mutating func finish() -> [UInt8] {
        defer { rest = [] }
        return prefixed(rest[...])
    }

    private func prefixed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        if prefix.isEmpty || bytes.isEmpty { return Array(bytes) }
        var result = prefix
        for (index, byte) in zip(bytes.indices, bytes) {
            result.append(byte)
            if byte == UInt8(ascii: "\n"), index + 1 < bytes.endIndex { result += prefix }
        }
        return result
    }
}
