import Document
import Resources
import Testing

@testable import APIServer

@Suite struct ServiceAllocationsTests {
    private let range = CIDR(IPv4Address(10, 0, 0, 0), prefix: 24)
    private let ports = 30_000...30_099

    private func hook(_ allocations: ServiceAllocations) -> ServiceAllocationHook {
        ServiceAllocationHook(allocations, range: range, ports: ports)
    }

    private func service(_ name: String, type: String = "ClusterIP", ip: String? = nil, nodePort: Int? = nil) -> JSON {
        [
            "metadata": ["name": .string(name), "namespace": "a"],
            "spec": [
                "type": .string(type), "clusterIP": JSON(ip), "ports": [["port": 80, "protocol": "TCP", "nodePort": JSON(nodePort)]],
            ],
        ]
    }

    private func stored(_ service: JSON) -> ObjectRecord { ObjectRecord(document: service) }

    @Test func givesEachItsOwnAddressInTurn() throws {
        let allocations = ServiceAllocations(range: range, ports: ports)
        var seen: Set<String> = []
        for index in 0..<200 {
            var object = service("s\(index)")
            let finish = try hook(allocations).prepare(&object, old: .null)
            allocations.update(stored(object).key, stored(object))
            finish()
            #expect(seen.insert(object["spec"]["clusterIP"].string ?? "").inserted)
        }
        #expect(!seen.contains("10.0.0.0") && !seen.contains("10.0.0.255"))
    }

    @Test func writesThatFailGiveBack() throws {
        let allocations = ServiceAllocations(range: CIDR(IPv4Address(10, 0, 0, 0), prefix: 30), ports: ports)
        let small = ServiceAllocationHook(allocations, range: CIDR(IPv4Address(10, 0, 0, 0), prefix: 30), ports: ports)
        for _ in 0..<10 {
            var object = service("s")
            let finish = try small.prepare(&object, old: .null)
            finish()
        }
        var first = service("a"), second = service("b"), third = service("c")
        _ = try small.prepare(&first, old: .null)
        _ = try small.prepare(&second, old: .null)
        #expect(throws: APIError.self) { _ = try small.prepare(&third, old: .null) }
    }

    @Test func refusesWhatOthersHave() throws {
        let allocations = ServiceAllocations(range: range, ports: ports)
        let owner = service("a", type: "NodePort", ip: "10.0.0.9", nodePort: 30_050)
        allocations.update(stored(owner).key, stored(owner))
        var sameIP = service("b", ip: "10.0.0.9")
        #expect(throws: APIError.self) { _ = try hook(allocations).prepare(&sameIP, old: .null) }
        var samePort = service("b", type: "NodePort", nodePort: 30_050)
        do {
            _ = try hook(allocations).prepare(&samePort, old: .null)
            Issue.record("a port was given twice")
        } catch {
            #expect(error.message.contains("spec.ports[0].nodePort: Invalid value: 30050: provided port is already allocated"))
        }
        var outside = service("c", type: "NodePort", nodePort: 100)
        #expect(throws: APIError.self) { _ = try hook(allocations).prepare(&outside, old: .null) }
        var again = owner
        #expect(throws: Never.self) { _ = try hook(allocations).prepare(&again, old: owner) }
    }

    @Test func updatesKeepWhatWasGiven() {
        let old = service("a", type: "NodePort", ip: "10.0.0.9", nodePort: 30_050)
        var update = service("a", type: "NodePort")
        ServiceAllocationHook.keepAllocated(&update, old: old)
        #expect(update["spec"]["clusterIP"] == "10.0.0.9")
        #expect(update["spec"]["ports"][0]["nodePort"] == 30_050)
        var plain = service("a", ip: "10.0.0.9", nodePort: 30_050)
        ServiceAllocationHook.keepAllocated(&plain, old: old)
        #expect(plain["spec"]["ports"][0]["nodePort"].isNull)
    }

    @Test func deletedServicesGiveBack() throws {
        let allocations = ServiceAllocations(range: range, ports: ports)
        let owner = service("a", ip: "10.0.0.9")
        allocations.update(stored(owner).key, stored(owner))
        allocations.update(stored(owner).key, nil)
        var next = service("b", ip: "10.0.0.9")
        #expect(throws: Never.self) { _ = try hook(allocations).prepare(&next, old: .null) }
    }
}
