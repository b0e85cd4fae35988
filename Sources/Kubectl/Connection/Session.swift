internal import Client
internal import Document
internal import Resources
import Synchronization

/// What a command works with; each part is made when it is first asked for, because most commands need only some.
final class Session: Sendable {
    let console: Console
    let environment: Environment
    let flags: FlagValues
    private let made = Mutex(Made())

    private struct Made {
        var connection: Connection?
        var client: RESTClient?
        var discovery: Discovery?
    }

    init(console: Console, environment: Environment, flags: FlagValues) {
        self.console = console
        self.environment = environment
        self.flags = flags
    }

    func connection() throws -> Connection {
        if let connection = made.withLock({ $0.connection }) { return connection }
        let connection = try Connection.resolve(flags, environment: environment, console: console)
        made.withLock { $0.connection = connection }
        return connection
    }

    /// The namespace to work in, from the flag, the context, or `default`.
    func namespace() throws -> String { try connection().namespace }

    /// How to reach the server, with the credentials that a plugin gives. Runs the plugin if it has to.
    func configuration() throws -> ClientConfiguration {
        let connection = try connection()
        var configuration = connection.configuration
        guard let credentials = connection.credentials else { return configuration }
        let first = try credentials.current()
        if let certificate = first.certificate, let key = first.key {
            configuration.clientCertificatePEM = certificate
            configuration.privateKeyPEM = key
        }
        configuration.tokens = { try credentials.current().token }
        return configuration
    }

    func client() throws -> RESTClient {
        if let client = made.withLock({ $0.client }) { return client }
        let client = try RESTClient(
            configuration(), credentials: connection().credentials,
            version: flags.bool("match-server-version") ? environment.version : nil, timeout: try requestTimeout(),
            verbosity: flags.int("v"), console: console)
        made.withLock { $0.client = client }
        return client
    }

    /// What the server serves, from the cache on disk while it is good.
    func discovery() throws -> Discovery {
        if let discovery = made.withLock({ $0.discovery }) { return discovery }
        let client = try client()
        let folder = flags.given("cache-dir") ?? environment["KUBECACHEDIR"] ?? environment.home + "/.kube/cache"
        let discovery = Discovery(client: client, cache: DiscoveryCache(folder: folder, server: client.server))
        made.withLock { $0.discovery = discovery }
        return discovery
    }

    /// `--warnings-as-errors`: what the server warned of fails a command that has done its work.
    func checkWarnings() throws(Failure) {
        let count = made.withLock { $0.client }?.warningCount ?? 0
        guard flags.bool("warnings-as-errors"), count > 0 else { return }
        throw Failure(count == 1 ? "1 warning received" : "\(count) warnings received")
    }

    /// Ends connections, so that the process ends without noise.
    func end() async {
        let client = made.withLock { $0.client }
        await client?.shutdown()
    }
}
