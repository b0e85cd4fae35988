internal import Client
internal import Document
internal import Resources

/// `kubectl drain`
enum DrainCommand {
    static let command = Command(
        "drain", group: .cluster, usage: "NODE", summary: "Drain node in preparation for maintenance",
        details: """
            Marks the node as unschedulable and evicts its pods, which waits where a PodDisruptionBudget says so. Pods of daemon sets
            stay (--ignore-daemonsets), since they would come back at once; pods without a controller are lost (--force).
            """,
        examples: [
            ("Even if there are pods without a controller", "kubectl drain foo --force"),
            ("With 15 minutes for each pod to end", "kubectl drain foo --grace-period=900"),
        ],
        flags: CordonCommand.flags + [
            .bool("force", "Go on even if there are pods that declare no controller."),
            .bool("ignore-daemonsets", "Leave pods of daemon sets where they are."),
            .bool("delete-emptydir-data", "Go on even if there are pods whose emptyDir data is lost."),
            .int("grace-period", nil, -1, "Seconds for each pod to end; below 0 leaves it to the pod."),
            .duration("timeout", "0s", "Give up after this time; 0 never does."),
            .string("pod-selector", nil, values: .nothing, "Only pods whose labels match."),
            .bool("disable-eviction", "Delete pods instead of evicting them, whatever disruption budgets say."),
            .int("skip-wait-for-delete-timeout", nil, 0, "Do not wait for pods deleted longer ago than so many seconds."),
            .int("chunk-size", nil, 500, "Read lists in pages of this many; 0 reads them at once."),
        ], arguments: .names(of: "nodes"), run: run)

    private static func run(_ call: Invocation) async throws {
        let selection = try NodeSelection(call, usage: "drain NODE")
        let drain = try Drain(call)
        let nodes = try await selection.read()
        try await drain.cordon.mark(nodes, true)
        var failures: [any Error] = []
        var left: [String] = []
        for node in nodes {
            let name = node["metadata"]["name"].words
            do {
                try await drain.run(name)
                try drain.cordon.printer.tell(node, "drained")
            } catch {
                call.console.err(
                    "error: unable to drain node \(name.goQuoted) due to error: \(ErrorText.plain(error)), continuing command...\n")
                failures.append(error)
                left.append(name)
            }
        }
        if !left.isEmpty {
            call.console.err("There are pending nodes to be drained:\n" + left.map { " \($0)\n" }.joined())
        }
        try Failures.throwing(failures)
    }
}

/// Removes the pods of nodes.
struct Drain {
    private static let daemonSets = ResourceType.daemonSets
    private static let retryDelay = Duration.seconds(5)
    private static let pollInterval = Duration.seconds(1)

    let call: Invocation
    let cordon: Cordon
    private let options: DrainPlan.Options
    private let selector: String

    init(_ call: Invocation) throws {
        self.call = call
        cordon = try Cordon(call)
        let flags = call.flags
        options = DrainPlan.Options(
            force: flags.bool("force"), ignoresDaemonSets: flags.bool("ignore-daemonsets"),
            deletesEmptyDirData: flags.bool("delete-emptydir-data"),
            skipsDeletedAfterSeconds: flags.int("skip-wait-for-delete-timeout"))
        selector = flags.string("pod-selector")
        if !selector.isEmpty, (try? LabelSelector.parse(selector)) == nil {
            throw Failure("--pod-selector=<pod_selector> must be a valid label selector")
        }
    }

    private func plan(_ node: String) async throws -> DrainPlan {
        let client = try call.session.client()
        let source = DescribeSource(client: client, showsEvents: false, chunk: call.flags.int("chunk-size"))
        let pods = try await source.list(
            .pods, labelSelector: selector.isEmpty ? nil : selector, fieldSelector: "spec.nodeName=\(node)")
        var missing: [String: String] = [:]
        for pod in pods {
            let owner = pod["metadata"]["ownerReferences"].items.first { $0["controller"].bool == true }
            guard let owner, owner["kind"].words == "DaemonSet" else { continue }
            let namespace = pod["metadata"]["namespace"].words
            do {
                _ = try await source.get(Self.daemonSets, namespace: namespace, name: owner["name"].words)
            } catch let error as APIError {
                missing[namespace + "/" + pod["metadata"]["name"].words] = error.message
            }
        }
        return DrainPlan(pods, options, now: .now(), missingDaemonSets: missing)
    }

    func run(_ node: String) async throws {
        let plan = try await plan(node)
        if !plan.refusalTexts.isEmpty { throw Self.refusal(plan) }
        if !plan.warningText.isEmpty { call.console.err("Warning: \(plan.warningText)\n") }
        if cordon.dryRun == .client {
            for pod in plan.pods { call.console.line("evicting pod \(Self.title(pod)) (dry run)") }
            return
        }
        do {
            try await remove(plan.pods)
        } catch {
            if let rest = try? await self.plan(node), !rest.pods.isEmpty {
                call.console.err("There are pending pods in node \(node.goQuoted) when an error occurred: \(ErrorText.plain(error))\n")
                for pod in rest.pods { call.console.err("pod/\(pod["metadata"]["name"].words)\n") }
            }
            throw error
        }
    }

    private static func refusal(_ plan: DrainPlan) -> Failures { Failures(errors: plan.refusalTexts.map { Failure($0) }) }

