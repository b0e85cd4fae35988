import CRI
import Document
import HTTPServing
import Logging
import NIOCore
import NIOHTTP1
import Resources

/// The kubelet's own HTTP interface, used by the API server for logs, exec, attach and port forwarding, and by collectors of metrics.
struct KubeletHandler: HTTPHandler {
    /// The largest request body taken, bytes; none of the paths needs one.
    static let bodyLimit = 64 << 10

    let pods: PodManager
    let runtime: any ContainerRuntime
    let configuration: KubeletConfiguration
    let authenticator: KubeletAuthenticator
    let logger: Logger
    let now: @Sendable () -> Timestamp
    let stats: StatsProvider

    init(
        pods: PodManager, runtime: any ContainerRuntime, configuration: KubeletConfiguration, node: NodeObject,
        authenticator: KubeletAuthenticator, logger: Logger, now: @escaping @Sendable () -> Timestamp
    ) {
        (self.pods, self.runtime, self.configuration) = (pods, runtime, configuration)
        (self.authenticator, self.logger, self.now) = (authenticator, logger, now)
        stats = StatsProvider(pods: pods, runtime: runtime, configuration: configuration, now: now)
    }

    func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy {
        headers.contains(name: "Upgrade") ? .stream : .collect(limit: Self.bodyLimit)
    }

    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        Task {
            do {
                try await serve(request, exchange)
            } catch let error as APIError {
                exchange.respond(.text(error.code, error.message))
            } catch let error as RuntimeError where error.code == .notFound {
                exchange.respond(.text(404, error.message))
            } catch let error as ConfigurationError {
                exchange.respond(.text(400, "\(error)"))
            } catch {
                logger.warning("request failed", metadata: ["path": "\(request.path)", "error": "\(error)"])
                exchange.respond(.text(500, "\(error)"))
            }
        }
    }

    private func serve(_ request: HTTPRequest, _ exchange: HTTPExchange) async throws {
        guard let caller = try await authenticator.caller(request) else { return exchange.respond(.text(401, "Unauthorized")) }
        let (verb, subresource) = KubeletAuthenticator.attributes(method: request.method, path: request.path)
        guard try await authenticator.mayUse(caller, verb: verb, subresource: subresource) else {
            return exchange.respond(
                .text(403, "Forbidden (user=\(caller.name), verb=\(verb), resource=nodes, subresource(s)=[\(subresource)])"))
        }
        guard let path = KubeletPath(request.path) else { return exchange.respond(.text(404, "404 page not found")) }
        let query = queryItems(request.query)
        if let target = path.streamTarget, target.namespace == Pod.systemNamespace, configuration.builtInLogs[target.pod] != nil {
            throw APIError(code: 400, reason: .badRequest, message: Self.noContainer(target))
        }
        switch path {
        case .health: exchange.respond(.text(200, "ok"))
        case .pods: respond(exchange, ["kind": "PodList", "apiVersion": "v1", "metadata": [:], "items": .array(pods.pods.map(\.json))])
        case .summary: respond(exchange, try await stats.summary())
        case .metrics, .resourceMetrics: respond(exchange, text: try await stats.resourceMetrics())
        case .logs(let target): try await logs(target, query, exchange)
        case .exec(let target):
            let id = try await containerID(target)
            let command = query.filter { $0.name == "command" }.map(\.value)
            let url = try await runtime.execURL(id, command: command, streams: try Self.streams(query))
            try await StreamProxy(url: url).run(request, exchange)
        case .attach(let target):
            let id = try await containerID(target)
            let url = try await runtime.attachURL(id, streams: try Self.streams(query))
            try await StreamProxy(url: url).run(request, exchange)
        case .run(let target):
            let command = query.filter { $0.name == "cmd" }.flatMap { $0.value.split(separator: " ").map(String.init) }
            let result = try await runtime.execSync(try await containerID(target), command: command, timeout: .seconds(60))
            respond(exchange, text: String(decoding: result.stdout + result.stderr, as: UTF8.self))
        case .portForward(let target):
            guard let sandbox = await worker(target)?.known.readySandbox else { throw Self.noPod(target) }
            let ports = query.filter { $0.name == "port" }.compactMap { Int32($0.value) }
            let url = try await runtime.portForwardURL(sandboxID: sandbox.id, ports: ports)
            try await StreamProxy(url: url).run(request, exchange)
        case .localVolume(let name): try removeVolume(name, request.method, exchange)
        }
    }

    private func removeVolume(_ name: String, _ method: String, _ exchange: HTTPExchange) throws {
        guard method == "DELETE" else { return exchange.respond(.text(405, "only DELETE is served here")) }
        guard NameRules.dns1123Subdomain(name).isEmpty else { throw ConfigurationError("\"\(name)\" is no name of a volume") }
        let path = configuration.localVolume(name)
        try FileSystem.removeTree(path)
        logger.info("removed a volume", metadata: ["volume": "\(name)"])
        exchange.respond(.text(200, "removed"))
    }

    private func respond(_ exchange: HTTPExchange, _ json: JSON) {
        exchange.respond(status: 200, headers: ["Content-Type": "application/json"], body: ByteBuffer(bytes: json.encoded()))
    }

    private func respond(_ exchange: HTTPExchange, text: String) {
        exchange.respond(status: 200, headers: ["Content-Type": "text/plain; charset=utf-8"], body: ByteBuffer(string: text))
    }

    // MARK: targets

    private func worker(_ target: KubeletPath.Target) -> PodWorker? {
        if let uid = target.uid { return pods.worker(uid: uid) }
        return pods.worker(namespace: target.namespace, name: target.pod)
    }

    private static func noContainer(_ target: KubeletPath.Target) -> String {
        "pod \"\(target.pod)_\(target.namespace)\" stands for a component inside the node's process: "
            + "it has a log, but no container to enter"
    }

    private static func noPod(_ target: KubeletPath.Target) -> APIError {
        APIError(code: 404, reason: .notFound, message: "pod \"\(target.pod)_\(target.namespace)\" does not exist")
    }

    private func containerID(_ target: KubeletPath.Target) async throws -> String {
        guard let worker = worker(target) else { throw Self.noPod(target) }
        guard let found = await worker.known.latest(target.container), found.status.state == .running else {
            throw APIError(code: 404, reason: .notFound, message: "container not found (\"\(target.container)\")")
        }
        return found.status.id
    }

    private static func streams(_ query: [(name: String, value: String)]) throws -> StreamOptions {
        func has(_ name: String) -> Bool { query.contains { $0.name == name && ($0.value == "1" || $0.value == "true") } }
        let streams = StreamOptions(
            stdin: has("input") || has("stdin"), stdout: has("output") || has("stdout"),
            stderr: (has("error") || has("stderr")) && !has("tty"), tty: has("tty"))
        guard streams.stdin || streams.stdout || streams.stderr else {
            throw ConfigurationError("you must specify at least 1 of stdin, stdout, stderr")
        }
        return streams
    }

    // MARK: logs

    private func logs(_ target: KubeletPath.Target, _ query: [(name: String, value: String)], _ exchange: HTTPExchange) async throws {
        var options = try LogOptions(query: query, now: now())
        options.container = target.container
        if target.namespace == Pod.systemNamespace, let path = configuration.builtInLogs[target.pod] {
            return try await copyLog(path, options, exchange, ends: nil) { true }
        }
        guard let worker = worker(target) else { throw Self.noPod(target) }
        let found = try await worker.logged(target.container, previous: options.previous)
        if options.previous || found.status.state != .running { options.follow = false }
        let id = found.status.id
        let ends = options.follow ? await worker.end(of: id) : nil
        try await copyLog(found.status.logPath, options, exchange, ends: ends) { await worker.isRunning(id) }
    }

    /// - Parameter ends: ends when nothing more can come.
    private func copyLog(
        _ path: String, _ options: LogOptions, _ exchange: HTTPExchange, ends: AsyncStream<Void>?,
        isRunning: @escaping @Sendable () async -> Bool
    ) async throws {
        guard FileSystem.exists(path) else { throw ConfigurationError("the log of container \"\(options.container)\" is not there yet") }
        let directory = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        let changes = options.follow ? FileWatcher.shared.changes(in: directory) : nil
        let waiter = ChangeWaiter(changes: changes, ends: ends)
        let writer = exchange.stream(
            status: 200, headers: ["Content-Type": "text/plain", "Transfer-Encoding": "chunked"], endsOnDrain: options.follow)
        writer.onClose { waiter.finish() }
        do {
            try await LogReader(path: path, options: options).read(
                isRunning: isRunning, changed: { try await waiter.wait() },
                write: { try await writer.writeWhenReady($0) })
            writer.finish()
        } catch is HTTPServingError {
            return  // the client has gone
        } catch {
            logger.debug("reading a log ended early", metadata: ["error": "\(error)"])
            writer.finish()
        }
        waiter.finish()
    }
}

