internal import Client
internal import Document
internal import Resources

/// `kubectl scale`
enum ScaleCommand {
    private static let flags: [Flag] = [
        .bool("all", "Every object of the types that are named."),
        .int("replicas", nil, -1, "The number of replicas to have; needed."),
        .int("current-replicas", nil, -1, "Only if this is the number now."),
        .string("resource-version", values: .nothing, "Only if the object still has this version."),
        .string("selector", "l", values: .nothing, "Only objects whose labels match."),
        .duration("timeout", "Wait this long for the replicas; 0 does not wait."), DryRun.flag,
    ]

    static let command = Command(
        "scale", group: .deploy,
        usage: "[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)",
        summary: "Set how many replicas a Deployment, ReplicaSet, ReplicationController or StatefulSet has",
        examples: [
            ("Three replicas of a controller", "kubectl scale rc kubia --replicas=3"),
            ("Only if there are two", "kubectl scale --current-replicas=2 --replicas=3 deployment/kubia"),
        ],
        flags: ResourceSelection.fileFlags("to scale") + OutputFormat.flags + flags, arguments: .resources, run: run)

    static func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        if !flags.changed("replicas") { throw Failure("required flag(s) \"replicas\" not set") }
        if flags.int("replicas") < 0 {
            throw Failure("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0")
        }
        if flags.int("current-replicas") < -1 { throw Failure("The --current-replicas must specify an integer of -1 or greater") }
        let dryRun = try DryRun.read(invocation)
        let selection = try ResourceSelection(invocation)
        let infos = try await ResourceBuilder(session: invocation.session).objects(selection)
        if !flags.string("resource-version").isEmpty, infos.count > 1 {
            throw Failure("cannot use --resource-version with multiple resources")
        }
        if infos.isEmpty { throw Failure("no objects passed to scale") }
        let printer = try ResultPrinter(invocation, dryRun: dryRun)
        for info in infos {
            if dryRun != .client { try await scale(info, invocation, dryRun) }
            var object = info.object
            object["spec"]["replicas"] = .int(Int64(flags.int("replicas")))
            try printer.tell(object, "scaled")
        }
    }

    /// Through the `scale` subresource: blindly, unless the number or version that is there counts.
    static func scale(_ info: ObjectInfo, _ invocation: Invocation, _ dryRun: DryRun) async throws {
        let flags = invocation.flags
        let client = try invocation.session.client()
        let replicas = JSON.int(Int64(flags.int("replicas")))
        let (expected, version) = (flags.int("current-replicas"), flags.string("resource-version"))
        guard info.resource.subresource("scale") != nil else {
            throw Failure("cannot scale \(info.resource.groupResource): the server could not find the requested resource")
        }
        if expected == -1, version.isEmpty {
            _ = try await client.patch(info, .merge(["spec": ["replicas": replicas]]), query: dryRun.query, subresource: "scale")
        } else {
            var scale = try await client.read(info, subresource: "scale")
            let current = scale["spec"]["replicas"].int ?? 0
            if expected != -1, current != expected { throw Failure("Expected replicas to be \(expected), was \(current)") }
            let actual = scale["metadata"]["resourceVersion"].string ?? ""
            if !version.isEmpty, version != actual { throw Failure("Expected resource version to be \(version), was \(actual)") }
            scale["spec"]["replicas"] = replicas
            _ = try await client.document("PUT", info.path + "/scale", query: dryRun.query, body: scale)
        }
        let timeout = flags.duration("timeout")
        if timeout == .zero || dryRun != .none { return }
        let wanted = flags.int("replicas")
        try await ObjectWait(invocation.session, info).until(deadline: .now + timeout) { object in
            let generation = object?["metadata"]["generation"].int ?? 0
            return (object?["status"]["replicas"].int ?? 0) == wanted && (object?["status"]["observedGeneration"].int ?? 0) >= generation
        }
    }
}