    private static func title(_ pod: JSON) -> String { pod["metadata"]["namespace"].words + "/" + pod["metadata"]["name"].words }

    private func remove(_ pods: [JSON]) async throws {
        if pods.isEmpty { return }
        let timeout = call.flags.duration("timeout")
        let deadline = timeout == .zero ? nil : ContinuousClock.now + timeout
        if call.flags.bool("disable-eviction") { return try await delete(pods, deadline) }
        let failures = await withTaskGroup(of: (any Error)?.self) { group in
            for pod in pods {
                group.addTask {
                    do {
                        try await evict(pod, deadline, timeout)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: [any Error]()) { failures, error in if let error { failures.append(error) } }
        }
        try Failures.throwing(failures)
    }

    private var deleteOptions: JSON {
        var options: JSON = [:]
        let seconds = call.flags.int("grace-period")
        if seconds >= 0 { options["gracePeriodSeconds"] = .int(Int64(seconds)) }
        if cordon.dryRun == .server { options["dryRun"] = ["All"] }
        return options
    }

    /// Asks for the eviction until it is granted.
    private func evict(_ pod: JSON, _ deadline: ContinuousClock.Instant?, _ timeout: Duration) async throws {
        let (name, namespace) = (pod["metadata"]["name"].words, pod["metadata"]["namespace"].words)
        let client = try call.session.client()
        let path = ResourceType.pods.path(namespace: namespace, name: name, subresource: "eviction")
        let eviction: JSON = [
            "apiVersion": "policy/v1", "kind": "Eviction", "metadata": ["name": .string(name), "namespace": .string(namespace)],
            "deleteOptions": deleteOptions,
        ]
        let place = "pods/\(name.goQuoted) -n \(namespace.goQuoted)"
        while true {
            call.console.line("evicting pod \(namespace)/\(name)" + (cordon.dryRun == .server ? " (server dry run)" : ""))
            call.console.flush()
            if let deadline, ContinuousClock.now > deadline {
                throw Failure("error when evicting \(place): global timeout reached: \(GoDuration.text(timeout))")
            }
            do {
                _ = try await client.document("POST", path, body: eviction)
                break
            } catch let error as APIError where error.isNotFound {
                return
            } catch let error as APIError where error.code == 429 {
                call.console.err("error when evicting \(place) (will retry after \(GoDuration.text(Self.retryDelay))): \(error.message)\n")
                try await Task.sleep(for: Self.retryDelay)
            } catch let error as APIError where error.isNamespaceTerminating {
                call.console.err(
                    "error when evicting pod \(name.goQuoted) from terminating namespace \(namespace.goQuoted) "
                        + "(will retry after \(GoDuration.text(Self.retryDelay))): \(error.message)\n")
                try await Task.sleep(for: Self.retryDelay)
            } catch {
                throw Failure("error when evicting \(place): \(ErrorText.plain(error))")
            }
        }
        if cordon.dryRun == .server { return }
        do {
            try await waitUntilGone([pod], deadline, "evicted")
        } catch {
            throw Failure(
                "error when waiting for pod \(name.goQuoted) in namespace \(namespace.goQuoted) to terminate: \(ErrorText.plain(error))")
        }
    }

    private func delete(_ pods: [JSON], _ deadline: ContinuousClock.Instant?) async throws {
        let client = try call.session.client()
        for pod in pods {
            let path = ResourceType.pods.path(namespace: pod["metadata"]["namespace"].words, name: pod["metadata"]["name"].words)
            do {
                _ = try await client.document("DELETE", path, body: deleteOptions)
            } catch let error as APIError where error.isNotFound {
                continue
            }
        }
        if cordon.dryRun != .server { try await waitUntilGone(pods, deadline, "deleted") }
    }

    private func waitUntilGone(_ pods: [JSON], _ deadline: ContinuousClock.Instant?, _ verb: String) async throws {
        let client = try call.session.client()
        var left = pods
        while true {
            var pending: [JSON] = []
            for pod in left {
                let path = ResourceType.pods.path(namespace: pod["metadata"]["namespace"].words, name: pod["metadata"]["name"].words)
                do {
                    let now = try await client.document("GET", path)
                    if now["metadata"]["uid"] != pod["metadata"]["uid"] {
                        try tell(pod, verb)
                    } else if DrainPlan.isDeletedLongAgo(now, options.skipsDeletedAfterSeconds, .now()) {
                        call.console.line(
                            "pod \(pod["metadata"]["name"].words.goQuoted) has DeletionTimestamp older than "
                                + "\(options.skipsDeletedAfterSeconds) seconds, skipping")
                    } else {
                        pending.append(pod)
                    }
                } catch let error as APIError where error.isNotFound {
                    try tell(pod, verb)
                }
            }
            left = pending
            if left.isEmpty { return }
            if let deadline, ContinuousClock.now > deadline { throw Failure("context deadline exceeded") }
            try await Task.sleep(for: Self.pollInterval)
        }
    }

    private func tell(_ pod: JSON, _ verb: String) throws {
        var pod = pod
        pod["apiVersion"] = "v1"
        pod["kind"] = "Pod"
        try cordon.printer.tell(pod, verb)
        call.console.flush()
    }
}
