internal import Client
internal import Document
internal import Resources

/// `kubectl label` and `kubectl annotate`: two names for one way of changing metadata.
struct MetadataCommand: Sendable {
    let verb: String
    /// `labels` or `annotations`
    let member: String
    let noun: String

    static let label = MetadataCommand(verb: "label", member: "labels", noun: "label")
    static let annotate = MetadataCommand(verb: "annotate", member: "annotations", noun: "annotation")

    private static let flags: [Flag] = [
        .bool("all", "Every object of the types that are named."), .bool("all-namespaces", "A", "In all namespaces."),
        .bool("overwrite", "Change values that are there."), .bool("list", "Show what is there, after the change if one is given."),
        .bool("local", "Change what the file holds and print it, without asking the server."),
        .string("resource-version", values: .nothing, "Only if the object still has this version."),
    ]

    var command: Command {
        let key = verb == "label" ? "env=debug" : "mycompany.com/somekey='foo bar'"
        return Command(
            verb, group: .settings,
            usage: "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]",
            summary: "Set, change or remove \(member) of objects",
            examples: [
                ("Set one", "kubectl \(verb) pod kubia \(key)"),
                ("Change one that is there", "kubectl \(verb) pod kubia \(key) --overwrite"),
                ("Remove one", "kubectl \(verb) pod kubia \(verb == "label" ? "env" : "mycompany.com/somekey")-"),
                ("On all pods", "kubectl \(verb) pods --all \(key)"),
            ],
            flags: ResourceSelection.fileFlags("to change") + ResourceSelection.selectorFlags + WriteOptions.flags("kubectl-" + verb)
                + Self.flags,
            arguments: .resources
        ) { try await self.run($0) }
    }

    private struct Change {
        var set: [(key: String, value: String)] = []
        var remove: [String] = []
    }

    private func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        let (resources, pairs) = try split(invocation.arguments)
        let change = try parse(pairs)
        if flags.bool("list"), !flags.string("output").isEmpty { throw Failure("--list and --output may not be specified together") }
        if flags.bool("all"), !flags.string("selector").isEmpty { throw Failure("cannot set --all and --selector at the same time") }
        if flags.bool("all"), !flags.string("field-selector").isEmpty {
            throw Failure("cannot set --all and --field-selector at the same time")
        }
        if resources.isEmpty, !flags.namesManifests, !flags.bool("local") {
            throw Failure("one or more resources must be specified as <resource> <name> or <resource>/<name>")
        }
        if change.set.isEmpty, change.remove.isEmpty, !flags.bool("list") { throw Failure("at least one \(noun) update is required") }
        var selection = try ResourceSelection(invocation)
        selection.arguments = resources
        let infos = try await ResourceBuilder(session: invocation.session).objects(selection)
        if flags.changed("resource-version"), infos.count > 1 {
            throw Failure("--resource-version may only be used with a single resource")
        }
        var errors: [any Error] = []
        for info in infos {
            do {
                try await apply(change, to: info, invocation, isOne: infos.count == 1)
            } catch let error as APIError {
                errors.append(error)
            } catch let error as Failure {
                errors.append(error)
            }
        }
        try Failures.throwing(errors)
    }

    /// Everything with `=` or a trailing `-` is a change; what comes before names objects.
    private func split(_ arguments: [String]) throws(Failure) -> ([String], [String]) {
        let isPair = { (text: String) in text.contains("=") && !text.hasPrefix("=") || text.hasSuffix("-") && text.count > 1 }
        let start = arguments.firstIndex(where: isPair) ?? arguments.count
        let pairs = Array(arguments[start...])
        if let stray = pairs.first(where: { !isPair($0) }) {
            throw Failure("all resources must be specified before \(noun) changes: \(stray)")
        }
        return (Array(arguments[..<start]), pairs)
    }

    private func parse(_ pairs: [String]) throws(Failure) -> Change {
        var change = Change()
        for pair in pairs {
            guard let sign = pair.firstIndex(of: "=") else {
                change.remove.append(String(pair.dropLast()))
                continue
            }
            let (key, value) = (String(pair[..<sign]), String(pair[pair.index(after: sign)...]))
            if verb == "label" {
                if value.contains("=") { throw Failure("invalid label spec: \(pair)") }
                let problems = NameRules.labelValue(value)
                if !problems.isEmpty { throw Failure("invalid label value: \(pair.goQuoted): \(problems.joined(separator: ";"))") }
            }
            change.set.append((key, value))
        }
        if let both = change.remove.first(where: { key in change.set.contains { $0.key == key } }) {
            throw Failure(
                verb == "label"
                    ? "can not both modify and remove a label in the same command"
                    : "can not both modify and remove the following annotation(s) in the same command: \(both)")
        }
        return change
    }

    private func apply(_ change: Change, to info: ObjectInfo, _ invocation: Invocation, isOne: Bool) async throws {
        let flags = invocation.flags
        let options = try WriteOptions(invocation)
        let current = info.object["metadata"][member].stringMap
        if !flags.bool("overwrite") { try refuseOverwrites(change, current) }
        var object = info.object
        var (added, removed) = (false, false)
        for (key, value) in change.set where current[key] != value {
            object["metadata"][member][key] = .string(value)
            added = true
        }
        for key in change.remove {
            if current[key] == nil {
                if verb == "label", !flags.bool("local") { invocation.console.line("label \(key.goQuoted) not found.") }
                continue
            }
            object["metadata"][member][key] = .null
            removed = true
        }
        if flags.changed("resource-version") { object["metadata"]["resourceVersion"] = .string(flags.string("resource-version")) }
        if options.dryRun != .client, !flags.bool("local"), added || removed || verb == "annotate" && !flags.bool("list") {
            var patch = MergeDiff.patch(from: info.object, to: object)
            if patch.isNull { patch = [:] }
            object = try await invocation.session.client().patch(info, .merge(patch), query: options.query)
        }
        if flags.bool("list") { return list(object, info, invocation.console, isOne: isOne) }
        let operation: String
        if verb == "annotate" {
            operation = "annotated"
        } else {
            operation = added && removed ? "modified" : added ? "labeled" : removed ? "unlabeled" : "not labeled"
        }
        try ResultPrinter(invocation, dryRun: options.dryRun).tell(object, operation)
    }

    private func refuseOverwrites(_ change: Change, _ current: [String: String]) throws {
        let clashes = change.set.filter { current[$0.key] != nil && current[$0.key] != $0.value }
        if clashes.isEmpty { return }
        if verb == "label" {
            try Failures.throwing(
                clashes.map { Failure("'\($0.key)' already has a value (\(current[$0.key] ?? "")), and --overwrite is false") })
        }
        let found = clashes.map { "'\($0.key)' already has a value (\(current[$0.key] ?? ""))" }
        throw Failure("--overwrite is false but found the following declared annotation(s): \(found.joined(separator: "; "))")
    }

    private func list(_ object: JSON, _ info: ObjectInfo, _ console: Console, isOne: Bool) {
        if !isOne { console.line("Listing \(member) for \(info.type.kind).\(info.type.group)/\(info.name):") }
        for (key, value) in object["metadata"][member].stringMap.sorted(by: { $0.key < $1.key }) {
            console.line((isOne ? "" : " ") + "\(key)=\(value)")
        }
    }
}
