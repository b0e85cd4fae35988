internal import Document
internal import Resources

/// `config set-context`, `set-cluster`, `set-credentials`, `set` and `unset`.
enum ConfigSetting {
    static let commands: [Command] = [setContext, setCluster, setCredentials, set, unset]

    private static let setContext = Command(
        "set-context", usage: "[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]",
        summary: "Make or change a context",
        examples: [("The current one's namespace", "kubectl config set-context --current --namespace=foo")],
        flags: [Flag.bool("current", "Change the current context.")], arguments: .contexts
    ) { invocation in
        let flags = invocation.flags
        var files = try ConfigCommand.files(invocation)
        let name: String
        if flags.bool("current") {
            if !invocation.arguments.isEmpty { throw invocation.usageFailure("you cannot specify both a context name and --current") }
            name = files.currentContext
            if name.isEmpty { throw Failure("no current context is set") }
        } else {
            guard invocation.arguments.count == 1, !invocation.arguments[0].isEmpty else {
                throw invocation.usageFailure("you must specify a non-empty context name or --current")
            }
            name = invocation.arguments[0]
        }
        let existed = files.entry("contexts", name) != nil
        try files.change("contexts", name) { context in
            for (flag, key) in [("cluster", "cluster"), ("user", "user"), ("namespace", "namespace")] where flags.changed(flag) {
                let value = flags.string(flag)
                context[key] = value.isEmpty && key == "namespace" ? .null : .string(value)
            }
            for key in ["cluster", "user"] where context[key].isNull { context[key] = "" }
        }
        invocation.console.line("Context \(name.goQuoted) \(existed ? "modified" : "created").")
    }

    private static let clusterFlags: [Flag] = [
        .bool("embed-certs", "Put the content of certificate files into the kubeconfig."),
        .string("proxy-url", values: .nothing, "Proxy of the cluster."),
    ]

    private static let setCluster = Command(
        "set-cluster",
        usage: "NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true]",
        summary: "Make or change a cluster", examples: [("For example", "kubectl config set-cluster e2e --server=https://1.2.3.4")],
        flags: clusterFlags, arguments: .clusters
    ) { invocation in
        let flags = invocation.flags
        let name = try one(invocation)
        var files = try ConfigCommand.files(invocation)
        try files.change("clusters", name) { cluster in
            if flags.changed("server") { cluster["server"] = .string(flags.string("server")) }
            if flags.changed("tls-server-name") { cluster["tls-server-name"] = .string(flags.string("tls-server-name")) }
            if flags.changed("proxy-url") { cluster["proxy-url"] = .string(flags.string("proxy-url")) }
            if flags.changed("insecure-skip-tls-verify") {
                cluster["insecure-skip-tls-verify"] = flags.bool("insecure-skip-tls-verify") ? true : .null
                if flags.bool("insecure-skip-tls-verify") {
                    cluster["certificate-authority"] = .null
                    cluster["certificate-authority-data"] = .null
                }
            }
            try file(flags, "certificate-authority", &cluster)
        }
        invocation.console.line("Cluster \(name.goQuoted) set.")
    }

    private static let setCredentials = Command(
        "set-credentials",
        usage:
            "NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password]",
        summary: "Make or change a user",
        examples: [("For example", "kubectl config set-credentials cluster-admin --client-key=~/.kube/admin.key")],
        flags: [.bool("embed-certs", "Put the content of certificate files into the kubeconfig.")] + PluginSetting.flags, arguments: .users
    ) { invocation in
        let flags = invocation.flags
        let name = try one(invocation)
        var files = try ConfigCommand.files(invocation)
        try files.change("users", name) { user in
            for key in ["token", "username", "password"] where flags.changed(key) { user[key] = .string(flags.string(key)) }
            try file(flags, "client-certificate", &user)
            try file(flags, "client-key", &user)
            try PluginSetting.change(&user, flags)
        }
        invocation.console.line("User \(name.goQuoted) set.")
    }

    private static func one(_ invocation: Invocation) throws(Failure) -> String {
        guard invocation.arguments.count == 1, !invocation.arguments[0].isEmpty else {
            throw invocation.usageFailure("Unexpected args: [\(invocation.arguments.joined(separator: " "))]")
        }
        return invocation.arguments[0]
    }

    /// A file that an entry names, or its content with `--embed-certs`.
    private static func file(_ flags: FlagValues, _ key: String, _ entry: inout JSON) throws {
        guard flags.changed(key) else { return }
        let path = flags.string(key)
        if flags.bool("embed-certs") {
            entry[key] = .null
            entry[key + "-data"] = .string(KeyedSources.base64(try KeyedSources.read(path)))
        } else {
            entry[key] = .string(path)
            entry[key + "-data"] = .null
        }
    }

    private static let set = Command(
        "set", usage: "PROPERTY_NAME PROPERTY_VALUE", summary: "Set one value of the kubeconfig",
        examples: [("A server", "kubectl config set clusters.my-cluster.server https://1.2.3.4")],
        flags: [Flag.bool("set-raw-bytes", "Take the value of data as it is instead of encoding it.")]
    ) { invocation in
        guard invocation.arguments.count == 2 else {
            throw invocation.usageFailure("Unexpected args: [\(invocation.arguments.joined(separator: " "))]")
        }
        var value = invocation.arguments[1]
        if invocation.arguments[0].hasSuffix("-data"), !invocation.flags.bool("set-raw-bytes") {
            value = KeyedSources.base64(Array(value.utf8))
        }
        try put(invocation, value == "true" ? true : value == "false" ? false : .string(value))
        invocation.console.line("Property \(invocation.arguments[0].goQuoted) set.")
    }

    private static let unset = Command(
        "unset", usage: "PROPERTY_NAME", summary: "Take one value out of the kubeconfig",
        examples: [("The current context", "kubectl config unset current-context")]
    ) { invocation in
        _ = try one(invocation)
        try put(invocation, .null)
        invocation.console.line("Property \(invocation.arguments[0].goQuoted) unset.")
    }

    /// `current-context`, or `clusters.NAME.KEY…`, whose names may hold dots.
    private static func put(_ invocation: Invocation, _ value: JSON) throws {
        var files = try ConfigCommand.files(invocation)
        let property = invocation.arguments[0]
        if property == "current-context" { return try files.setCurrentContext(value.string ?? "") }
        guard let section = KubeconfigFiles.sections.first(where: { property.hasPrefix($0 + ".") || property == $0 }) else {
            throw Failure("unable to parse \(property)")
        }
        let rest = String(property.dropFirst(section.count + 1))
        let known = files.names(section).first { rest == $0 || rest.hasPrefix($0 + ".") }
        let name = known ?? String(rest.prefix { $0 != "." })
        let path = rest.dropFirst(name.count + 1).split(separator: ".").map(String.init)
        if path.isEmpty {
            guard value.isNull else { throw Failure("unable to parse \(property)") }
            return try files.remove(section, name)
        }
        try files.change(section, name) { $0.set(value, at: path) }
    }
}
