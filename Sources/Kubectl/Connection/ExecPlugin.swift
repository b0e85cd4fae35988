internal import Document
internal import Resources

/// A program of the user's that signs in (`users[].user.exec`, KEP-541), as the kubeconfig describes it.
struct ExecPlugin: Sendable {
    enum InteractiveMode: String, Sendable {
        case never = "Never"
        case ifAvailable = "IfAvailable"
        case always = "Always"
    }

    static let group = "client.authentication.k8s.io"
    static let apiVersions = ["\(group)/v1", "\(group)/v1beta1"]

    var apiVersion: String
    var command: String
    var arguments: [String]
    /// Added to the environment of this process.
    var variables: [(name: String, value: String)]
    /// What to tell a user who does not have the program.
    var installHint: String
    /// What the plugin is told of the cluster; null when it is not to know.
    var cluster: JSON
    var interactiveMode: InteractiveMode

    /// - Throws: with everything that is wrong with the entry, in upstream's words.
    init(_ exec: JSON, user: String, cluster: JSON) throws(Failure) {
        apiVersion = exec["apiVersion"].string ?? ""
        command = exec["command"].string ?? ""
        arguments = exec["args"].strings
        variables = (exec["env"].array ?? []).map { ($0["name"].string ?? "", $0["value"].string ?? "") }
        installHint = exec["installHint"].string ?? ""
        self.cluster = exec["provideClusterInfo"].bool == true ? Self.told(of: cluster) : .null
        var mode = exec["interactiveMode"].string ?? ""
        if mode.isEmpty, apiVersion == "\(Self.group)/v1beta1" { mode = InteractiveMode.ifAvailable.rawValue }
        interactiveMode = InteractiveMode(rawValue: mode) ?? .never

        var problems: [String] = []
        func missing(_ what: String) { problems.append("\(what) must be specified for \(user) to use exec authentication plugin") }
        if command.isEmpty { missing("command") }
        if apiVersion.isEmpty { missing("apiVersion") }
        if variables.contains(where: \.name.isEmpty) { missing("env variable name") }
        if mode.isEmpty {
            missing("interactiveMode")
        } else if InteractiveMode(rawValue: mode) == nil {
            problems.append("invalid interactiveMode for \(user): \(mode.goQuoted)")
        }
        if !problems.isEmpty {
            throw Failure("invalid configuration: " + (problems.count == 1 ? problems[0] : "[\(problems.joined(separator: ", "))]"))
        }
        guard Self.apiVersions.contains(apiVersion) else { throw Failure("exec plugin: invalid apiVersion \(apiVersion.goQuoted)") }
    }

    /// `spec.cluster` of an ExecCredential.
    private static func told(of cluster: JSON) -> JSON {
        var told: JSON = ["server": cluster["server"]]
        for key in ["tls-server-name", "insecure-skip-tls-verify", "certificate-authority-data", "proxy-url"]
        where !cluster[key].isEmptyValue { told[key] = cluster[key] }
        if told["certificate-authority-data"].isNull, let path = cluster["certificate-authority"].string,
            let bytes = try? KeyedSources.read(path)
        {
            told["certificate-authority-data"] = .string(KeyedSources.base64(bytes))
        }
        let own = cluster["extensions"].array?.first { $0["name"].string == "\(group)/exec" }
        told["config"] = own?["extension"] ?? .null
        return told
    }

    /// Whether the plugin may ask the user.
    /// - Parameter unavailable: why standard input is not free for it; nil when it is.
    func isInteractive(inputIsTerminal: Bool, unavailable: String?) throws(Failure) -> Bool {
        switch interactiveMode {
        case .never: return false
        case .ifAvailable: return unavailable == nil && inputIsTerminal
        case .always:
            let prefix = "exec plugin cannot support interactive mode: standard input is "
            if !inputIsTerminal { throw Failure(prefix + "not a terminal") }
            if let unavailable { throw Failure(prefix + "unavailable: " + unavailable) }
            return true
        }
    }

    /// The value of `KUBERNETES_EXEC_INFO`.
    func info(isInteractive: Bool) -> JSON {
        var spec: JSON = ["interactive": .bool(isInteractive)]
        if !cluster.isNull { spec["cluster"] = cluster }
        return ["kind": "ExecCredential", "apiVersion": .string(apiVersion), "spec": spec]
    }

    /// What a plugin printed.
    func credential(_ output: [UInt8]) throws(Failure) -> ExecCredential {
        let document: JSON
        do { document = try JSON.parse(output) } catch { throw Failure("decoding stdout: \(error.message)") }
        guard document["kind"].string == "ExecCredential" else {
            throw Failure("decoding stdout: no kind \((document["kind"].string ?? "").goQuoted) is registered for credentials")
        }
        let version = document["apiVersion"].string ?? ""
        guard version == apiVersion else {
            throw Failure("exec plugin is configured to use API version \(apiVersion), plugin returned version \(version)")
        }
        let status = document["status"]
        if status.isNull { throw Failure("exec plugin didn't return a status field") }
        let certificate = status["clientCertificateData"].string ?? ""
        let key = status["clientKeyData"].string ?? ""
        let token = status["token"].string ?? ""
        if token.isEmpty, certificate.isEmpty, key.isEmpty { throw Failure("exec plugin didn't return a token or cert/key pair") }
        if certificate.isEmpty != key.isEmpty { throw Failure("exec plugin returned only certificate or key, not both") }
        var expiry: Timestamp?
        if let text = status["expirationTimestamp"].string {
            guard let time = Timestamp(text) else { throw Failure("decoding stdout: parsing time \(text.goQuoted)") }
            expiry = time
        }
        return ExecCredential(
            token: token.isEmpty ? nil : token, certificate: certificate.isEmpty ? nil : certificate, key: key.isEmpty ? nil : key,
            expiry: expiry)
    }
}

/// What a plugin signs in with.
struct ExecCredential: Sendable, Equatable {
    var token: String?
    /// PEM, with its `key`.
    var certificate: String?
    var key: String?
    /// Nil is good for as long as the server takes it.
    var expiry: Timestamp?
}
