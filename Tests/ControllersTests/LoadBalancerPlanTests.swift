import Document
import Resources
import Testing

@testable import Controllers

@Suite struct LoadBalancerPlanTests {
    private let node = IPv4Address(192, 0, 2, 1)
    private let range = LoadBalancerPool.range([CIDR(IPv4Address(198, 51, 100, 0), prefix: 30)])
    private let nodes = LoadBalancerPool.nodes(reserved: [6443])

    private func request(_ name: String, _ ports: [Int], created: Int = 0, wanted: String? = nil, current: String? = nil)
        -> LoadBalancerRequest?
    {
        var json: JSON = [
            "metadata": ["namespace": "default", "name": .string(name)],
            "spec": ["type": "LoadBalancer", "ports": .array(ports.map { ["port": .int(Int64($0)), "protocol": "TCP"] })],
        ]
        if let wanted { json["spec"]["loadBalancerIP"] = .string(wanted) }
        if let current { json["status"] = ["loadBalancer": ["ingress": [["ip": .string(current)]]]] }
        var request = LoadBalancerRequest(Resources.Service(json))
        request?.created = Int64(created)
        return request
    }

    private func plan(_ requests: [LoadBalancerRequest?], _ pool: LoadBalancerPool) -> [String: String] {
        let outcomes = LoadBalancerPlan.outcomes(requests.compactMap { $0 }, pool: pool, nodeAddresses: [node])
        return Dictionary(
            uniqueKeysWithValues: outcomes.map { key, outcome in
                switch outcome {
                case .addresses(let addresses): (key.name, addresses.map(\.description).joined(separator: ","))
                case .pending(let reason, _): (key.name, reason)
                }
            })
    }

    @Test func rangeGivesEachServiceItsOwnAddressTheOldestFirst() {
        #expect(
            plan([request("young", [80], created: 2), request("old", [80], created: 1)], range)
                == ["old": "198.51.100.0", "young": "198.51.100.1"])
    }

    @Test func assignedAddressIsKept() {
        #expect(
            plan([request("old", [80], created: 1), request("young", [80], created: 2, current: "198.51.100.0")], range)
                == ["young": "198.51.100.0", "old": "198.51.100.1"])
        // An address that is no longer of the range is given up.
        #expect(plan([request("moved", [80], current: "192.0.2.1")], range) == ["moved": "198.51.100.0"])
    }

    @Test func wantedAddressIsGivenOrWaitedFor() {
        #expect(
            plan(
                [
                    request("first", [80], created: 1, wanted: "198.51.100.2"), request("second", [80], created: 2, wanted: "198.51.100.2"),
                    request("far", [80], wanted: "203.0.113.1"),
                ], range) == ["first": "198.51.100.2", "second": "AddressNotAvailable", "far": "AddressNotAvailable"])
    }

    @Test func exhaustedRangeLeavesTheYoungestWaiting() {
        let five = (0..<5).map { request("s\($0)", [80], created: $0) }
        #expect(plan(five, range)["s4"] == "AddressesExhausted")
        #expect(plan(five, range)["s3"] == "198.51.100.3")
    }

    @Test func nodeAddressIsSharedByPort() {
        #expect(
            plan([request("web", [80], created: 1), request("tls", [443], created: 2), request("other", [80, 81], created: 3)], nodes)
                == ["web": "192.0.2.1", "tls": "192.0.2.1", "other": "PortConflict"])
    }

    @Test func nodesOwnPortsAreNotGivenAway() {
        #expect(plan([request("api", [6443])], nodes) == ["api": "PortConflict"])
    }

    @Test func otherServicesAreNotOurs() {
        let plain = Resources.Service(["metadata": ["name": "a"], "spec": ["type": "ClusterIP"]])
        let foreign = Resources.Service([
            "metadata": ["name": "b"], "spec": ["type": "LoadBalancer", "loadBalancerClass": "example.org/x"],
        ])
        #expect(LoadBalancerRequest(plain) == nil)
        #expect(LoadBalancerRequest(foreign) == nil)
    }
}
