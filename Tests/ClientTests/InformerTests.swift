import Client
import Logging
import Resources
import Synchronization
import Testing

@Suite struct InformerTests {
    private let client = MemoryClient()
    private let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    private func pod(_ name: String, node: String = "", labels: [String: String] = [:]) -> Pod {
        var pod = Pod(name: name, namespace: "ns")
        pod.spec.nodeName = node
        pod.metadata.labels = labels
        return pod
    }

    private func running<R>(_ informer: Informer<Pod>, _ body: () async throws -> R) async throws -> R {
        let task = Task { try await informer.run() }
        defer { task.cancel() }
        try await informer.waitUntilSynced()
        return try await body()
    }

    @Test func listsThenFollows() async throws {
        client.add(pod("a"))
        let informer = Informer<Pod>(client: client, logger: logger)
        let log = Mutex<[String]>([])
        informer.onChange { change in
            let word = change.isDeletion ? "-" : change.old == nil ? "+" : "~"
            log.withLock { $0.append(word + change.key.name) }
        }
        try await running(informer) {
            #expect(informer.count == 1)
            try await client.create(pod("b"))
            var changed = try await client.get(Pod.self, namespace: "ns", name: "a")
            changed.status.phase = "Running"
            try await client.updateStatus(changed)
            try await client.delete(Pod.self, namespace: "ns", name: "b")
            #expect(await eventually { log.withLock { $0 } == ["+a", "+b", "~a", "-b"] })
            #expect(informer.get(namespace: "ns", name: "a")?.status.phase == "Running")
            #expect(informer.get(namespace: "ns", name: "b") == nil)
        }
    }

    @Test func lateHandlersGetWhatExists() async throws {
        client.add(pod("a"), pod("b"))
        let informer = Informer<Pod>(client: client, logger: logger)
        try await running(informer) {
            let seen = Mutex<Set<String>>([])
            informer.onChange { change in seen.withLock { _ = $0.insert(change.key.name) } }
            #expect(seen.withLock { $0 } == ["a", "b"])
        }
    }

    @Test func indexesFollowTheirObjects() async throws {
        client.add(pod("a", node: "n1"), pod("b", node: "n1"), pod("c"))
        let informer = Informer<Pod>(client: client, indexes: ["node": { [$0.view(Pod.self).spec.nodeName] }], logger: logger)
        try await running(informer) {
            #expect(Set(informer.records(index: "node", key: "n1").map(\.key.name)) == ["a", "b"])
            try await client.bind(ObjectKey(namespace: "ns", name: "c"), uid: "", to: "n1")
            try await client.delete(Pod.self, namespace: "ns", name: "a", options: DeleteOptions(gracePeriodSeconds: 0))
            #expect(await eventually { Set(informer.records(index: "node", key: "n1").map(\.key.name)) == ["b", "c"] })
            #expect(informer.records(index: "node", key: "").isEmpty)
        }
    }

    @Test func anExpiredWatchListsAnew() async throws {
        client.add(pod("a"), pod("b"))
        let informer = Informer<Pod>(client: client, logger: logger, backoff: Backoff(first: .milliseconds(1), limit: .milliseconds(2)))
        let deleted = Mutex<[String]>([])
        informer.onChange { change in if change.isDeletion { deleted.withLock { $0.append(change.key.name) } } }
        try await running(informer) {
            client.react { if $0.query.contains(where: { $0.name == "watch" }) { throw APIError.expired("too old") } }
            client.expireWatches()
            client.remove(.pods, namespace: "ns", name: "a")
            client.add(pod("c"))
            client.react(nil)
            #expect(await eventually { informer.record(ObjectKey(namespace: "ns", name: "c")) != nil })
            #expect(deleted.withLock { $0 } == ["a"])
        }
    }

    @Test func failuresAreTriedAgain() async throws {
        let failures = Mutex(3)
        client.react { _ in
            if failures.withLock({
                $0 -= 1; return $0 >= 0
            }) {
                throw APIError.serviceUnavailable("not yet")
            }
        }
        client.add(pod("a"))
        let informer = Informer<Pod>(client: client, logger: logger, backoff: Backoff(first: .milliseconds(1), limit: .milliseconds(2)))
        try await running(informer) { #expect(informer.count == 1) }
    }

    @Test func selectorsNarrowWhatIsHeld() async throws {
        client.add(pod("a", node: "n1"), pod("b", node: "n2"))
        let informer = Informer<Pod>(client: client, fieldSelector: "spec.nodeName=n1", logger: logger)
        try await running(informer) {
            #expect(informer.records().map(\.key.name) == ["a"])
            try await client.create(pod("c", node: "n1", labels: ["app": "web"]))
            try await client.create(pod("d", node: "n2"))
            #expect(await eventually { informer.count == 2 })
            #expect(informer.list(selector: LabelSelector(equal: ["app": "web"])).map(\.name) == ["c"])
        }
    }

    @Test func waitingForSyncEndsWithCancellation() async {
        let informer = Informer<Pod>(client: client, logger: logger)
        let waiting = Task { try await informer.waitUntilSynced() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }

    @Test func aSetSharesInformers() async throws {
        client.add(pod("a"))
        let set = InformerSet(client: client, logger: logger)
        let first = set.informer(Pod.self)
        #expect(first === set.informer(Pod.self))
        let task = Task { try await set.run() }
        defer { task.cancel() }
        try await set.waitUntilSynced()
        #expect(first.count == 1)
        let late = set.informer(Node.self)
        try await late.waitUntilSynced()
        #expect(late.count == 0)
    }
}
