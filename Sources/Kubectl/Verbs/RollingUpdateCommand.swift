internal import Client
internal import Document
internal import Resources

/// `kubectl rolling-update`: one ReplicationController put in another's place, pod by pod, from this side, as kubectl did up to 1.17.
enum RollingUpdateCommand {
    private static let flags: [Flag] = [
        .string("image", values: .nothing, "The image of the new pods, instead of a file with a new controller."),
        .string("container", values: .nothing, "Which container gets the image, when there are several."),
        .string("deployment-label-key", nil, "deployment", values: .nothing, "The label by which old and new pods are told apart."),
        .duration("update-period", "1m0s", "Wait this long after each new pod."),
        .duration("poll-interval", "3s", "How often the pods are looked at."),
        .duration("timeout", "5m0s", "Give up on a step after this time."), .bool("rollback", "Go back to the old controller."),
    ]

    static let command = Command(
        "rolling-update", group: .deploy,
        usage: "OLD_CONTROLLER_NAME ([NEW_CONTROLLER_NAME] --image=NEW_CONTAINER_IMAGE | -f NEW_CONTROLLER_SPEC)",
        summary: "Replace a ReplicationController by another, pod by pod",
        details: "Upstream dropped this verb for Deployments, whose rollouts the cluster itself does.",
        examples: [
            ("To another image", "kubectl rolling-update kubia-v1 kubia-v2 --image=luksa/kubia:v2"),
            ("To what a file says", "kubectl rolling-update kubia-v1 -f kubia-v2.yaml"),
        ],
        flags: ResourceSelection.fileFlags("with the new controller") + flags, arguments: .names(of: "replicationcontrollers"), run: run)

    static func run(_ invocation: Invocation) async throws {
        invocation.console.err("Command \"rolling-update\" is deprecated, use \"rollout\" instead\n")
        let flags = invocation.flags
        let files = flags.list("filename")
        guard let oldName = invocation.arguments.first, invocation.arguments.count <= 2 else {
            throw invocation.usageFailure("Must specify the controller to update")
        }
        if files.isEmpty == flags.string("image").isEmpty, !flags.bool("rollback") {
            throw invocation.usageFailure("Must specify --filename or --image for new controller, and not both")
        }
        let update = try await RollingUpdate(invocation)
        var old = try await update.read(oldName)
        let new: JSON
        if files.isEmpty {
            guard invocation.arguments.count == 2 else {
                throw invocation.usageFailure(
                    "The name of the new controller is needed: kubectl rolling-update \(oldName) NEW --image=\(flags.string("image"))")
            }
            let newName = invocation.arguments[1]
            if flags.bool("rollback") {
                new = old
                old = try await update.read(newName)
                return try await update.run(from: old, to: new)
            }
            let pair = try await update.prepare(old, newName: newName)
            old = pair.old
            new = pair.new
        } else {
            let manifests = try await ResourceBuilder(session: invocation.session).manifests(ResourceSelection(files: files))
            guard manifests.count == 1, manifests[0].type.kind == "ReplicationController" else {
                throw invocation.usageFailure("\(files.joined(separator: ",")) does not specify a valid ReplicationController")
            }
            new = manifests[0].object
            if new["metadata"]["name"] == old["metadata"]["name"] {
                throw invocation.usageFailure("\(files[0]) cannot have the same name as the existing ReplicationController \(oldName)")
            }
            if new["spec"]["selector"].stringMap == old["spec"]["selector"].stringMap {
                throw invocation.usageFailure("\(files[0]) must specify a matching key with non-equal value in Selector for \(oldName)")
            }
        }
        try await update.run(from: old, to: new)
    }
}

extension ResourceSelection {
    /// What files alone name.
    init(files: [String]) {
        self.init()
        self.files = files
    }
}

/// The steps of a rolling update.
struct RollingUpdate: Sendable {
    private let invocation: Invocation
    private let resource: ServedResource
    private let pods: ServedResource
    private let namespace: String
    private let client: RESTClient
    private static let desiredAnnotation = "kubectl.kubernetes.io/desired-replicas"

    init(_ invocation: Invocation) async throws {
        self.invocation = invocation
        resource = try await invocation.session.discovery().resource("replicationcontrollers")
        pods = try await invocation.session.discovery().resource("pods")
        namespace = try invocation.session.namespace()
        client = try invocation.session.client()
    }

    private func info(_ name: String) -> ObjectInfo { ObjectInfo(resource: resource, namespace: namespace, name: name) }

    func read(_ name: String) async throws -> JSON { try await client.read(info(name)) }

