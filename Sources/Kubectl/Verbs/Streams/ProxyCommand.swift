internal import Client
internal import HTTPServing
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import Resources

/// `kubectl proxy`: the API server on a local port, with this user's credentials.
enum ProxyCommand {
    private static let defaultPort = 8001

    static let command = Command(
        "proxy", group: .debugging, usage: "[--port=PORT] [--api-prefix=prefix]", summary: "Run a proxy to the Kubernetes API server",
        details: "Serves the API on a port of this machine and adds your credentials to every request.",
        examples: [
            ("At port 8001", "kubectl proxy"), ("At a port chosen by the system", "kubectl proxy --port=0"),
            ("Below a prefix: localhost:8001/k8s-api/v1/pods", "kubectl proxy --api-prefix=/k8s-api"),
        ],
        flags: [
            .int("port", "p", defaultPort, "The port; 0 lets the system choose."),
            .string("address", nil, "127.0.0.1", values: .nothing, "The address to serve at."),
            .string("api-prefix", nil, "/", values: .nothing, "Serve the API below this path."),
            .string(
                "accept-hosts", nil, "^localhost$,^127\\.0\\.0\\.1$,^\\[::1\\]$", values: .nothing, "Hosts to accept (regular expressions)."
            ),
            .string("accept-paths", nil, "^.*", values: .nothing, "Paths to accept (regular expressions)."),
            .string(
                "reject-paths", nil, "^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach", values: .nothing,
                "Paths to refuse, accepted or not (regular expressions)."),
            .string("reject-methods", nil, "^$", values: .nothing, "Methods to refuse (regular expressions)."),
            .bool("disable-filter", "Accept every request. Dangerous at a port that others reach."),
            .string("www", "w", "", "A folder of static files (not supported: serve it with a web server)."),
            .string("www-prefix", "P", "/static/", values: .nothing, "Where --www would be."),
            .string("unix-socket", "u", "", "A socket instead of a port (not supported: use --port)."),
            .duration("keepalive", "0s", "Has no effect: connections are kept alive."),
            .bool("append-server-path", "Has no effect: servers have no path here."),
        ], run: run)

    private static func run(_ call: Invocation) async throws {
        let flags = call.flags
        if flags.changed("port"), flags.int("port") != defaultPort, !flags.string("unix-socket").isEmpty {
            throw Failure("cannot set --unix-socket and --port at the same time")
        }
        if !flags.string("unix-socket").isEmpty { throw Failure("--unix-socket is not supported by this kubectl: use --port") }
        if !flags.string("www").isEmpty {
            throw Failure("--www is not supported by this kubectl: serve the folder with a web server of its own")
        }
        if flags.bool("disable-filter") {
            call.console.err("W Request filter disabled, your proxy is vulnerable to XSRF attacks, please be cautious\n")
        }
        let handler = ProxyHandler(
            endpoint: try call.session.streamEndpoint(), prefix: flags.string("api-prefix"),
            filter: flags.bool("disable-filter") ? nil : try ProxyFilter(flags))
        var logger = Logger(label: "proxy")
        logger.logLevel = .critical
        let server = HTTPServer(
            configuration: HTTPServerConfiguration(listeners: [.init(host: flags.string("address"), port: flags.int("port"))]),
            handler: handler, logger: logger)
        let console = call.console
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask {
                let address = try await server.waitUntilListening().first
                let host = address?.ipAddress ?? "127.0.0.1"
                console.line("Starting to serve on \(host.contains(":") ? "[\(host)]" : host):\(address?.port ?? 0)")
                console.flush()
            }
            do {
                try await group.waitForAll()
            } catch HTTPServingError.cannotListen(let address, _, let reason) {
                throw Failure("listen tcp \(address): bind: \(reason)")
            }
        }
    }
}

/// Which requests a proxy passes on: those of pages of other sites it does not.
struct ProxyFilter: Sendable {
    /// Matched anew for each request, since expressions cannot be shared between threads.
    private let acceptHosts: [String]
    private let acceptPaths: [String]
    private let rejectPaths: [String]
    private let rejectMethods: [String]

    init(_ flags: FlagValues) throws {
        func expressions(_ name: String) throws -> [String] {
            let parts = flags.string(name).split(separator: ",").map(String.init)
            for part in parts {
                guard (try? Regex(part)) != nil else { throw Failure("error parsing regexp: `\(part)`") }
            }
            return parts
        }
        acceptHosts = try expressions("accept-hosts")
        acceptPaths = try expressions("accept-paths")
        rejectPaths = try expressions("reject-paths")
        rejectMethods = try expressions("reject-methods")
    }

    func accepts(method: String, path: String, host: String) -> Bool {
        if Self.matches(method, rejectMethods) || Self.matches(path, rejectPaths) { return false }
        return Self.matches(path, acceptPaths) && Self.matches(Self.withoutPort(host), acceptHosts)
    }

    private static func withoutPort(_ host: String) -> String {
        guard let colon = host.lastIndex(of: ":"), Int(host[host.index(after: colon)...]) != nil else { return host }
        return String(host[..<colon])
    }

    private static func matches(_ text: String, _ expressions: [String]) -> Bool {
        expressions.contains { expression in
            guard let regex = try? Regex(expression) else { return false }
            return text.firstMatch(of: regex) != nil
        }
    }
}

/// Passes requests on to the API server.
private struct ProxyHandler: HTTPHandler {
    let endpoint: StreamEndpoint
    let prefix: String
    let filter: ProxyFilter?

    func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy { .stream }

    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        let host = request.headers.first(name: "host") ?? ""
        if let filter, !filter.accepts(method: request.method, path: request.path, host: host) {
            return exchange.respond(.text(403, "Forbidden"))
        }
        guard let path = served(request.path) else { return exchange.respond(.text(404, "404 page not found")) }
        let target = path + (request.query.isEmpty ? "" : "?" + request.query)
        Task {
            do {
                try await endpoint.pass(request, to: target, exchange)
            } catch {
                exchange.respond(.text(502, "Bad Gateway: \(ErrorText.plain(error))"))
            }
        }
    }

    /// The server's path for one of the proxy's.
    private func served(_ path: String) -> String? {
        let trimmed = prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix
        if trimmed.isEmpty { return path }
        guard path.hasPrefix(trimmed + "/") else { return nil }
        return String(path.dropFirst(trimmed.count))
    }
}
