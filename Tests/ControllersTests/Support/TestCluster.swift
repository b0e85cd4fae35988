import Client
import Controllers
import Document
import Logging
import Resources
import ServiceLifecycle

/// A server in memory with the controllers under test around it.
struct TestCluster {
    let server = MemoryClient()
    let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    /// Runs controllers, and a kubelet that makes every pod ready, as long as `body` takes.
    func run(
        _ make: (ControllerContext) throws -> [any ServiceLifecycle.Service], client: (any APIClient)? = nil, kubelet: FakeKubelet? = nil,
        now: @escaping @Sendable () -> Timestamp = { .now() }, _ body: () async throws -> Void
    ) async throws {
        let client = client ?? server
        let informers = InformerSet(client: client, logger: logger)
        let events = EventRecorder(client: client, component: "test", logger: logger)
        let services =
            try make(ControllerContext(client: client, informers: informers, events: events, logger: logger, now: now)) + [
                informers, events,
            ]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services { group.addTask { try await service.run() } }
            if let kubelet { group.addTask { try await kubelet.run(server) } }
            defer { group.cancelAll() }
            try await body()
        }
    }

    var pods: [Pod] { server.objects(Pod.self) }
    var sets: [ReplicaSet] { server.objects(ReplicaSet.self) }

    /// Messages of the events of one reason.
    func messages(_ reason: String) -> [String] { server.objects(Event.self).filter { $0.reason == reason }.map(\.message) }
}

/// Makes pods run: gives them an address and says that they are ready; ends those that are being deleted.
struct FakeKubelet: Sendable {
    /// Pods whose image this is never become ready.
    var broken = "broken"

    func run(_ server: MemoryClient) async throws {
        let stream = try await server.watch(.pods, WatchOptions())
        defer { stream.cancel() }
        var count = 0
        while let batch = try await stream.nextBatch() {
            for case .added(let record) in batch {
                var pod = record.view(Pod.self)
                guard pod.status.phase.isEmpty, pod.spec.containers.first?.image != broken else { continue }
                count += 1
                pod.status.phase = "Running"
                pod.status.podIP = "10.244.0.\(count)"
                var ready = Condition(type: "Ready", status: .isTrue)
                ready.lastTransitionTime = .now()
                pod.status.conditions = [ready]
                _ = try? await server.updateStatus(pod)
            }
        }
    }
}

func eventually(_ condition: () -> Bool) async -> Bool {
    for _ in 0..<1500 {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(4))
    }
    return condition()
}
