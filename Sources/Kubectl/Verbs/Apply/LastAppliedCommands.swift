internal import Client
internal import Document
internal import Resources

/// `apply view-last-applied`, `set-last-applied` and `edit-last-applied`.
enum LastAppliedCommands {
    private static let viewFlags: [Flag] = [
        .bool("all", "Every object of the types that are named."),
        .string("output", "o", "yaml", values: .words(["json", "yaml"]), "json or yaml."),
        .string("selector", "l", values: .nothing, "Only objects whose labels match."),
    ]

    static let view = Command(
        "view-last-applied", usage: "(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)", summary: "Show what was applied last",
        examples: [("Of a Deployment", "kubectl apply view-last-applied deployment/kubia")],
        flags: ResourceSelection.fileFlags("to look up") + viewFlags, arguments: .resources
    ) { invocation in
        let output = invocation.flags.string("output")
        guard ["json", "yaml"].contains(output) else {
            throw invocation.usageFailure("Unexpected -o output mode: \(output), the flag 'output' must be one of yaml|json")
        }
        let infos = try await ResourceBuilder(session: invocation.session).objects(try ResourceSelection(invocation))
        for info in infos {
            guard let text = LastApplied.text(of: info.object) else {
                throw Failure("no last-applied-configuration annotation found on resource: \(info.name)")
            }
            let document = try JSON.parse(text: text)
            invocation.console.out(output == "json" ? document.sortedKeys.prettyText.twoSpaced + "\n" : YAML.write(document))
        }
    }

    private static let setFlags: [Flag] = [.bool("create-annotation", "Make the annotation where there is none.")]

    static let set = Command(
        "set-last-applied", usage: "-f FILENAME", summary: "Set what was applied last to what a file says, without changing anything else",
        examples: [("From a file", "kubectl apply set-last-applied -f deploy.yaml --create-annotation=true")],
        flags: ResourceSelection.fileFlags("to read") + WriteOptions.flags("kubectl-last-applied") + setFlags, arguments: .files
    ) { invocation in
        let options = try WriteOptions(invocation)
        let printer = try ResultPrinter(invocation, dryRun: options.dryRun)
        for info in try await ResourceBuilder(session: invocation.session).manifests(try ResourceSelection(invocation)) {
            let client = try invocation.session.client()
            let current = try await client.read(info)
            if LastApplied.text(of: current) == nil, !invocation.flags.bool("create-annotation") {
                throw Failure(
                    "no last-applied-configuration annotation found on resource: \(info.name), to create the annotation, run the command with --create-annotation"
                )
            }
            let annotation = LastApplied.configuration(of: info.object)
            let patch: JSON = ["metadata": ["annotations": [LastApplied.annotation: .string(annotation)]]]
            let changed =
                options.dryRun == .client
                ? MergePatch.apply(patch, to: current) : try await client.patch(info, .merge(patch), query: options.query)
            try printer.tell(changed, "configured")
        }
    }

    static let edit = Command(
        "edit-last-applied", usage: "(RESOURCE/NAME | -f FILENAME)", summary: "Edit what was applied last in the editor",
        examples: [("Of a Deployment", "kubectl apply edit-last-applied deployment/kubia")],
        flags: ResourceSelection.fileFlags("to edit") + WriteOptions.flags("kubectl-last-applied"), arguments: .resources
    ) { invocation in
        let options = try WriteOptions(invocation)
        let printer = try ResultPrinter(invocation, dryRun: options.dryRun)
        for info in try await ResourceBuilder(session: invocation.session).objects(try ResourceSelection(invocation)) {
            guard let text = LastApplied.text(of: info.object) else {
                throw Failure("no last-applied-configuration annotation found on resource: \(info.name)")
            }
            let before = try JSON.parse(text: text)
            let edited = try EditorSession(invocation).edit(YAML.write(before), name: "last-applied")
            guard let after = try YAML.parse(edited).first, after != before else {
                invocation.console.err("Edit cancelled, no changes made.\n")
                continue
            }
            let patch: JSON = ["metadata": ["annotations": [LastApplied.annotation: .string(LastApplied.configuration(of: after))]]]
            try printer.tell(try await invocation.session.client().patch(info, .merge(patch), query: options.query), "edited")
        }
    }
}
