import Client
import Document
import Logging
import Resources
import Storage
import Synchronization
import Testing

@testable import APIServer

/// Two servers on one store, the second of which hears of the first one's writes late.
@Suite struct SharedStoreTests {
    private struct Second {
        let core: ServerCore
        let storage: LaggingStorage
        let client: InProcessClient
        private let subscription: Subscription

        init(_ first: TestServer) async throws {
            storage = LaggingStorage(first.storage)
            core = ServerCore(
                registry: ResourceRegistry(storage: storage), parts: ServerCore.Parts(authorizer: TestServer.AllowAll()))
            subscription = try await core.start(logger: Logger(label: "test"))
            client = core.client(as: UserInfo(name: "tester", groups: [UserInfo.Group.masters]))
        }
    }

    private static let key = ObjectKey(namespace: "default", name: "a")

    private func twoServers() async throws -> (TestServer, Second) {
        let first = try await TestServer()
        try await first.client.createDocument(
            ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "default"]], .namespaces, namespace: "")
        return (first, try await Second(first))
    }

    private func configMap(_ text: String) -> JSON {
        ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "a"], "data": ["k": .string(text)]]
    }

    private func get(_ client: InProcessClient, _ query: String = "") async throws -> JSON {
        try JSON.parse(try await client.send(APIRequest(path: TestServer.configMaps + query)).body)
    }

    @Test func aReadSeesWhatAnyServerHasAnswered() async throws {
        let (first, second) = try await twoServers()
        try await first.client.createDocument(configMap("1"), .configMaps, namespace: "default")
        #expect(try await get(second.client, "?resourceVersion=0")["items"].array?.isEmpty == true, "any version will do")
        await #expect(throws: APIError.self) { try await get(second.client, "/a?resourceVersion=0") }
        #expect(try await get(second.client, "/a")["data"]["k"] == "1")
        try await first.client.updateDocument(configMap("2"), .configMaps, namespace: "default", name: "a")
        #expect(try await get(second.client)["items"][0]["data"]["k"] == "2")
        try await first.client.updateDocument(configMap("3"), .configMaps, namespace: "default", name: "a")
        let records = try await second.client.list(.configMaps, ListOptions(namespace: "default")).records
        #expect(try records.first?.document()["data"]["k"] == "3", "components of the process as well")
    }

    @Test func aVersionFromAnotherServerIsWaitedFor() async throws {
        let (first, second) = try await twoServers()
        let created = try await first.client.createDocument(configMap("1"), .configMaps, namespace: "default")
        let revision = try #require(created["metadata"]["resourceVersion"].string)
        #expect(try await get(second.client, "?resourceVersion=\(revision)")["items"].array?.count == 1)
        let future = await #expect(throws: APIError.self) { try await get(second.client, "?resourceVersion=99999") }
        #expect(future?.code == 504 && future?.message.contains("Too large resource version") == true)
        // The second page of a list that another server began.
        for name in ["b", "c"] {
            var other = configMap("1")
            other["metadata"]["name"] = .string(name)
            try await first.client.createDocument(other, .configMaps, namespace: "default")
        }
        let page = try await get(first.client, "?limit=1")
        let token = try #require(page["metadata"]["continue"].string)
        #expect(try await get(second.client, "?limit=5&continue=\(token)")["items"].array?.count == 2)
    }

    @Test func writesFindWhatAnotherServerHasWritten() async throws {
        let (first, second) = try await twoServers()
        try await first.client.createDocument(configMap("1"), .configMaps, namespace: "default")
        try await second.client.updateDocument(configMap("2"), .configMaps, namespace: "default", name: "a")
        // The first store is not shared in its own eyes, and hears of everything at once.
        #expect(try await get(first.client, "/a")["data"]["k"] == "2")
        try await first.client.updateDocument(configMap("3"), .configMaps, namespace: "default", name: "a")
        try await second.client.delete(.configMaps, namespace: "default", name: "a")
        await #expect(throws: APIError.self) { try await get(first.client, "/a") }
    }

    @Test(.timeLimit(.minutes(1))) func aLostPlaceIsReadAnew() async throws {
        let (first, second) = try await twoServers()
        try await first.client.createDocument(configMap("1"), .configMaps, namespace: "default")
        _ = try await get(second.client, "/a")
        let watch = try await second.client.watch(.configMaps, WatchOptions(namespace: "default", revision: second.storage.currentRevision))
        let observed = EventCounter()
        _ = second.core.registry.store(.configMaps)?.cache.observe(observed.add)
        try await first.client.updateDocument(configMap("2"), .configMaps, namespace: "default", name: "a")
        var other = configMap("1")
        other["metadata"]["name"] = "b"
        try await first.client.createDocument(other, .configMaps, namespace: "default")
        second.storage.lose()
        var ending: (any Error)?
        do { for try await _ in watch {} } catch { ending = error }
        #expect((ending as? APIError)?.code == 410, "whoever watches has to list anew")
        #expect(try await get(second.client, "/a?resourceVersion=0")["data"]["k"] == "2")
        #expect(try await get(second.client, "?resourceVersion=0")["items"].array?.count == 2)
        #expect(observed.count == 2, "observers hear of each difference")
        // And it goes on from there.
        try await first.client.delete(.configMaps, namespace: "default", name: "b")
        while try await get(second.client)["items"].array?.count != 1 { await Task.yield() }
    }

    @Test func noAddressIsGivenTwice() async throws {
        let (first, second) = try await twoServers()
        func service(_ name: String, ip: String? = nil) -> JSON {
            var service: JSON = [
                "apiVersion": "v1", "kind": "Service", "metadata": ["name": .string(name)],
                "spec": ["ports": [["port": 80]], "type": "NodePort"],
            ]
            if let ip { service["spec"]["clusterIP"] = .string(ip) }
            return service
        }
        let one = try await first.client.createDocument(service("one", ip: "10.96.7.7"), .services, namespace: "default")
        // The second server has not heard of it when it chooses, as `dryRun` shows; its write comes later and finds out.
        let services = try #require(second.core.registry.store(.services))
        #expect(services.cache.count == 0)
        let hook = try #require(second.core.writer.hooks.first)
        var two = service("two", ip: "10.96.7.7")
        two["metadata"]["namespace"] = "default"
        let finish = try hook.prepare(&two, old: .null)
        let key = ObjectKey(namespace: "default", name: "two")
        guard case .written(let record) = try await services.create(two, key: key) else { return #expect(Bool(false), "not written") }
        #expect(!hook.stands(record), "the other was first")
        _ = try await services.delete(record)
        finish()
        await #expect(throws: APIError.self, "taken back, the address is the other's") {
            try await second.client.createDocument(service("three", ip: "10.96.7.7"), .services, namespace: "default")
        }
        let third = try await second.client.createDocument(service("three"), .services, namespace: "default")
        #expect(third["spec"]["clusterIP"] != one["spec"]["clusterIP"])
    }

    @Test func aStoreThatCannotBeReachedIsToldWithItsReason() async throws {
        let (_, second) = try await twoServers()
        second.storage.fail(.unavailable("10.0.0.9:2379: connection refused"))
        let read = await #expect(throws: APIError.self) { try await get(second.client) }
        #expect(read?.code == 503 && read?.message.contains("10.0.0.9:2379: connection refused") == true)
        #expect(try await get(second.client, "?resourceVersion=0")["kind"] == "ConfigMapList", "what is known is still told")
        second.storage.fail(.timedOut("10.0.0.9:2379"))
        let write = await #expect(throws: APIError.self) {
            try await second.client.createDocument(configMap("1"), .configMaps, namespace: "default")
        }
        #expect(write?.code == 504)
        second.storage.fail(nil)
        try await second.client.createDocument(configMap("1"), .configMaps, namespace: "default")
    }

    @Test(arguments: [
        ("get", "", Freshness.Need.everything), ("list", "resourceVersion=0", .nothing), ("watch", "resourceVersion=7", .revision(7)),
        ("list", "resourceVersion=x", .nothing), ("update", "", .everything), ("create", "resourceVersion=0", .everything),
        ("list", "continue=nonsense", .nothing),
    ])
    func whatARequestHasToSee(_ verb: String, _ query: String, _ need: Freshness.Need) {
        #expect(Freshness.need(verb: verb, QueryParameters(parsing: Substring(query))) == need)
    }
}

private final class EventCounter: Sendable {
    private let events = Mutex(0)
    var count: Int { events.withLock { $0 } }
    @Sendable func add(_ more: [CacheEvent]) { events.withLock { $0 += more.count } }
}
