import Client
import Document
import EtcdSupport
import HTTPServing
import Logging
import NIOCore
import NIOHTTP1
import Resources
import Storage
import Synchronization
import Testing

@testable import APIServer

/// Lists that are read in pages, where the store is an etcd that several servers write to.
@Suite(.enabled(if: EtcdProcess.isInstalled), .timeLimit(.minutes(2))) struct EtcdPagesTests {
    private final class Clock: Sendable {
        private let time = Mutex(Timestamp(seconds: 1_700_000_000))
        @Sendable func now() -> Timestamp { time.withLock { $0 } }
        func pass(seconds: Int) { time.withLock { $0 = $0.adding(seconds: seconds) } }
    }

    private struct Page {
        var status: Int
        var document: JSON
        var names: [String] { (document["items"].array ?? []).compactMap { $0["metadata"]["name"].string } }
        var next: String { document["metadata"]["continue"].string ?? "" }
        var revision: String? { document["metadata"]["resourceVersion"].string }
    }

    private struct Server {
        let core: ServerCore
        let connection: HTTPClientConnection

        func page(_ query: String) async throws -> Page {
            let answer = try await connection.request("GET", TestServer.configMaps + query)
            defer { answer.close() }
            let body = Array(try await answer.body.collect(upTo: 1 << 20).readableBytesView)
            return Page(status: answer.status, document: try JSON.parse(body))
        }
    }

    /// A server with caches of its own on the etcd.
    private func withServer(_ etcd: EtcdProcess, _ clock: Clock, _ body: (Server) async throws -> Void) async throws {
        // Forgetting as often as possible: pages are read from what servers remember.
        let storage = try await etcd.open(compaction: .milliseconds(50))
        let core = ServerCore(
            registry: ResourceRegistry(storage: storage), parts: ServerCore.Parts(authorizer: TestServer.AllowAll()),
            environment: ServerEnvironment(now: clock.now))
        let subscription = try await core.start(logger: Logger(label: "test"))
        try await serving(core.door(StreamingTests.Anybody())) { port in
            try await body(Server(core: core, connection: HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil)))
        }
        subscription.cancel()
        await storage.close()
    }

    private func put(_ server: Server, _ names: String...) async throws {
        let client = server.core.client(as: UserInfo(name: "tester", groups: [UserInfo.Group.masters]))
        for name in names {
            try await client.createDocument(["metadata": ["name": .string(name)]], .configMaps, namespace: "default")
        }
    }

    private func change(_ server: Server) async throws {
        let client = server.core.client(as: UserInfo(name: "tester", groups: [UserInfo.Group.masters]))
        try await client.patchDocument(.configMaps, namespace: "default", name: "c", .merge(["data": ["k": "new"]]))
        try await client.delete(.configMaps, namespace: "default", name: "d")
        try await put(server, "cc")
    }

    private func withServers(_ body: (EtcdProcess, Clock, Server, Server) async throws -> Void) async throws {
        let clock = Clock()
        try await EtcdProcess.with { etcd in
            try await withServer(etcd, clock) { first in
                let client = first.core.client(as: UserInfo(name: "tester", groups: [UserInfo.Group.masters]))
                try await client.createDocument(["metadata": ["name": "default"]], .namespaces, namespace: "")
                try await withServer(etcd, clock) { second in
                    try await put(first, "a", "b", "c", "d", "e", "f")
                    try await body(etcd, clock, first, second)
                }
            }
        }
    }

    @Test func anyServerGoesOnWithTheListAsItWas() async throws {
        try await withServers { _, clock, first, second in
            let start = try await first.page("?limit=2")
            #expect(start.names == ["a", "b"] && start.document["metadata"]["remainingItemCount"] == 4)
            try await change(first)
            // Several rounds of etcd's forgetting.
            try await Task.sleep(for: .milliseconds(300))
            clock.pass(seconds: 299)
            for server in [second, first] {
                let next = try await server.page("?limit=2&continue=\(start.next)")
                #expect(next.names == ["c", "d"] && next.revision == start.revision)
                #expect(next.document["items"][0]["data"].isNull, "as it was when the list began")
                let last = try await server.page("?limit=2&continue=\(next.next)")
                #expect(last.names == ["e", "f"] && last.next.isEmpty && last.revision == start.revision)
            }
        }
    }

    @Test func anOldTokenGoesOnAtTheStateOfTheDay() async throws {
        try await withServers { _, clock, first, second in
            let start = try await first.page("?limit=2")
            try await change(first)
            clock.pass(seconds: 301)
            for server in [first, second] { try await expectRest(after: start, at: server) }
        }
    }

    /// It has no history from before its own start.
    @Test func aServerThatBeganLaterSaysThatTheListIsTooOld() async throws {
        try await withServers { etcd, clock, first, _ in
            let start = try await first.page("?limit=2")
            try await change(first)
            try await withServer(etcd, clock) { third in try await expectRest(after: start, at: third) }
        }
    }

    private func expectRest(after start: Page, at server: Server) async throws {
        let refused = try await server.page("?limit=2&continue=\(start.next)")
        #expect(refused.status == 410 && refused.document["reason"] == "Expired")
        #expect(!refused.next.isEmpty)
        let rest = try await server.page("?limit=10&continue=\(refused.next)")
        #expect(rest.names == ["c", "cc", "e", "f"] && rest.revision != start.revision)
        #expect(rest.document["items"][0]["data"]["k"] == "new")
    }
}
