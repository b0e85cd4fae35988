import Client
import Document
import HTTPServing
import Logging
import NIOCore
import NIOHTTP1
import Resources
import Storage
import Synchronization
import Testing

@testable import APIServer

/// Flow control as clients over HTTP meet it.
@Suite struct FlowControlDoorTests {
    private struct Jane: RequestAuthenticator {
        func authenticate(headers: HTTPHeaders, connection: HTTPConnectionInfo) throws(APIError) -> UserInfo? {
            UserInfo(name: headers.first(name: "user") ?? "jane", groups: [UserInfo.Group.authenticated])
        }
    }

    /// An action that lasts until it is let go.
    private final class SlowAction: ActionHandler {
        let group = ""
        let resource = "serviceaccounts"
        let subresource = "token"
        private let state = Mutex<(begun: Int, waiting: [CheckedContinuation<Void, Never>], isOpen: Bool)>((0, [], false))

        var begun: Int { state.withLock { $0.begun } }

        func perform(_ object: JSON, _ call: ActionCall) async throws(APIError) -> (status: Int, object: JSON) {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    state.begun += 1
                    if !state.isOpen { state.waiting.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
            return (201, object)
        }

        func open() {
            let waiting = state.withLock { state in
                state.isOpen = true
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume() }
        }
    }

    private struct Reply: Sendable {
        var status: Int
        var headers: HTTPHeaders
        var body: String
    }

    private func send(_ port: Int, _ method: String, _ path: String, user: String = "jane") async throws -> Reply {
        let connection = HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil)
        let body = method == "POST" ? ByteBuffer(string: "{}") : nil
        let answer = try await connection.request(
            method, path, headers: ["User": user, "Content-Type": "application/json", "Connection": "close"],
            body: body.map { ByteStream.of($0) },
            bodyLength: body?.readableBytes)
        defer { answer.close() }
        return Reply(status: answer.status, headers: answer.headers, body: String(buffer: try await answer.body.collect(upTo: 1 << 20)))
    }

    /// A server with room for one request at a time.
    private func withServer(_ body: (Int, ServerCore, SlowAction) async throws -> Void) async throws {
        let slow = SlowAction()
        let registry = ResourceRegistry(storage: MemoryStorage())
        var parts = ServerCore.Parts(authorizer: TestServer.AllowAll())
        parts.actions = [slow]
        var limits = RequestLimits()
        (limits.reading, limits.mutating) = (1, 0)
        let core = ServerCore(registry: registry, parts: parts, limits: limits)
        let subscription = try await core.start(logger: Logger(label: "test"))
        try await serving(core.door(Jane())) { port in try await body(port, core, slow) }
        subscription.cancel()
    }

    private static let token = "/api/v1/namespaces/default/serviceaccounts/x/token"

    private func wait(until condition: () -> Bool) async throws {
        for _ in 0..<500 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
        #expect(condition())
    }

    @Test func aFullLevelRefuses() async throws {
        try await withServer { port, _, slow in
            async let first = send(port, "POST", Self.token)
            try await wait { slow.begun == 1 }
            let second = try await send(port, "GET", TestServer.pods)
            #expect(second.status == 429)
            #expect(second.headers.first(name: "retry-after") == "1")
            #expect(second.body == "Too many requests, please try again later.\n")
            #expect(try await send(port, "GET", "/healthz").status == 429, "nothing is exempt before the objects are there")
            slow.open()
            #expect(try await first.status == 201)
            #expect(try await send(port, "GET", TestServer.pods).status == 200)
        }
    }

    @Test func whoFindsNoSeatWaitsForIt() async throws {
        try await withServer { port, core, slow in
            let admin = core.client(as: UserInfo(name: "admin", groups: [UserInfo.Group.masters]))
            for (plural, name, spec) in [
                (
                    "prioritylevelconfigurations", "few",
                    #"{"type":"Limited","limited":{"nominalConcurrencyShares":1000,"limitResponse":{"type":"Queue","queuing":{"queues":4,"handSize":1,"queueLengthLimit":1}}}}"#
                ),
                (
                    "flowschemas", "all",
                    #"{"priorityLevelConfiguration":{"name":"few"},"matchingPrecedence":50,"distinguisherMethod":{"type":"ByUser"},"rules":[{"subjects":[{"kind":"Group","group":{"name":"system:authenticated"}}],"resourceRules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"],"clusterScope":true,"namespaces":["*"]}]}]}"#
                ),
            ] {
                _ = try await admin.send(
                    .init(
                        method: "POST", path: "/apis/flowcontrol.apiserver.k8s.io/v1/\(plural)", contentType: "application/json",
                        body: Array(#"{"metadata":{"name":"\#(name)"},"spec":\#(spec)}"#.utf8)))
            }
            async let first = send(port, "POST", Self.token)
            try await wait { slow.begun == 1 }
            async let second = send(port, "GET", TestServer.pods)
            let level = try #require(core.flowControl.figures().levels.first { $0.level.name == "few" }?.level)
            try await wait { level.figures.waiting == 1 }
            #expect(try await send(port, "GET", TestServer.pods).status == 429, "jane's one queue is full")
            slow.open()
            let answers = try await (first, second)
            #expect(answers.0.status == 201 && answers.1.status == 200)
            for header in ["X-Kubernetes-PF-FlowSchema-UID", "X-Kubernetes-PF-PriorityLevel-UID"] {
                #expect(answers.1.headers.first(name: header)?.utf8.count == 36, "\(header)")
            }
            var text = ""
            core.flowControl.write(to: &text)
            #expect(text.contains("apiserver_flowcontrol_dispatched_requests_total{priority_level=\"few\",flow_schema=\"all\"} 2"))
            #expect(
                text.contains(
                    "apiserver_flowcontrol_rejected_requests_total{priority_level=\"few\",flow_schema=\"all\",reason=\"queue-full\"} 1"))
        }
    }
}
