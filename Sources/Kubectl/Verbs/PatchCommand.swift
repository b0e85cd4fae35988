internal import Client
internal import Document
internal import Resources

/// `kubectl patch`
enum PatchCommand {
    private static let flags: [Flag] = [
        .string("patch", "p", values: .nothing, "The patch, as JSON or YAML."), .string("patch-file", "File of the patch."),
        .string("type", nil, "strategic", values: .words(["json", "merge", "strategic"]), "json, merge or strategic."),
        .bool("local", "Patch what the file holds and print it, without asking the server."),
        .string("subresource", values: .words(["status", "scale", "resize"]), "Patch this subresource of the object."),
        .bool("record", hidden: true, "Dropped upstream, still accepted here."),
    ]

    static let command = Command(
        "patch", group: .advanced, usage: "(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]",
        summary: "Change some fields of an object",
        examples: [
            ("Merged by Kubernetes' own rules", "kubectl patch node k8s-node-1 -p '{\"spec\":{\"unschedulable\":true}}'"),
            ("As a list of operations", "kubectl patch pod kubia --type=json -p='[{\"op\":\"remove\",\"path\":\"/metadata/labels/env\"}]'"),
        ],
        flags: ResourceSelection.fileFlags("to patch") + WriteOptions.flags("kubectl-patch") + flags, arguments: .resources, run: run)

    static func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        if !flags.string("patch").isEmpty, !flags.string("patch-file").isEmpty {
            throw Failure("cannot specify --patch and --patch-file together")
        }
        var text = flags.string("patch")
        if text.isEmpty {
            let file = flags.string("patch-file")
            if file.isEmpty { throw Failure("must specify --patch or --patch-file containing the contents of the patch") }
            do { text = String(decoding: try KeyedSources.read(file), as: UTF8.self) } catch {
                throw Failure("unable to read patch file: \(error.description)")
            }
        }
        let kind = flags.string("type").lowercased()
        guard ["json", "merge", "strategic"].contains(kind) else {
            throw Failure("--type must be one of [json merge strategic], not \(flags.string("type").goQuoted)")
        }
        let document: JSON
        do { document = try JSON.parse(text: text) } catch {
            do { document = try YAML.parseOne(text) } catch { throw Failure("unable to parse \(text.goQuoted): \(error)") }
        }
        let patch: Patch = kind == "json" ? .json(document) : kind == "merge" ? .merge(document) : .strategic(document)
        let infos = try await ResourceBuilder(session: invocation.session).objects(try ResourceSelection(invocation))
        if infos.isEmpty { throw Failure("no objects passed to patch") }
        let options = try WriteOptions(invocation)
        let printer = try ResultPrinter(invocation, dryRun: options.dryRun)
        for info in infos {
            let patched: JSON
            if flags.bool("local") || options.dryRun == .client {
                patched = try local(patch, info.object)
            } else {
                patched = try await invocation.session.client().patch(
                    info, patch, query: options.query, subresource: flags.given("subresource"))
            }
            try printer.tell(patched, patched == info.object ? "patched (no change)" : "patched")
        }
    }

    private static func local(_ patch: Patch, _ object: JSON) throws(Failure) -> JSON {
        switch patch {
        case .json(let operations):
            do { return try JSONPatch.apply(operations, to: object) } catch { throw Failure(error.description) }
        case .merge(let document): return MergePatch.apply(document, to: object)
        default: return try LocalPatch.strategic(patch.document, to: object)
        }
    }
}
