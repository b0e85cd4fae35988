internal import Client
internal import Document
internal import PKI
internal import Resources
import Synchronization

/// The credentials of a plugin: asked for when they are first needed, kept until they expire or the server refuses them.
final class ExecCredentials: Sendable {
    private let plugin: ExecPlugin
    private let environment: Environment
    private let console: Console
    private let server: String
    private let inputUse: String?
    private let kept = Mutex<ExecCredential?>(nil)

    /// - Parameter inputUse: what else reads standard input; nil when nothing does.
    init(_ plugin: ExecPlugin, server: String, environment: Environment, console: Console, inputUse: String?) {
        self.plugin = plugin
        self.server = server
        self.environment = environment
        self.console = console
        self.inputUse = inputUse
    }

    /// - Throws: `TransportFailure`, because without credentials there is no way to the server.
    func current() throws -> ExecCredential {
        // One caller runs the plugin, which may be talking to the user; the others wait for what it brings.
        try kept.withLock { kept in
            if let kept, kept.expiry.map({ Timestamp.now() < $0 }) ?? true { return kept }
            do {
                let fresh = try run()
                kept = fresh
                return fresh
            } catch {
                throw TransportFailure(
                    host: TransportFailure.host(server), text: "getting credentials: " + ErrorText.plain(error))
            }
        }
    }

    /// The server did not take them: the next request asks the plugin again.
    func refused() { kept.withLock { $0 = nil } }

    private func run() throws(Failure) -> ExecCredential {
        let isInteractive = try plugin.isInteractive(inputIsTerminal: console.inputIsTerminal, unavailable: inputUse)
        var variables = environment.variables
        for (name, value) in plugin.variables { variables[name] = value }
        variables["KUBERNETES_EXEC_INFO"] = plugin.info(isInteractive: isInteractive).text
        let result: ChildProcess.Output
        do {
            result = try ChildProcess.capture([plugin.command] + plugin.arguments, variables: variables, passesInput: isInteractive)
        } catch {
            throw Failure("exec: " + (error.isNotFound ? "executable \(plugin.command) not found" + help : error.description))
        }
        guard result.status == 0 else {
            throw Failure("exec: executable \(plugin.command) failed with exit code \(result.status)")
        }
        return try plugin.credential(result.bytes)
    }

    private var help: String {
        let hint = plugin.installHint.isEmpty ? "" : "\n\n" + plugin.installHint
        return "\n\nIt looks like you are trying to use a client-go credential plugin that is not installed."
            + "\n\nTo learn more about this feature, consult the documentation available at:\n"
            + "      https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins" + hint
    }
}

/// `users[].user.auth-provider`: what came before plugins. Only tokens of OpenID Connect that are still good can be used.
enum AuthProvider {
    /// - Returns: the bearer token.
    static func token(_ provider: JSON, now: Timestamp = .now()) throws(Failure) -> String {
        let more =
            "\nSee https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins for further details"
        switch provider["name"].string ?? "" {
        case "oidc": return try identityToken(provider["config"], now)
        case "gcp":
            throw Failure(
                "The gcp auth plugin has been removed.\nPlease use the \"gke-gcloud-auth-plugin\" kubectl/client-go credential plugin "
                    + "instead.\nSee https://cloud.google.com/blog/products/containers-kubernetes/kubectl-auth-changes-in-gke "
                    + "for further details")
        case "azure":
            throw Failure(
                "The azure auth plugin has been removed.\nPlease use the https://github.com/Azure/kubelogin kubectl/client-go "
                    + "credential plugin instead." + more)
        case let name: throw Failure("no Auth Provider found for name \(name.goQuoted)")
        }
    }

    private static func identityToken(_ config: JSON, _ now: Timestamp) throws(Failure) -> String {
        guard let token = config["id-token"].string, !token.isEmpty, let expiry = Self.expiry(token), now < expiry else {
            if config["refresh-token"].string?.isEmpty ?? true {
                throw Failure("No valid id-token, and cannot refresh without refresh-token")
            }
            throw Failure("the id-token has expired, and refreshing it is not supported: use an exec credential plugin")
        }
        return token
    }

    /// The claim `exp` of a token (RFC 7519 §4.1.4).
    static func expiry(_ token: String) -> Timestamp? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = Base64URL.decode(parts[1]), let claims = try? JSON.parse(payload) else { return nil }
        return claims["exp"].int.map { Timestamp(seconds: Int64($0)) }
    }
}