extension PodWorker {
    /// The container whose log is asked for.
    func logged(_ name: String, previous: Bool) throws(ConfigurationError) -> PodContainer {
        try LoggedContainer.find(name, of: pod, known: known, waiting: waiting[name], previous: previous)
    }

    func isRunning(_ id: String) -> Bool { known.container(id)?.status.state == .running }

    /// A stream that ends when the container has ended.
    func end(of id: String) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        if isRunning(id) { endListeners[id, default: []].append(continuation) } else { continuation.finish() }
        return stream
    }
}

/// Waits for a change of a directory or the end of a container, whichever comes first.
final class ChangeWaiter: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let tasks: [Task<Void, Never>]

    init(changes: AsyncStream<Void>?, ends: AsyncStream<Void>?) {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        (self.stream, self.continuation) = (stream, continuation)
        var tasks: [Task<Void, Never>] = []
        if let changes { tasks.append(Task { for await _ in changes { continuation.yield() } }) }
        if let ends {
            tasks.append(
                Task {
                    for await _ in ends {}
                    continuation.yield()
                })
        }
        self.tasks = tasks
    }

    /// Throws once `finish` has been called.
    func wait() async throws {
        var iterator = stream.makeAsyncIterator()
        if await iterator.next() == nil { throw CancellationError() }
    }

    func finish() {
        for task in tasks { task.cancel() }
        continuation.finish()
    }
}
