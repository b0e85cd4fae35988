internal import Client
internal import Document
internal import Resources

/// `kubectl get`: objects as tables, documents or whatever a template makes of them.
enum GetCommand {
    static let command = Command(
        "get", group: .basic, usage: "(TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE/NAME ...)",
        summary: "Show one or many objects",
        details: "Lists the objects of the current namespace unless -n or -A says otherwise.",
        examples: [
            ("The pods of this namespace", "kubectl get pods"),
            ("With node and address", "kubectl get pods -o wide"),
            ("One controller as YAML", "kubectl get rc kubia -o yaml"),
            ("Only the names of what app=kubia selects", "kubectl get pods -l app=kubia -o name"),
            ("Several types at once, in all namespaces", "kubectl get rc,services -A"),
            ("One field", "kubectl get pod kubia -o jsonpath='{.status.podIP}'"),
            ("Follow what changes", "kubectl get pods -w"),
        ],
        flags: ResourceSelection.fileFlags("to look up") + ResourceSelection.selectorFlags + flags, arguments: .resources, run: run)

    private static let flags: [Flag] = [
        .string(
            "output", "o",
            values: .words(["json", "yaml", "wide", "name", "jsonpath=", "go-template=", "custom-columns=", "custom-columns-file="]),
            "Output format: json, yaml, name, wide, go-template, go-template-file, jsonpath, jsonpath-as-json, jsonpath-file, "
                + "custom-columns or custom-columns-file."),
        .string("template", values: .nothing, "Template text or file for -o go-template and go-template-file."),
        .bool("show-managed-fields", "Keep managedFields when printing objects as JSON or YAML."),
        .bool("allow-missing-template-keys", nil, true, "Pass over members that a template names and the object lacks."),
        .bool("all-namespaces", "A", "The objects of all namespaces."),
        .bool("watch", "w", "After listing, follow what changes."),
        .bool("watch-only", "Follow what changes, without listing first."),
        .bool("output-watch-events", "Tell the kind of each change; with --watch or --watch-only."),
        .bool("ignore-not-found", "Exit with 0 when there is no such object."),
        .bool("no-headers", "Do not print headings."),
        .bool("show-kind", "Print the type before each name."),
        .bool("show-labels", "Print all labels in the last column."),
        .list("label-columns", "L", "Labels to print in columns of their own."),
        .string("sort-by", values: .nothing, "Sort by this field, such as .metadata.creationTimestamp."),
        .int("chunk-size", nil, 500, "Ask for long lists in pages of this many; 0 asks for all at once."),
        .string("raw", values: .nothing, "Ask the server for this path, and print the answer as it comes."),
        .string("subresource", values: .words(["status", "scale", "resize"]), "Show this subresource of the object."),
        .bool("server-print", nil, true, "Let the server make the columns."),
        .bool("export", hidden: true, "Leave out what the cluster filled in (dropped upstream, still honoured here)."),
        .bool("show-all", "a", hidden: true, "Finished pods are always shown (dropped upstream, still accepted here)."),
    ]

