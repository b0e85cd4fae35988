import HTTPServing
import NIOCore
import NIOHTTP1
import Resources

/// A GET as probes and lifecycle hooks make it: one connection, one answer, no more of its body than is shown.
struct HTTPAction: Sendable {
    /// Bytes of the body that are kept.
    static let bodyLimit = 10 << 10

    var isTLS: Bool
    var host: String
    var port: Int
    var path: String
    var headers: [(name: String, value: String)]

    struct Answer: Sendable {
        var status: Int
        var body: String
    }

    var url: String { "\(isTLS ? "https" : "http")://\(host):\(port)\(path)" }

    /// - Parameter podAddress: who is asked when the action names no host.
    init(_ action: HTTPGetAction, container: Container, podAddress: String, agent: String) throws(ConfigurationError) {
        isTLS = action.scheme.uppercased() == "HTTPS"
        host = action.host.isEmpty ? podAddress : action.host
        port = try Self.port(action.port, container)
        path = action.path.hasPrefix("/") ? action.path : "/" + action.path
        headers = action.httpHeaders.map { ($0.name, $0.value) }
        if !headers.contains(where: { $0.name.lowercased() == "user-agent" }) { headers.append(("User-Agent", agent)) }
        if !headers.contains(where: { $0.name.lowercased() == "accept" }) { headers.append(("Accept", "*/*")) }
        headers.append(("Connection", "close"))
    }

    /// A port given by number, or by the name it has in the container.
    static func port(_ port: IntOrString, _ container: Container) throws(ConfigurationError) -> Int {
        switch port {
        case .int(let number) where (1...65535).contains(number): return number
        case .string(let name):
            if let found = container.ports.first(where: { $0.name == name }) { return found.containerPort }
            if let number = Int(name), (1...65535).contains(number) { return number }
            throw ConfigurationError("couldn't find port: \(name)")
        default: throw ConfigurationError("invalid port number: \(port)")
        }
    }

    func perform(timeout: Duration) async throws -> Answer {
        let limit = TimeAmount.nanoseconds(
            timeout.components.seconds * 1_000_000_000 + timeout.components.attoseconds / 1_000_000_000)
        // Probes ask whether a container answers, not who it is.
        var connection = HTTPClientConnection(host: host, port: port, tls: isTLS ? try ClientTLS(authority: nil) : nil)
        connection.connectTimeout = limit
        connection.answerTimeout = limit
        let begun = ContinuousClock.now
        do {
            let answer = try await connection.request("GET", path, headers: HTTPHeaders(headers.map { ($0.name, $0.value) }))
            defer { answer.close() }
            var body = ByteBuffer()
            while body.readableBytes < Self.bodyLimit, var part = try await answer.body.next() { body.writeBuffer(&part) }
            return Answer(status: answer.status, body: String(buffer: body))
        } catch _ where ContinuousClock.now - begun >= timeout {
            throw ActionError.timedOut
        }
    }
}

enum ActionError: Error { case timedOut }