    /// The old controller with a label of its own on its pods and selector, and a new one with another image and another label.
    func prepare(_ old: JSON, newName: String) async throws -> (old: JSON, new: JSON) {
        let flags = invocation.flags
        let key = flags.string("deployment-label-key")
        var old = old
        let oldName = old["metadata"]["name"].string ?? ""
        var new = old
        for member in ["resourceVersion", "uid", "creationTimestamp", "generation", "managedFields", "ownerReferences", "annotations"] {
            new["metadata"][member] = .null
        }
        new["status"] = .null
        new["metadata"]["name"] = .string(newName)
        var containers = new["spec"]["template"]["spec"]["containers"].array ?? []
        let named = flags.string("container")
        guard let index = named.isEmpty ? (containers.count == 1 ? 0 : nil) : containers.firstIndex(where: { $0["name"].string == named })
        else {
            throw Failure("must specify --container when updating an RC with multiple containers")
        }
        containers[index]["image"] = .string(flags.string("image"))
        new["spec"]["template"]["spec"]["containers"] = .array(containers)
        new["spec"]["selector"][key] = .string(newName)
        new["spec"]["template"]["metadata"]["labels"][key] = .string(newName)
        if old["spec"]["selector"][key].isNull {
            // First the template, so that new pods have the label; then the pods; the selector last.
            var patch: JSON = ["spec": ["template": ["metadata": ["labels": [key: .string(oldName)]]]]]
            _ = try await client.patch(info(oldName), .merge(patch), query: [])
            for pod in try await list(old["spec"]["selector"].stringMap) {
                let label: JSON = ["metadata": ["labels": [key: .string(oldName)]]]
                _ = try await client.patch(
                    ObjectInfo(resource: pods, namespace: namespace, name: pod["metadata"]["name"].string ?? ""), .merge(label), query: [])
            }
            patch = ["spec": ["selector": [key: .string(oldName)]]]
            old = try await client.patch(info(oldName), .merge(patch), query: [])
        }
        return (old, new)
    }

    private func list(_ labels: [String: String]) async throws -> [JSON] {
        var selection = ResourceSelection()
        selection.labelSelector = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
        return try await ResourceBuilder(session: invocation.session).list(pods, namespace: namespace, selection).map(\.object)
    }

    func run(from old: JSON, to wanted: JSON) async throws {
        let console = invocation.console
        let oldName = old["metadata"]["name"].string ?? ""
        let newName = wanted["metadata"]["name"].string ?? ""
        var oldCount = old["spec"]["replicas"].int ?? 0
        var newCount = 0
        let desired: Int
        do {
            let existing = try await read(newName)
            console.line("Found existing update in progress (\(newName)), resuming.")
            newCount = existing["spec"]["replicas"].int ?? 0
            desired = existing["metadata"]["annotations"][Self.desiredAnnotation].string.flatMap { Int($0) } ?? max(oldCount, newCount)
        } catch let error as APIError where error.isNotFound {
            var fresh = wanted
            desired = !invocation.flags.namesManifests ? oldCount : wanted["spec"]["replicas"].int ?? oldCount
            fresh["metadata"]["annotations"][Self.desiredAnnotation] = .string(String(desired))
            fresh["spec"]["replicas"] = 0
            _ = try await client.document("POST", resource.type.path(namespace: namespace), body: fresh)
            console.line("Created \(newName)")
        }
        console.line(
            "Scaling up \(newName) from \(newCount) to \(desired), scaling down \(oldName) from \(oldCount) to 0 (keep \(desired) pods available, don't exceed \(desired + 1) pods)"
        )
        while newCount < desired || oldCount > 0 {
            if newCount < desired {
                newCount += 1
                console.line("Scaling \(newName) up to \(newCount)")
                try await scale(newName, newCount)
                if newCount < desired || oldCount > 0 { try await Task.sleep(for: invocation.flags.duration("update-period")) }
            }
            if oldCount > max(0, desired - newCount) || newCount >= desired && oldCount > 0 {
                oldCount = newCount >= desired ? max(0, oldCount - 1) : max(desired - newCount, 0)
                console.line("Scaling \(oldName) down to \(oldCount)")
                try await scale(oldName, oldCount)
            }
        }
        console.line("Update succeeded. Deleting \(oldName)")
        _ = try await client.delete(info(oldName), DeleteOptions(propagation: .background))
        let clean: JSON = .object(
            JSONObject(uniqueMembers: [
                (
                    "metadata",
                    .object(
                        JSONObject(uniqueMembers: [("annotations", .object(JSONObject(uniqueMembers: [(Self.desiredAnnotation, .null)])))]))
                )
            ]))
        _ = try await client.patch(info(newName), .merge(clean), query: [])
        console.line("replicationcontroller/\(newName) rolling updated to \(newName.goQuoted)")
    }

    /// Sets a number of replicas and waits until so many are ready.
    private func scale(_ name: String, _ count: Int) async throws {
        invocation.console.flush()
        _ = try await client.patch(info(name), .merge(["spec": ["replicas": .int(Int64(count))]]), query: [])
        let deadline = ContinuousClock.now + invocation.flags.duration("timeout")
        try await ObjectWait(invocation.session, info(name)).until(deadline: deadline) { controller in
            let status = controller?["status"] ?? .null
            return (status["replicas"].int ?? 0) == count && (status["readyReplicas"].int ?? 0) == count
        }
    }
}
