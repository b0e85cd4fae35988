import Client
import Document
import Logging
import Resources
import ServiceLifecycle
import Testing

@testable import Controllers

@Suite struct LoadBalancerControllerTests {
    private let client = MemoryClient()

    private func service(_ name: String, type: String = "LoadBalancer", port: Int) -> Resources.Service {
        var service = Resources.Service(name: name, namespace: "default")
        service.json["spec"] = [
            "type": .string(type), "clusterIP": "10.96.0.20", "ports": [["port": .int(Int64(port)), "protocol": "TCP"]],
        ]
        return service
    }

    private func ingress(_ name: String) -> [String]? {
        client.object(Resources.Service.self, namespace: "default", name: name)?.status.loadBalancer.ingress.map(\.ip)
    }

    private func eventually(_ condition: () -> Bool) async throws -> Bool {
        for _ in 0..<500 {
            if condition() { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    @Test func addressesComeMoveAndGoWithTheServices() async throws {
        let logger = Logger(label: "test")
        var node = Node(name: "node-1")
        node.json["status"] = ["addresses": [["type": "InternalIP", "address": "192.0.2.1"]]]
        client.add(node)
        client.add(service("first", port: 80))
        let informers = InformerSet(client: client, logger: logger)
        let events = EventRecorder(client: client, component: "load-balancer", logger: logger)
        let controller = LoadBalancerController(
            ControllerContext(client: client, informers: informers, events: events, logger: logger), pool: .nodes(reserved: [6443]))
        try await withThrowingTaskGroup { group in
            group.addTask { try await informers.run() }
            group.addTask { try await events.run() }
            group.addTask { try await controller.run() }
            #expect(try await eventually { ingress("first") == ["192.0.2.1"] })
            client.add(service("second", port: 80))
            #expect(try await eventually { client.objects(Event.self).contains { $0.reason == "PortConflict" } })
            #expect(ingress("second") == [])
            // The first gives the port up; the second gets it.
            try await client.patch(
                Resources.Service.self, namespace: "default", name: "first", .merge(["spec": ["type": "ClusterIP"]]))
            #expect(try await eventually { ingress("second") == ["192.0.2.1"] })
            #expect(try await eventually { ingress("first") == [] })
            group.cancelAll()
        }
    }
}
