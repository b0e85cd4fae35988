internal import Client
internal import Document
internal import Resources

/// `kubectl run`: a pod of one image; with `--generator`, what the kubectl of old made of it.
enum RunCommand {
    private static let own: [Flag] = [
        .string("image", values: .nothing, "The image of the container."),
        .string("port", values: .nothing, "The port that the container serves."),
        .array("env", "e", "NAME=VALUE; may be given again."),
        .string("labels", "l", values: .nothing, "Labels, as a=b,c=d; run=NAME when not given."),
        .array("annotations", "KEY=VALUE; may be given again."),
        .bool("command", "Take the words after -- as the command instead of its arguments."),
        .string("restart", nil, "Always", values: .words(["Always", "OnFailure", "Never"]), "Restart policy."),
        .string("image-pull-policy", values: .words(["Always", "IfNotPresent", "Never"]), "When to pull the image."),
        .bool("expose", "Also make a Service for the port."), .bool("privileged", "Run the container privileged."),
        .bool("stdin", "i", "Keep standard input open, and attach to it."), .bool("tty", "t", "Give the container a terminal."),
        .bool("attach", "Attach to the container once it runs."), .bool("rm", "Delete the pod when the attached container has ended."),
        .bool("leave-stdin-open", "Keep standard input open after the first attachment ended."), .bool("quiet", "q", "Say less."),
        .duration("pod-running-timeout", "1m0s", "How long to wait for a pod that runs."),
        .string("overrides", values: .nothing, "JSON to merge into the object."),
        .string("override-type", nil, "merge", values: .words(["json", "merge", "strategic"]), "json, merge or strategic."),
        .bool("save-config", "Keep what is sent in an annotation, so that apply can go on from it."),
    ]

    static let flags: [Flag] = Flag.joined(own, RunGenerator.flags, deletionFlags)

    static let command = Command(
        "run", group: .basic,
        usage:
            "NAME --image=image [--env=\"key=value\"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]",
        summary: "Run an image in a pod",
        details: """
            With --generator it makes what kubectl made up to 1.17: run/v1 a ReplicationController,
            deployment/apps.v1beta1 a Deployment, job/v1 a Job, cronjob/v1beta1 a CronJob, run-pod/v1 a pod.
            """,
        examples: [
            ("A pod", "kubectl run kubia --image=luksa/kubia --port=8080"),
            ("A ReplicationController", "kubectl run kubia --image=luksa/kubia --port=8080 --generator=run/v1"),
            ("A shell that goes away afterwards", "kubectl run -it --rm shell --image=busybox -- sh"),
            ("A command of its own", "kubectl run dnsutils --image=tutum/dnsutils --command -- sleep infinity"),
        ],
        flags: Flag.joined(WriteOptions.flags("kubectl-run"), flags), run: run)

    private static let deletionFlags: [Flag] = DeleteCommand.flags.filter {
        ["cascade", "force", "grace-period", "timeout", "wait"].contains($0.name)
    }

    static func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        let count = invocation.dash ?? invocation.arguments.count
        guard count >= 1, let name = invocation.arguments.first else { throw invocation.usageFailure("NAME is required for run") }
        let image = flags.string("image")
        if !flags.changed("image") { throw Failure("required flag(s) \"image\" not set") }
        if image.isEmpty { throw Failure("--image is required") }
        if !isReference(image) { throw Failure("Invalid image name \(image.goQuoted): invalid reference format") }
        let attaches = flags.bool("attach") || (!flags.changed("attach") && (flags.bool("stdin") || flags.bool("tty")))
        if flags.bool("tty"), !flags.bool("stdin") {
            throw invocation.usageFailure("-i/--stdin is required for containers with -t/--tty=true")
        }
        if flags.bool("expose"), flags.string("port").isEmpty {
            throw invocation.usageFailure("--port must be set when exposing a service")
        }
        if flags.bool("rm"), !attaches { throw invocation.usageFailure("--rm should only be used for attached containers") }
        let options = try WriteOptions(invocation)
        if attaches, options.dryRun != .none {
            throw invocation.usageFailure(
                "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)")
        }
        let draft = RunDraft(name: name, arguments: Array(invocation.arguments.dropFirst()), flags: flags)
        guard let generator = RunGenerator(flags.string("generator")) else {
            throw invocation.usageFailure("generator \(flags.string("generator").goQuoted) not found")
        }
        var object = try generator.object(draft, invocation)
        if let overrides = flags.given("overrides"), !overrides.isEmpty {
            object = try Overrides.merge(overrides, into: object, type: flags.string("override-type"))
        }
        if flags.bool("save-config") { object = LastApplied.annotated(object) }
        let printer = try ResultPrinter(invocation, dryRun: options.dryRun)
        let made = try await make(object, invocation, options)
        if flags.bool("expose") { try await expose(draft, invocation, options, printer) }
        if attaches { return try await RunAttachment(invocation).run(made) }
        try printer.tell(made, "created")
    }

    private static func make(_ object: JSON, _ invocation: Invocation, _ options: WriteOptions) async throws -> JSON {
        var object = object
        let connection = try invocation.session.connection()
        if connection.namespaceIsExplicit { object["metadata"]["namespace"] = .string(connection.namespace) }
        if options.dryRun == .client { return object }
        let (apiVersion, kind) = (object["apiVersion"].string ?? "", object["kind"].string ?? "")
        guard let resource = try await invocation.session.discovery().resource(apiVersion: apiVersion, kind: kind) else {
            throw Failure("no matches for kind \(kind.goQuoted) in version \(apiVersion.goQuoted)")
        }
        let info = ObjectInfo(resource: resource, namespace: connection.namespace, name: object["metadata"]["name"].string ?? "")
        return try await invocation.session.client().create(info, object, options)
    }

    private static func expose(_ draft: RunDraft, _ invocation: Invocation, _ options: WriteOptions, _ printer: ResultPrinter) async throws
    {
        let port = Int64(invocation.flags.string("port")) ?? 0
        var service = CreateSubcommands.object("v1", "Service", draft.name)
        service["spec"] = [
            "ports": [["port": .int(port), "protocol": "TCP", "targetPort": .int(port)]], "selector": JSON(try draft.labels()),
        ]
        service["status"] = ["loadBalancer": [:]]
        try printer.tell(try await make(service, invocation, options), "created")
    }

    /// Whether a text can name an image: lower-case path parts, perhaps with a registry, tag and digest.
    static func isReference(_ image: String) -> Bool {
        let parts = image.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].split(separator: "/", omittingEmptySubsequences: false)
        guard let last = path.last, !path.contains(where: \.isEmpty) else { return false }
        let name = last.split(separator: ":", omittingEmptySubsequences: false)
        guard name.count <= 2, !name.contains(where: \.isEmpty) else { return false }
        let registry = path.count > 1 && (path[0].contains(".") || path[0].contains(":") || path[0] == "localhost")
        let repository = path.dropFirst(registry ? 1 : 0).dropLast().map(String.init) + [String(name[0])]
        return repository.allSatisfy { part in
            part.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || "._-".contains($0)) }
                && part.first.map { $0.isLetter || $0.isNumber } ?? false
        }
    }
}
