import Client
import Document
import HTTPServing
import Logging
import NIOCore
import NIOHTTP1
import Resources
import Synchronization
import Testing

@testable import Dashboard

@Suite struct LocalDashboardTests {
    private static let credentials = "the-kubeconfigs-token"

    /// Stands for an API server: tells what it was asked, and joins WebSockets' messages back.
    private struct Backend: HTTPHandler {
        func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy { .collect(limit: 1 << 20) }
        func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
            if request.isWebSocketUpgrade {
                let offered = request.webSocketSubprotocols
                return exchange.webSocket(subprotocol: offered.first) { socket in
                    while let message = try? await socket.messages.next() { socket.post(message) }
                }
            }
            let seen: JSON = [
                "method": .string(request.method), "target": .string(request.path + "?" + request.query),
                "authorization": .array(request.headers["authorization"].map { .string($0) }),
                "origin": .array((request.headers["origin"] + request.headers["cookie"]).map { .string($0) }),
                "body": .string(String(buffer: request.body)),
            ]
            exchange.respond(status: 200, headers: ["Content-Type": "application/json"], body: ByteBuffer(bytes: seen.encoded()))
        }
    }

    private final class Notices: Sendable {
        let all = Mutex<[LocalDashboard.Notice]>([])
        func waitForLink() async throws -> String {
            while true {
                if case .ready(let link)? = all.withLock({ $0.first }) { return link }
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    /// A dashboard on a free port before a server of its own; `body` is given the way to it and the secret of its first link.
    private func withDashboard(_ body: (HTTPClientConnection, String, Notices) async throws -> Void) async throws {
        let server = HTTPServer(
            configuration: HTTPServerConfiguration(listeners: [.init(host: "127.0.0.1", port: 0)]), handler: Backend(),
            logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            let backendPort = try await server.waitUntilListening().first?.port ?? 0
            let notices = Notices()
            let dashboard = try LocalDashboard(
                ClientConfiguration(server: "http://127.0.0.1:\(backendPort)", bearerToken: Self.credentials), port: 0,
                explain: { kind, name, namespace in
                    if name == "gone" { throw APIError(code: 404, reason: .notFound, message: "no such pod") }
                    return [Explanation(subject: kind + "/" + name, reason: "in " + namespace, evidence: ["e"], fix: "f", isHealthy: false)]
                }, logger: Logger(label: "test"), notice: { notice in notices.all.withLock { $0.append(notice) } })
            group.addTask { try await dashboard.run() }
            let link = try await notices.waitForLink()
            let parts = link.split(separator: "=")
            let port = try #require(Int(link.dropFirst("http://127.0.0.1:".count).prefix { $0 != "/" }))
            try await dashboard.checkServer()
            try await body(HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil), String(parts[1]), notices)
            group.cancelAll()
            try? await group.waitForAll()
        }
    }

    private func ask(
        _ dashboard: HTTPClientConnection, _ method: String, _ target: String, headers: HTTPHeaders = [:], body: String = ""
    ) async throws -> (status: Int, document: JSON, text: String) {
        let stream = HTTPServing.ByteStream()
        stream.push(ByteBuffer(string: body))
        stream.finish()
        let answer = try await dashboard.request(
            method, target, headers: headers, body: body.isEmpty ? nil : stream, bodyLength: body.isEmpty ? nil : body.utf8.count)
        let bytes = Array(try await answer.body.collect(upTo: 1 << 20).readableBytesView)
        answer.close()
        return (answer.status, (try? JSON.parse(bytes)) ?? .null, String(decoding: bytes, as: UTF8.self))
    }

    private func open(_ dashboard: HTTPClientConnection, _ secret: String) async throws -> HTTPHeaders {
        let token = try await ask(dashboard, "POST", "/dashboard/open", body: secret).document["token"].string
        return ["Authorization": "Bearer " + (try #require(token))]
    }

    @Test func theLinkOpensTheAPIWithTheKubeconfigsCredentials() async throws {
        try await withDashboard { dashboard, secret, notices in
            #expect(try await ask(dashboard, "GET", "/api/v1/pods").status == 401)
            #expect(try await ask(dashboard, "GET", "/api/v1/pods", headers: ["Authorization": "Bearer " + secret]).status == 401)
            var headers = try await open(dashboard, secret)
            headers.add(name: "Cookie", value: "a=b")
            let seen = try await ask(dashboard, "PUT", "/api/v1/pods?limit=5", headers: headers, body: "hello").document
            #expect(seen["method"] == "PUT" && seen["target"] == "/api/v1/pods?limit=5" && seen["body"] == "hello")
            #expect(seen["authorization"] == [.string("Bearer " + Self.credentials)])
            #expect(seen["origin"] == [])
            let last = notices.all.withLock { $0.last }
            guard case .opened(let next)? = last else { throw APIError.internalError("no further link") }
            #expect(!next.contains(secret))
        }
    }

    @Test func aSecondUseClosesWhatTheFirstOpened() async throws {
        try await withDashboard { dashboard, secret, notices in
            let headers = try await open(dashboard, secret)
            #expect(try await ask(dashboard, "GET", "/api", headers: headers).status == 200)
            #expect(try await ask(dashboard, "POST", "/dashboard/open", body: secret).status == 403)
            #expect(try await ask(dashboard, "GET", "/api", headers: headers).status == 401)
            #expect(notices.all.withLock { $0.last } == .replayed)
            #expect(try await ask(dashboard, "POST", "/dashboard/open", body: "a guess").status == 403)
            #expect(try await ask(dashboard, "GET", "/dashboard/open").status == 405)
        }
    }

    @Test func thePageNeedsNoSession() async throws {
        try await withDashboard { dashboard, _, _ in
            let page = try await ask(dashboard, "GET", "/dashboard/")
            #expect(page.status == 200 && page.text.contains("<title>Coxswain</title>"))
            let root = try await dashboard.request("GET", "/")
            #expect(root.status == 302 && root.headers.first(name: "location") == "/dashboard/")
            root.close()
            #expect(try await ask(dashboard, "GET", "/dashboard/../api/v1/secrets").status == 404)
        }
    }

    @Test func requestsBentHereAreRefused() async throws {
        try await withDashboard { dashboard, secret, _ in
            let headers = try await open(dashboard, secret)
            for (name, value) in [("Host", "evil.example:\(dashboard.port)"), ("Origin", "http://evil.example")] {
                var bent = headers
                bent.add(name: name, value: value)
                #expect(try await ask(dashboard, "GET", "/api", headers: bent).status == 403)
                #expect(try await ask(dashboard, "GET", "/dashboard/", headers: [name: value]).status == 403)
            }
        }
    }

    @Test func webSocketsBearTheTokenAmongTheirSubprotocols() async throws {
        try await withDashboard { dashboard, secret, _ in
            let refused = try await dashboard.webSocket("/api/v1/pods?watch=1", subprotocols: ["v5.channel.k8s.io"])
            #expect(refused.status == 401)
            refused.close()
            let token = try #require(try await open(dashboard, secret).first(name: "authorization")?.dropFirst("Bearer ".count))
            let encoded = Base64.encode(Array(token.utf8)).map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }.filter { $0 != "=" }
            let answer = try await dashboard.webSocket(
                "/api/v1/pods?watch=1",
                subprotocols: ["base64url.bearer.authorization.k8s.io." + String(encoded), "v5.channel.k8s.io"])
            #expect(answer.headers.first(name: "sec-websocket-protocol") == "v5.channel.k8s.io")
            let socket = try #require(answer.webSocket)
            try await socket.send(.text(ByteBuffer(string: "ping")))
            #expect(try await socket.messages.next() == .text(ByteBuffer(string: "ping")))
            await socket.close(.normal)
        }
    }

    @Test func whyIsTold() async throws {
        try await withDashboard { dashboard, secret, _ in
            let question = #"{"kind":"pods","namespace":"n","name":"web"}"#
            #expect(try await ask(dashboard, "POST", "/dashboard/why", body: question).status == 401)
            let headers = try await open(dashboard, secret)
            let found = try await ask(dashboard, "POST", "/dashboard/why", headers: headers, body: question).document["explanations"]
            #expect(found[0]["subject"] == "pods/web" && found[0]["reason"] == "in n" && found[0]["healthy"] == false)
            let gone = try await ask(dashboard, "POST", "/dashboard/why", headers: headers, body: #"{"kind":"pods","name":"gone"}"#)
            #expect(gone.status == 404 && gone.document["message"] == "no such pod")
            #expect(try await ask(dashboard, "POST", "/dashboard/why", headers: headers, body: "{}").status == 400)
        }
    }

    @Test func aServerThatIsNotThereIsNamed() async throws {
        let dashboard = try LocalDashboard(
            ClientConfiguration(server: "http://127.0.0.1:1"), port: 0, explain: nil, logger: Logger(label: "test"), notice: { _ in })
        do {
            try await dashboard.checkServer()
            Issue.record("nobody listens there")
        } catch let error as ConfigurationError {
            #expect(error.description.contains("127.0.0.1:1") && error.description.contains("refused"))
        }
    }
}
