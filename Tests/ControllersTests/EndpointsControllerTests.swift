import Client
import Controllers
import Document
import Resources
import Testing

@Suite struct EndpointsControllerTests {
    private let cluster = TestCluster()
    private var slices: [EndpointSlice] { cluster.server.objects(EndpointSlice.self) }
    private var endpoints: Endpoints? { cluster.server.object(Endpoints.self, namespace: "ns", name: "web") }
    private func addresses() -> [String] {
        slices.flatMap(\.endpoints).filter { $0.conditions.ready ?? true }.flatMap(\.addresses).sorted()
    }

    @Test func followsPodsAndServices() async throws {
        cluster.server.add(makePod("a", address: "10.0.0.1"))
        cluster.server.add(makeService())
        try await cluster.run({ [EndpointsController($0)] }) {
            #expect(await eventually { addresses() == ["10.0.0.1"] && endpoints?.subsets.first?.addresses.map(\.ip) == ["10.0.0.1"] })
            cluster.server.add(makePod("b", address: "10.0.0.2"))
            #expect(await eventually { addresses() == ["10.0.0.1", "10.0.0.2"] && endpoints?.subsets.first?.addresses.count == 2 })
            var unready = try await cluster.server.get(Pod.self, namespace: "ns", name: "a")
            unready.status.conditions = [Condition(type: "Ready", status: .isFalse)]
            try await cluster.server.updateStatus(unready)
            #expect(
                await eventually { addresses() == ["10.0.0.2"] && endpoints?.subsets.first?.notReadyAddresses.map(\.ip) == ["10.0.0.1"] })
            #expect(slices.count == 1)
            try await cluster.server.delete(Resources.Service.self, namespace: "ns", name: "web")
            #expect(await eventually { slices.isEmpty && endpoints == nil })
        }
    }

    @Test func mirrorsWhatIsWrittenByHand() async throws {
        cluster.server.add(makeService(selector: [:]))
        var byHand = Endpoints(name: "web", namespace: "ns")
        byHand.json["subsets"] = [["addresses": [["ip": "192.0.2.7"]], "ports": [["port": 5432]]]]
        cluster.server.add(byHand)
        try await cluster.run({ [EndpointsController($0)] }) {
            #expect(await eventually { addresses() == ["192.0.2.7"] })
            #expect(slices.first?.metadata.controllerOwner?.kind == "Endpoints")
            try await cluster.server.delete(Endpoints.self, namespace: "ns", name: "web")
            #expect(await eventually { slices.isEmpty })
        }
    }
}
