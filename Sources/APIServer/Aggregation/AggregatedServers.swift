internal import Document
internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
internal import PKI
internal import Resources
internal import Synchronization

/// How other servers of the API are reached: through their service, with this server's certificate as a proxy and the name of who asks.
package final class AggregatedServers: Sendable {
    /// The longest document that is read of another server, in bytes.
    static let documentLimit = 32 << 20
    /// Of the requests that find out about a server.
    private static let timeout = TimeAmount.seconds(5)
    /// As whom this server asks on its own account.
    private static let itself = UserInfo(name: "system:kube-aggregator", groups: [UserInfo.Group.masters])

    private let targets: ServiceTargets
    private let identity: Mutex<Identity?>

    /// - Parameter identity: what this server shows of itself, signed by the authority of proxies; without it others believe nobody.
    init(registry: ResourceRegistry, identity: Identity?) {
        targets = ServiceTargets(registry: registry)
        self.identity = Mutex(identity)
    }

    /// Shows another certificate on connections made from now on.
    func use(_ identity: Identity) { self.identity.withLock { $0 = identity } }

    /// A connection, not yet opened.
    func connection(to api: AggregatedAPI) throws -> HTTPClientConnection {
        let identity = identity.withLock { $0 }
        let tls = try ClientTLS(
            authority: api.isUnverified ? nil : api.authority, certificateChain: identity.map { Array($0.certificatePEM.utf8) },
            privateKey: identity.map { Array($0.privateKeyPEM.utf8) }, trustsMachine: !api.isUnverified && api.authority == nil,
            serverName: "\(api.service.name).\(api.service.namespace).svc")
        return try targets.connection(to: api.service, port: api.port, tls: tls)
    }

    /// The fields that tell a server behind a proxy who asks (upstream: `transport.SetAuthProxyHeaders`).
    static func headers(of user: UserInfo) -> HTTPHeaders {
        var headers = HTTPHeaders([("X-Remote-User", user.name)])
        if !user.uid.isEmpty { headers.add(name: "X-Remote-Uid", value: user.uid) }
        for group in user.groups { headers.add(name: "X-Remote-Group", value: group) }
        for (key, values) in user.extra.sorted(by: { $0.key < $1.key }) {
            let name = "X-Remote-Extra-" + QueryText.escape(key, keeping: "!#$&'*+^`|")
            for value in values { headers.add(name: name, value: value) }
        }
        return headers
    }

    struct Document: Sendable {
        var status: Int
        var bytes: [UInt8]
        var etag: String
    }

    /// Asks a server on this one's own account.
    /// - Parameter etag: of what is known already; the answer to that is 304.
    func get(_ path: String, from api: AggregatedAPI, accept: String = MediaType.json, etag: String = "") async throws -> Document {
        try await get(path, over: connection(to: api), accept: accept, etag: etag)
    }

    /// - Parameter connection: leads to the server; not yet opened.
    func get(
        _ path: String, over connection: HTTPClientConnection, accept: String = MediaType.json, etag: String = ""
    ) async throws -> Document {
        var connection = connection
        (connection.connectTimeout, connection.answerTimeout) = (Self.timeout, Self.timeout)
        var headers = Self.headers(of: Self.itself)
        headers.add(name: "Accept", value: accept)
        if !etag.isEmpty { headers.add(name: "If-None-Match", value: etag) }
        let answer = try await connection.request("GET", path, headers: headers)
        defer { answer.close() }
        // A server that stops in the middle must not hold up all that is found out about it.
        let deadline = Task {
            if (try? await Task.sleep(for: .nanoseconds(Self.timeout.nanoseconds * 2))) != nil { answer.close() }
        }
        defer { deadline.cancel() }
        let bytes = Array(try await answer.body.collect(upTo: Self.documentLimit).readableBytesView)
        return Document(status: answer.status, bytes: bytes, etag: answer.headers.first(name: "etag") ?? "")
    }
}
