internal import Client
internal import Document
internal import Resources

/// `kubectl create`: objects from files, or from flags by one of its subcommands.
enum CreateCommand {
    private static let flags: [Flag] = [
        .string("selector", "l", values: .nothing, "Only objects of the files whose labels match."),
        .bool("edit", "Edit the objects before they are made."),
        .bool("save-config", "Keep what is sent in an annotation, so that apply can go on from it."),
        .string("raw", values: .nothing, "Send the file to this path with POST, as it is."),
        .bool("windows-line-endings", "Use the line endings of Windows in the editor's file."),
        .bool("record", hidden: true, "Write the command into an annotation (dropped upstream, still accepted here)."),
        WriteOptions.validateFlag,
    ]

    static let command = Command(
        "create", group: .basic, usage: "-f FILENAME", summary: "Create objects from files, or from flags",
        examples: [
            ("What a file describes", "kubectl create -f kubia.yaml"), ("From standard input", "cat kubia.yaml | kubectl create -f -"),
            ("A namespace", "kubectl create namespace custom-namespace"),
            ("A Deployment", "kubectl create deployment kubia --image=luksa/kubia --replicas=3"),
        ],
        flags: ResourceSelection.fileFlags("to create") + WriteOptions.flags("kubectl-create") + flags, subcommands: CreateSubcommands.all,
        arguments: .files, run: run)

    static func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        let files = flags.list("filename")
        if files.isEmpty, flags.string("kustomize").isEmpty {
            if !invocation.arguments.isEmpty {
                throw invocation.usageFailure("Unexpected args: [\(invocation.arguments.joined(separator: " "))]")
            }
            throw Failure("must specify one of -f and -k")
        }
        if !invocation.arguments.isEmpty {
            throw invocation.usageFailure("Unexpected args: [\(invocation.arguments.joined(separator: " "))]")
        }
        if let path = flags.given("raw") { return try await raw(invocation, path, files) }
        if flags.bool("edit") { return try await EditCommand.create(invocation) }
        var selection = try ResourceSelection(invocation)
        selection.fieldSelector = nil
        let options = try WriteOptions(invocation)
        let printer = try ResultPrinter(invocation, dryRun: options.dryRun)
        let infos = try await ResourceBuilder(session: invocation.session).manifests(selection)
        if infos.isEmpty { throw Failure("no objects passed to create") }
        var errors: [any Error] = []
        for info in infos {
            do {
                let object = flags.bool("save-config") ? LastApplied.annotated(info.object) : info.object
                let made =
                    options.dryRun == .client ? object : try await invocation.session.client().create(info, object, options)
                try printer.tell(made, "created")
            } catch let error as APIError {
                errors.append(SourcedError.wrap("creating", info.source, error))
            }
        }
        try Failures.throwing(errors)
    }

    private static func raw(_ invocation: Invocation, _ path: String, _ files: [String]) async throws {
        guard files.count == 1 else { throw Failure("--raw can only use a single local file or stdin") }
        let manifests = try await ManifestReader(invocation.session).read(files, recursive: false)
        let body = manifests.first?.object.encoded() ?? []
        let request = APIRequest(method: "POST", path: path, contentType: MediaType.json, body: body)
        invocation.console.out(try await invocation.session.client().send(request).body)
    }

    /// Makes one object that a subcommand put together, and tells of it.
    static func make(_ object: JSON, _ invocation: Invocation, namespaced: Bool = true) async throws {
        var object = object
        let options = try WriteOptions(invocation)
        let connection = try invocation.session.connection()
        if namespaced, connection.namespaceIsExplicit { object["metadata"]["namespace"] = .string(connection.namespace) }
        if invocation.flags.bool("save-config") { object = LastApplied.annotated(object) }
        let printer = try ResultPrinter(invocation, dryRun: options.dryRun)
        if options.dryRun == .client { return try printer.tell(object, "created") }
        let kind = object["kind"].string ?? ""
        let apiVersion = object["apiVersion"].string ?? ""
        guard let resource = try await invocation.session.discovery().resource(apiVersion: apiVersion, kind: kind) else {
            throw Failure("no matches for kind \(kind.goQuoted) in version \(apiVersion.goQuoted)")
        }
        let info = ObjectInfo(
            resource: resource, namespace: namespaced ? connection.namespace : "", name: object["metadata"]["name"].string ?? "")
        do {
            try printer.tell(try await invocation.session.client().create(info, object, options), "created")
        } catch let error as APIError where error.reason != .invalid {
            throw refusal(error, object)
        }
    }

    /// Failures name what was to be made, in the words each subcommand has.
    private static func refusal(_ error: APIError, _ object: JSON) -> any Error {
        let kind = object["kind"].string ?? ""
        switch kind {
        case "Namespace", "Role", "ClusterRole": return error
        case "Secret": return Failure("failed to create secret \(error.message)")
        case "Service": return Failure("failed to create \(object["spec"]["type"].string ?? "") service: \(error.message)")
        case "PodDisruptionBudget": return Failure("failed to create poddisruptionbudgets: \(error.message)")
        case "ResourceQuota": return Failure("failed to create quota: \(error.message)")
        default: return Failure("failed to create \(kind.lowercased()): \(error.message)")
        }
    }

    /// The one name a subcommand takes.
    static func name(_ invocation: Invocation) throws(Failure) -> String {
        let count = invocation.dash ?? invocation.arguments.count
        guard count == 1, let name = invocation.arguments.first else {
            throw invocation.usageFailure("exactly one NAME is required, got \(count)")
        }
        return name
    }
}
