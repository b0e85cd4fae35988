internal import Client
internal import Document
internal import Resources

/// `kubectl replace`
enum ReplaceCommand {
    private static let flags: [Flag] = [
        .bool("save-config", "Keep what is sent in an annotation, so that apply can go on from it."),
        .string("raw", values: .nothing, "Send the file to this path with PUT, as it is."),
        .string("subresource", values: .words(["status", "scale", "resize"]), "Replace this subresource of the object."),
        WriteOptions.validateFlag,
    ]

    static let command = Command(
        "replace", group: .advanced, usage: "-f FILENAME", summary: "Put a file in place of an object",
        examples: [
            ("Replace", "kubectl replace -f kubia.yaml"), ("Delete it first, and make it anew", "kubectl replace --force -f kubia.yaml"),
        ],
        flags: ResourceSelection.fileFlags("to replace") + WriteOptions.flags("kubectl-replace") + flags + deletionFlags, arguments: .files,
        run: run)

    private static let deletionFlags: [Flag] = DeleteCommand.flags.filter {
        ["cascade", "force", "grace-period", "timeout", "wait"].contains($0.name)
    }

    static func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        if flags.list("filename").isEmpty {
            if flags.string("kustomize").isEmpty { throw Failure("must specify --filename to replace") }
        }
        if !invocation.arguments.isEmpty {
            throw invocation.usageFailure("Unexpected args: [\(invocation.arguments.joined(separator: " "))]")
        }
        let force = flags.bool("force")
        if flags.int("grace-period") >= 0, !force { throw Failure("--grace-period must have --force specified") }
        if flags.changed("timeout"), flags.duration("timeout") != .zero, !force { throw Failure("--timeout must have --force specified") }
        let options = try WriteOptions(invocation)
        if force, options.dryRun != .none { throw Failure("--dry-run can not be used when --force is set") }
        let client = try invocation.session.client()
        if let path = flags.given("raw") {
            let manifests = try await ManifestReader(invocation.session).read(flags.list("filename"), recursive: false)
            let body = manifests.first?.object.encoded() ?? []
            return invocation.console.out(
                try await client.send(APIRequest(method: "PUT", path: path, contentType: MediaType.json, body: body)).body)
        }
        let infos = try await ResourceBuilder(session: invocation.session).manifests(try ResourceSelection(invocation))
        if infos.isEmpty { throw Failure("no objects passed to replace") }
        let printer = try ResultPrinter(invocation, dryRun: options.dryRun)
        if force { try await deleteFirst(infos, invocation) }
        var errors: [any Error] = []
        for info in infos {
            let object = flags.bool("save-config") ? LastApplied.annotated(info.object) : info.object
            do {
                let made: JSON
                if options.dryRun == .client {
                    made = object
                } else if force {
                    made = try await client.create(info, object, options)
                } else {
                    made = try await client.replace(info, object, options, subresource: flags.given("subresource"))
                }
                try printer.tell(made, "replaced")
            } catch let error as APIError {
                errors.append(SourcedError.wrap("replacing", info.source, error))
            }
        }
        try Failures.throwing(errors)
    }

    private static func deleteFirst(_ infos: [ObjectInfo], _ invocation: Invocation) async throws {
        let flags = invocation.flags
        let client = try invocation.session.client()
        let grace = flags.int("grace-period")
        let options = DeleteOptions(gracePeriodSeconds: grace >= 0 ? grace : nil, propagation: try Deletion.cascade(invocation))
        let timeout = flags.duration("timeout") == .zero ? Duration.seconds(300) : flags.duration("timeout")
        for info in infos {
            do {
                _ = try await client.delete(info, options)
                invocation.console.line(
                    "\(info.resource.kindName) \"\(info.name)\" deleted\(info.type.namespaced ? " from \(info.namespace) namespace" : "")")
                try await ObjectWait(invocation.session, info).gone(uid: "", deadline: .now + timeout)
            } catch let error as APIError where error.isNotFound {
                continue
            }
        }
    }
}
