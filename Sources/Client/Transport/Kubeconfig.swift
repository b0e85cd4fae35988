package import Document
import FoundationEssentials

/// A kubeconfig file: clusters, users, and contexts that join them.
package struct Kubeconfig: Sendable {
    private let document: JSON
    /// Relative file names in it count from here.
    private let folder: String

    package init(_ document: JSON, folder: String = "") {
        self.document = document
        self.folder = folder
    }

    package init(path: String) throws {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw ConfigurationError("cannot read kubeconfig \(path): \(error)")
        }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        self.init(try YAML.parseOne(text), folder: folder)
    }

    package var currentContext: String { document["current-context"].string ?? "" }

    /// The namespace of a context; `default` when it names none.
    package func namespace(context: String? = nil) throws -> String {
        try entry("contexts", context ?? currentContext, "context")["namespace"].string ?? "default"
    }

    /// The way to the server of a context, the current one when none is named.
    package func configuration(context: String? = nil) throws -> ClientConfiguration {
        let context = try entry("contexts", context ?? currentContext, "context")
        let cluster = try entry("clusters", context["cluster"].string ?? "", "cluster")
        guard let server = cluster["server"].string, !server.isEmpty else { throw ConfigurationError("the kubeconfig names no server") }
        var result = ClientConfiguration(server: server)
        result.authorityPEM = try text(cluster, "certificate-authority")
        result.skipsVerification = cluster["insecure-skip-tls-verify"].bool ?? false
        if let name = cluster["tls-server-name"].string, !name.isEmpty { result.serverName = name }
        if let proxy = cluster["proxy-url"].string, !proxy.isEmpty { result.proxy = try ProxyAddress(proxy) }
        guard let name = context["user"].string, !name.isEmpty else { return result }
        let user = try entry("users", name, "user")
        if !user["exec"].isNull || !user["auth-provider"].isNull {
            throw ConfigurationError("user \(name) of the kubeconfig signs in by a plugin, which is not supported")
        }
        result.clientCertificatePEM = try text(user, "client-certificate")
        result.privateKeyPEM = try text(user, "client-key")
        result.bearerToken = user["token"].string
        if result.bearerToken == nil { result.tokenFile = user["tokenFile"].string.map(resolve) }
        return result
    }

    private func entry(_ list: String, _ name: String, _ member: String) throws -> JSON {
        guard let entry = document[list].array?.first(where: { $0["name"].string == name }) else {
            throw ConfigurationError("the kubeconfig has no \(member) \"\(name)\"")
        }
        return entry[member]
    }

    /// The content of `<key>-data` in base 64, or of the file that `<key>` names.
    private func text(_ holder: JSON, _ key: String) throws -> String? {
        if let encoded = holder[key + "-data"].string, !encoded.isEmpty {
            guard let data = Data(base64Encoded: encoded, options: .ignoreUnknownCharacters) else {
                throw ConfigurationError("\(key)-data of the kubeconfig is not in base 64")
            }
            return String(decoding: data, as: UTF8.self)
        }
        guard let file = holder[key].string, !file.isEmpty else { return nil }
        do {
            return try String(contentsOfFile: resolve(file), encoding: .utf8)
        } catch {
            throw ConfigurationError("cannot read \(key) \(file): \(error)")
        }
    }

    private func resolve(_ file: String) -> String { file.hasPrefix("/") ? file : folder + file }
}

extension ClientConfiguration {
    /// From within a pod: the mounted service account and the variables of the `kubernetes` service.
    package static func inCluster(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        folder: String = "/var/run/secrets/kubernetes.io/serviceaccount"
    ) throws -> ClientConfiguration {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], let port = environment["KUBERNETES_SERVICE_PORT"] else {
            throw ConfigurationError("not within a cluster: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set")
        }
        let authority = try String(contentsOfFile: folder + "/ca.crt", encoding: .utf8)
        return ClientConfiguration(server: "https://\(host):\(port)", authorityPEM: authority, tokenFile: folder + "/token")
    }
}
