internal import Document
internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
package import Resources

/// Begins the record of each request that the policy wants one of. A server without a policy has no auditor.
package struct Auditor: Sendable {
    /// Bytes of a client's name that are kept.
    private static let agentLimit = 1_024

    let policy: AuditPolicy
    package let log: AuditLog
    private let now: @Sendable () -> Timestamp

    package init(policy: AuditPolicy, log: AuditLog, now: @escaping @Sendable () -> Timestamp = { .now() }) {
        self.policy = policy
        self.log = log
        self.now = now
    }

    /// What a request shows of itself on its arrival.
    struct Arrival: Sendable {
        var info: RequestInfo
        /// Path and query as they were sent.
        var target: String
        var headers: HTTPHeaders = [:]
        /// Empty for a request from inside the process.
        var address = ""
        var auditID: String
    }

    /// What becomes of a request whose arrival was to be recorded.
    enum Admittance: Sendable {
        case proceed(AuditTrail?)
        /// There is no room for its record at present.
        case wait(AuditTrail)
        case refuse
    }

    /// - Parameter user: the sender, before any impersonation; nil when it could not be found out.
    func begin(_ arrival: Arrival, _ user: UserInfo?) -> Admittance {
        let decision = policy.decision(user: user, arrival.info.attributes)
        guard decision.level > .none else { return .proceed(nil) }
        let trail = AuditTrail(
            decision, common: Self.common(arrival, user), reference: Self.reference(arrival.info), received: now(), log: log, now: now)
        log.countRequest(decision.level)
        guard log.mode != .batch, log.isFull else { return .proceed(trail) }
        if log.mode == .blocking { return .wait(trail) }
        log.countRefusal()
        return .refuse
    }

    /// What is answered to a request that may not go unrecorded.
    static let unrecorded = APIError.internalError("failed to store audit event")

    /// Records a request whose sender could not be found out.
    func recordRefusal(_ arrival: Arrival, code: Int) {
        guard case .proceed(let trail?) = begin(arrival, nil) else { return }
        var methods: [String] = []
        if let credentials = arrival.headers.first(name: "authorization")?.lowercased() {
            for method in ["basic", "bearer"] where credentials.hasPrefix(method + " ") { methods.append(method) }
        }
        let message =
            methods.isEmpty
            ? "Authentication failed, no credentials provided" : "Authentication failed, attempted: " + methods.joined(separator: ", ")
        trail.refused(message, code: code)
    }

    private static func common(_ arrival: Arrival, _ user: UserInfo?) -> JSON {
        var agent = arrival.headers.first(name: "user-agent") ?? ""
        if agent.utf8.count > agentLimit { agent = String(agent.prefix(agentLimit)) + "...TRUNCATED" }
        return [
            "auditID": .string(arrival.auditID), "requestURI": .string(arrival.target), "verb": .string(arrival.info.verb),
            "user": user?.document ?? [:], "sourceIPs": JSON(addresses(arrival)), "userAgent": agent.isEmpty ? .null : .string(agent),
        ]
    }

    /// The chain that proxies tell of, and at its end who spoke to this server.
    private static func addresses(_ arrival: Arrival) -> [String] {
        var result: [String] = []
        for header in arrival.headers["x-forwarded-for"] {
            for part in header.split(separator: ",") {
                let text = part.filter { $0 != " " }
                if (try? SocketAddress(ipAddress: text, port: 0)) != nil { result.append(text) }
            }
        }
        if result.isEmpty, let real = arrival.headers.first(name: "x-real-ip"), (try? SocketAddress(ipAddress: real, port: 0)) != nil {
            result.append(real)
        }
        let last = arrival.address.isEmpty ? "127.0.0.1" : arrival.address
        if result.last != last { result.append(last) }
        return result
    }

    private static func reference(_ info: RequestInfo) -> JSON {
        guard info.isResourceRequest else { return .null }
        func text(_ value: String) -> JSON { value.isEmpty ? .null : .string(value) }
        return [
            "resource": text(info.resource), "namespace": text(info.namespace), "name": text(info.name), "apiGroup": text(info.group),
            "apiVersion": text(info.version), "subresource": text(info.subresource),
        ]
    }
}
