internal import Client
internal import Document
internal import Logging
internal import Resources
import Synchronization

/// The API as commands use it: failures of the transport become `TransportFailure`, warnings of the server go to standard error.
final class RESTClient: APIClient, Sendable {
    let server: String
    private let client: HTTPSClient
    private let console: Console
    private let verbosity: Int
    private let warned = Mutex<Set<String>>([])
    private let credentials: ExecCredentials?
    /// The version the server has to have, until it has been asked; nil when any will do.
    private let demanded: Mutex<String?>

    /// - Parameters:
    ///   - credentials: of the plugin that `configuration` signs in with.
    ///   - version: the one that the server must have; nil takes any.
    init(
        _ configuration: ClientConfiguration, credentials: ExecCredentials? = nil, version: String? = nil, timeout: Duration?,
        verbosity: Int, console: Console
    ) throws {
        self.credentials = credentials
        demanded = Mutex(version)
        var limits = HTTPSClient.Limits()
        limits.requestTimeout = timeout ?? .seconds(86_400)
        limits.watchSilence = .seconds(86_400)
        var logger = Logger(label: "kubectl") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        client = try HTTPSClient(configuration, limits: limits, logger: logger)
        server = configuration.server
        self.verbosity = verbosity
        self.console = console
    }

    /// How many different warnings the server has given.
    var warningCount: Int { warned.withLock { $0.count } }

    func shutdown() async { try? await client.shutdown() }

    func send(_ request: APIRequest) async throws -> APIResponse {
        try await checkVersion()
        if verbosity >= 6 { console.err("\(request.method) \(server)\(request.path)\n") }
        let response = try await reaching { try await client.send(request) }
        for (name, value) in response.headers where name.lowercased() == "warning" { warn(value) }
        return response
    }

    /// The body as it comes in: watches, logs.
    func stream(_ request: APIRequest) async throws -> ByteStream {
        try await checkVersion()
        return try await reaching { try await client.stream(request) }
    }

    func list(_ type: ResourceType, _ options: ListOptions) async throws -> RecordList {
        try await reaching { try await client.list(type, options) }
    }

    func watch(_ type: ResourceType, _ options: WatchOptions) async throws -> WatchStream {
        try await reaching { try await client.watch(type, options) }
    }

    private func reaching<T: Sendable>(_ work: () async throws -> T) async throws -> T {
        do {
            return try await work()
        } catch {
            if (error as? APIError)?.code == 401 { credentials?.refused() }
            throw TransportFailure(error, server: server) ?? error
        }
    }

    /// `--match-server-version`, before the first request.
    private func checkVersion() async throws {
        let demanded = demanded.withLock { demanded in
            defer { demanded = nil }
            return demanded
        }
        guard let demanded else { return }
        let answer = try await reaching { try await client.send(APIRequest(method: "GET", path: "/version")) }
        let version = (try? JSON.parse(answer.body))?["gitVersion"].string ?? ""
        if version != demanded {
            throw Failure("server version (\(version.goQuoted)) differs from client version (\(demanded.goQuoted))")
        }
    }

    /// The answer as a document.
    func document(
        _ method: String = "GET", _ path: String, query: [(name: String, value: String)] = [], body: JSON? = nil,
        contentType: String = MediaType.json, accept: String = MediaType.json
    ) async throws -> JSON {
        let request = APIRequest(
            method: method, path: path, query: query, contentType: body == nil ? nil : contentType, accept: accept,
            body: body?.encoded() ?? [])
        return try await JSON.parse(send(request).body)
    }

    /// A header such as `299 - "text"`; each text is shown once.
    private func warn(_ header: String) {
        guard let open = header.firstIndex(of: "\""), let close = header.lastIndex(of: "\""), open < close else { return }
        var text = ""
        var escaped = false
        for character in header[header.index(after: open)..<close] {
            if character == "\\", !escaped {
                escaped = true
                continue
            }
            escaped = false
            text.append(character)
        }
        if warned.withLock({ $0.insert(text).inserted }) { console.err("Warning: \(text)\n") }
    }
}
