internal import Client
internal import Document
internal import Resources

/// `kubectl config`: reads and changes the kubeconfig.
enum ConfigCommand {
    static let command = Command(
        "config", group: .settings, usage: "SUBCOMMAND", summary: "Read and change the kubeconfig",
        details: "The file is the one --kubeconfig names, those KUBECONFIG lists, or ~/.kube/config.",
        examples: [
            ("Which contexts there are", "kubectl config get-contexts"),
            ("Work in another namespace", "kubectl config set-context --current --namespace=foo"),
        ],
        subcommands: ConfigReading.commands + ConfigWriting.commands + ConfigSetting.commands)

    static func files(_ invocation: Invocation) throws -> KubeconfigFiles {
        try KubeconfigFiles.load(flag: invocation.flags.given("kubeconfig"), environment: invocation.session.environment, mustExist: false)
    }
}

/// The subcommands that only look.
enum ConfigReading {
    static let commands: [Command] = [view, currentContext, getContexts, getClusters, getUsers]

    private static let viewFlags: [Flag] = [
        .bool("minify", "Only what the current context needs."), .bool("flatten", "Put the content of files into the document."),
        .bool("raw", "Show keys and certificates, too."), .bool("merge", nil, true, "Show all files as one."),
        .string("output", "o", "yaml", values: .words(["json", "yaml", "jsonpath="]), "Output format."),
        .string("template", values: .nothing, "Template text or file for -o go-template and go-template-file."),
        .bool("allow-missing-template-keys", nil, true, "Pass over members that a template names and the object lacks."),
    ]

    private static let view = Command(
        "view", summary: "Show the kubeconfig",
        examples: [
            ("Without secrets", "kubectl config view"),
            ("One password", "kubectl config view --raw -o jsonpath='{.users[?(@.name==\"e2e\")].user.password}'"),
        ],
        flags: viewFlags
    ) { invocation in
        let flags = invocation.flags
        let files = try ConfigCommand.files(invocation)
        var document = files.merged(resolving: false)
        if flags.bool("minify") { document = try minified(document, invocation) }
        if flags.bool("flatten") { document = try flattened(document, files.merged()) }
        if !flags.bool("raw") { document = redacted(document) }
        for section in KubeconfigFiles.sections where document[section].array?.isEmpty ?? true {
            document.mutateObject { $0[section] = .null }
        }
        if document["preferences"].object?.isEmpty ?? true { document["preferences"] = .null }
        let printer = try OutputFormat.printer(flags, environment: invocation.session.environment)
        if flags.string("output") == "json" { return invocation.console.line(JSONPrinter.escaped(ordered(document).prettyText)) }
        invocation.console.out(try printer?.text(document, index: 0) ?? YAML.write(document))
    }

    /// Members in the order in which upstream writes a kubeconfig as JSON.
    private static let order = [
        "name", "kind", "apiVersion", "preferences", "clusters", "users", "contexts", "current-context", "server", "tls-server-name",
        "insecure-skip-tls-verify", "certificate-authority", "certificate-authority-data", "proxy-url", "client-certificate",
        "client-certificate-data", "client-key", "client-key-data", "token", "tokenFile", "as", "username", "password", "cluster", "user",
        "namespace",
    ]

    private static func ordered(_ value: JSON) -> JSON {
        if let elements = value.array { return .array(elements.map(ordered)) }
        guard let members = value.object else { return value }
        func rank(_ key: String) -> Int { order.firstIndex(of: key) ?? order.count }
        let sorted = members.sorted { rank($0.key) < rank($1.key) }
        return .object(JSONObject(uniqueMembers: sorted.map { ($0.key, ordered($0.value)) }))
    }

    private static func minified(_ document: JSON, _ invocation: Invocation) throws -> JSON {
        let name = invocation.flags.given("context") ?? document["current-context"].string ?? ""
        if name.isEmpty { throw Failure("cannot locate context ") }
        func only(_ section: String, _ name: String) -> JSON {
            .array((document[section].array ?? []).filter { $0["name"].string == name })
        }
        let contexts = only("contexts", name)
        guard let context = contexts.array?.first else { throw Failure("cannot locate context \(name)") }
        var result = document
        result["current-context"] = .string(name)
        result["contexts"] = contexts
        result["clusters"] = only("clusters", context["context"]["cluster"].string ?? "")
        result["users"] = only("users", context["context"]["user"].string ?? "")
        return result
    }

    /// The content of every file that an entry names, in base 64.
    private static func flattened(_ document: JSON, _ resolved: JSON) throws -> JSON {
        var result = document
        for section in KubeconfigFiles.sections {
            let member = String(section.dropLast())
            var entries = resolved[section].array ?? []
            entries = entries.filter { entry in (document[section].array ?? []).contains { $0["name"] == entry["name"] } }
            for index in entries.indices {
                for key in ["certificate-authority", "client-certificate", "client-key"] {
                    guard let path = entries[index][member][key].string else { continue }
                    entries[index][member][key] = .null
                    entries[index][member][key + "-data"] = .string(KeyedSources.base64(try KeyedSources.read(path)))
                }
            }
            result[section] = .array(entries)
        }
        return result
    }

    private static func redacted(_ document: JSON) -> JSON {
        var result = document
        for section in KubeconfigFiles.sections {
            let member = String(section.dropLast())
            var entries = result[section].array ?? []
            for index in entries.indices {
                for key in ["certificate-authority-data", "client-certificate-data", "client-key-data"]
                where !entries[index][member][key].isNull {
                    entries[index][member][key] = "DATA+OMITTED"
                }
                for key in ["token", "password"] where !entries[index][member][key].isNull { entries[index][member][key] = "REDACTED" }
            }
            result[section] = .array(entries)
        }
        return result
    }

    private static let currentContext = Command("current-context", summary: "Show the current context's name") { invocation in
        let name = try ConfigCommand.files(invocation).currentContext
        if name.isEmpty { throw Failure("current-context is not set") }
        invocation.console.line(name)
    }

    private static let contextFlags: [Flag] = [
        .bool("no-headers", "Do not print headings."), .string("output", "o", values: .words(["name"]), "name prints names alone."),
    ]

    private static let getContexts = Command(
        "get-contexts", usage: "[(-o|--output=)name]", summary: "List the contexts", flags: contextFlags, arguments: .contexts
    ) { invocation in
        let files = try ConfigCommand.files(invocation)
        let output = invocation.flags.string("output")
        guard ["", "name"].contains(output) else { throw Failure("output must be one of '' or 'name': \(output)") }
        var names = files.names("contexts").sorted()
        if !invocation.arguments.isEmpty {
            for name in invocation.arguments where !names.contains(name) { throw Failure("context \(name) not found") }
            names = invocation.arguments
        }
        if output == "name" { return names.forEach { invocation.console.line($0) } }
        var writer = TabWriter()
        if !invocation.flags.bool("no-headers") { writer.add(["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"]) }
        for name in names {
            let context = files.entry("contexts", name) ?? .null
            writer.add([
                name == files.currentContext ? "*" : "", name, context["cluster"].string ?? "", context["user"].string ?? "",
                context["namespace"].string ?? "",
            ])
        }
        invocation.console.out(writer.text())
    }

    private static let getClusters = names("get-clusters", "clusters", "List the clusters")
    private static let getUsers = names("get-users", "users", "List the users")

    private static func names(_ name: String, _ section: String, _ summary: String) -> Command {
        Command(name, summary: summary) { invocation in
            invocation.console.line("NAME")
            for entry in try ConfigCommand.files(invocation).names(section).sorted() { invocation.console.line(entry) }
        }
    }
}