    static func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        if flags.changed("raw") { return try await raw(invocation) }
        if flags.bool("output-watch-events"), !flags.bool("watch"), !flags.bool("watch-only") {
            throw Failure("--output-watch-events option can only be used with --watch or --watch-only")
        }
        var selection = try ResourceSelection(invocation)
        selection.typesAloneMeanAll = true
        selection.ignoresMissing = flags.bool("ignore-not-found")
        selection.requiresNamespace = flags.changed("namespace")
        if selection.arguments.isEmpty, !selection.hasFiles {
            invocation.console.err(
                "You must specify the type of resource to get. Use \"kubectl api-resources\" for a complete list of supported resources.\n\n"
            )
            throw Failure(
                "Required resource not specified.\nUse \"kubectl explain <resource>\" for a detailed description of that resource "
                    + "(e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples")
        }
        let sort = flags.string("sort-by")
        if !sort.isEmpty { selection.chunk = 0 }
        let output = flags.string("output")
        if flags.bool("show-labels"), !output.isEmpty, output != "wide" {
            throw Failure("--show-labels option cannot be used with \(output.prefix { $0 != "=" }) printer")
        }
        if flags.bool("watch") || flags.bool("watch-only") { return try await GetWatch(invocation, selection).run() }
        if isTable(output) { return try await GetTable(invocation, selection).run() }
        try await documents(invocation, selection, sort)
    }

    static func isTable(_ output: String) -> Bool { output.isEmpty || output == "wide" }

    private static func raw(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        if !invocation.arguments.isEmpty { throw Failure("arguments may not be passed when --raw is specified") }
        if flags.bool("watch") || flags.bool("watch-only") || !flags.string("selector").isEmpty {
            throw Failure("--raw may not be specified with other flags that filter the server request or alter the output")
        }
        if !flags.string("output").isEmpty { throw Failure("--raw and --output are mutually exclusive") }
        let parts = flags.string("raw").split(separator: "?", maxSplits: 1).map(String.init)
        var path = parts.first ?? "/"
        if parts.count > 1 { path += "?" + parts[1] }
        let answer = try await invocation.session.client().send(APIRequest(path: path, accept: "application/json, */*"))
        invocation.console.out(answer.body)
    }

    /// All that was asked for as one document: the object itself when it was one that was named, else a List.
    private static func documents(_ invocation: Invocation, _ selection: ResourceSelection, _ sort: String) async throws {
        let flags = invocation.flags
        let builder = ResourceBuilder(session: invocation.session)
        let queries = try await builder.queries(selection)
        let printer = try GetPrinter(flags, environment: invocation.session.environment)
        var objects: [JSON] = []
        var errors: [any Error] = []
        var single = false
        if queries.count == 1, case .object = queries[0] { single = true }
        for query in queries {
            do {
                switch query {
                case .object(let info): objects.append(try await invocation.session.client().read(info, subresource: selection.subresource))
                case .list(let resource, let namespace):
                    objects += try await builder.list(resource, namespace: namespace, selection).map(\.object)
                }
            } catch let error as APIError {
                if error.isNotFound, selection.ignoresMissing { continue }
                errors.append(error)
            }
        }
        if single { try Failures.throwing(errors) }
        if objects.isEmpty, selection.ignoresMissing { return try Failures.throwing(errors) }
        if flags.bool("export") { objects = objects.map(Exported.strip) }
        if !sort.isEmpty { objects = try ObjectOrder(sort).sorted(objects) { $0 } }
        let document: JSON =
            single ? objects[0] : ["apiVersion": "v1", "items": .array(objects), "kind": "List", "metadata": ["resourceVersion": ""]]
        invocation.console.out(try printer.text(document))
        try Failures.throwing(errors)
    }
}

/// What `get --export` leaves of an object: what its author could have written.
enum Exported {
    static func strip(_ object: JSON) -> JSON {
        var result = object
        for key in [
            "uid", "resourceVersion", "creationTimestamp", "selfLink", "generation", "managedFields", "namespace", "ownerReferences",
        ] {
            result["metadata"][key] = .null
        }
        result["status"] = .null
        if result["kind"].string == "Pod" { result["spec"]["nodeName"] = .null }
        if result["kind"].string == "Service", result["spec"]["clusterIP"].string != "None" {
            result["spec"]["clusterIP"] = .null
            result["spec"]["clusterIPs"] = .null
        }
        return result
    }
}

/// Documents through any printer `get` knows, custom columns included.
struct GetPrinter: Sendable {
    private let columns: CustomColumnsPrinter?
    private let printer: (any ObjectPrinter)?
    private let hasHeadings: Bool
    private let counter = Counter()

    init(_ flags: FlagValues, environment: Environment) throws {
        hasHeadings = !flags.bool("no-headers")
        let output = flags.string("output")
        let parts = output.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let argument = parts.count > 1 ? String(parts[1]) : flags.string("template")
        switch parts.first ?? "" {
        case "custom-columns": (columns, printer) = (try CustomColumnsPrinter(argument), nil)
        case "custom-columns-file": (columns, printer) = (try CustomColumnsPrinter(file: OutputFormat.file(argument, environment)), nil)
        default:
            columns = nil
            printer = try OutputFormat.printer(flags, environment: environment, extra: ["custom-columns", "custom-columns-file", "wide"])
        }
    }

    func text(_ document: JSON) throws -> String {
        let index = counter.next()
        if let columns {
            var writer = TabWriter()
            let isList = document["kind"].string == "List"
            return try columns.text(isList ? document["items"].array ?? [] : [document], headings: hasHeadings && index == 0, &writer)
        }
        return try printer?.text(document, index: index) ?? ""
    }
}
