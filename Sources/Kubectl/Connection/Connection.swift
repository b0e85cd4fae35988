internal import Client
internal import Document
import FoundationEssentials
internal import Resources

/// Which server to speak to, as whom, and in which namespace: the kubeconfig with the command line's flags laid over it.
struct Connection: Sendable {
    var configuration: ClientConfiguration
    /// The program that signs in; nil when the kubeconfig itself says how.
    var credentials: ExecCredentials?
    /// The namespace to work in.
    var namespace: String
    /// Whether the namespace was named on the command line.
    var namespaceIsExplicit: Bool

    /// Where upstream's clients look for a server when nothing says where it is.
    static let defaultServer = "http://localhost:8080"

    static func resolve(_ flags: FlagValues, environment: Environment, console: Console) throws -> Connection {
        let files = try KubeconfigFiles.load(flag: flags.given("kubeconfig"), environment: environment)
        let namespace = try self.namespace(flags, files)
        let (configuration, plugin) = try configuration(flags, files, environment)
        // What is given on standard input is not the plugin's to read.
        let inputUse = flags.list("filename").contains("-") ? "used by stdin resource manifest reader" : nil
        return Connection(
            configuration: configuration,
            credentials: plugin.map {
                ExecCredentials($0, server: configuration.server, environment: environment, console: console, inputUse: inputUse)
            }, namespace: namespace.name, namespaceIsExplicit: namespace.isExplicit)
    }

    /// The namespace alone, which no server has to be known for.
    static func namespace(_ flags: FlagValues, _ files: KubeconfigFiles) throws -> (name: String, isExplicit: Bool) {
        if let name = flags.given("namespace"), !name.isEmpty { return (name, true) }
        let context = try context(flags, files)
        if let name = context["namespace"].string, !name.isEmpty { return (name, false) }
        return ("default", false)
    }

    private static func context(_ flags: FlagValues, _ files: KubeconfigFiles) throws -> JSON {
        let name = flags.given("context") ?? files.currentContext
        if name.isEmpty { return [:] }
        guard let context = files.entry("contexts", name) else {
            throw misconfigured("context was not found for specified context: \(name)")
        }
        return context
    }

    private static func misconfigured(_ reason: String) -> Failure { Failure("Error in configuration: \(reason)", bare: true) }

    private static func configuration(
        _ flags: FlagValues, _ files: KubeconfigFiles, _ environment: Environment
    ) throws -> (ClientConfiguration, ExecPlugin?) {
        let merged = KubeconfigFiles(files: [.init(path: "", document: files.merged())])
        let context = try context(flags, files)
        var cluster: JSON = [:]
        let clusterName = flags.given("cluster") ?? context["cluster"].string ?? ""
        if !clusterName.isEmpty {
            guard let found = merged.entry("clusters", clusterName) else { throw Failure("cluster \"\(clusterName)\" does not exist") }
            cluster = found
        }
        var user: JSON = [:]
        let userName = flags.given("user") ?? context["user"].string ?? ""
        if !userName.isEmpty {
            guard let found = merged.entry("users", userName) else { throw Failure("auth info \"\(userName)\" does not exist") }
            user = found
        }
        overlay(flags, &cluster, &user)
        if cluster["server"].string?.isEmpty ?? true {
            let hasFiles = files.files.contains { !$0.document.isNull }
            if !hasFiles, var inside = try? ClientConfiguration.inCluster(environment: environment.variables) {
                inside.userAgent = agent(environment)
                return (inside, nil)
            }
            cluster["server"] = .string(defaultServer)
        }
        let plugin = try plugin(&user, userName, cluster)
        let document: JSON = [
            "contexts": [["name": "c", "context": ["cluster": "c", "user": "c"]]], "clusters": [["name": "c", "cluster": cluster]],
            "users": [["name": "c", "user": user]],
        ]
        var configuration = try Kubeconfig(document).configuration(context: "c")
        configuration.userAgent = agent(environment)
        configuration.headers = headers(flags, user)
        if configuration.proxy == nil {
            configuration.proxy = try ProxyAddress.environment(environment.variables, server: configuration.server)
        }
        return (configuration, plugin)
    }

    /// Takes out of a user's entry what signs in by a program; a token or password goes before it.
    private static func plugin(_ user: inout JSON, _ name: String, _ cluster: JSON) throws -> ExecPlugin? {
        let (exec, provider) = (user["exec"], user["auth-provider"])
        user["exec"] = .null
        user["auth-provider"] = .null
        if !exec.isNull, !provider.isNull {
            throw Failure("invalid configuration: authProvider cannot be provided in combination with an exec plugin for \(name)")
        }
        let isKnown = [user["token"], user["tokenFile"], user["username"]].contains { $0.string?.isEmpty == false }
        if !provider.isNull, !isKnown { user["token"] = .string(try AuthProvider.token(provider)) }
        guard !exec.isNull else { return nil }
        let plugin = try ExecPlugin(exec, user: name, cluster: cluster)
        return isKnown ? nil : plugin
    }

    private static func agent(_ environment: Environment) -> String { "kubectl/\(environment.version) (linux) coxswain" }

    private static func overlay(_ flags: FlagValues, _ cluster: inout JSON, _ user: inout JSON) {
        if let server = flags.given("server"), !server.isEmpty {
            cluster["server"] = .string(server.contains("://") ? server : "http://" + server)
        }
        if let name = flags.given("tls-server-name"), !name.isEmpty { cluster["tls-server-name"] = .string(name) }
        if flags.changed("insecure-skip-tls-verify") {
            cluster["insecure-skip-tls-verify"] = .bool(flags.bool("insecure-skip-tls-verify"))
            cluster["certificate-authority-data"] = .null
            cluster["certificate-authority"] = .null
        }
        func put(_ flag: String, _ holder: inout JSON, _ key: String) {
            guard let value = flags.given(flag), !value.isEmpty else { return }
            holder[key] = .string(value)
            holder[key + "-data"] = .null
        }
        put("certificate-authority", &cluster, "certificate-authority")
        put("client-certificate", &user, "client-certificate")
        put("client-key", &user, "client-key")
        put("token", &user, "token")
        put("username", &user, "username")
        put("password", &user, "password")
    }

    /// Impersonation and basic authentication.
    private static func headers(_ flags: FlagValues, _ user: JSON) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        if let name = flags.given("as") ?? user["as"].string, !name.isEmpty { headers.append(("Impersonate-User", name)) }
        let groups = flags.list("as-group")
        for group in groups.isEmpty ? user["as-groups"].strings : groups { headers.append(("Impersonate-Group", group)) }
        if let uid = flags.given("as-uid") ?? user["as-uid"].string, !uid.isEmpty { headers.append(("Impersonate-Uid", uid)) }
        if let name = user["username"].string, !name.isEmpty, user["token"].isNull {
            let pair = Data("\(name):\(user["password"].string ?? "")".utf8).base64EncodedString()
            headers.append(("Authorization", "Basic " + pair))
        }
        return headers
    }
}
