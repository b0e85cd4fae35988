import Document
import Resources
import Testing

@testable import ServiceProxy

@Suite struct ServiceRulesTests {
    private typealias F = Fixtures

    private func lines(_ rules: ServiceRuleSet?) -> [String] {
        (rules?.frontends ?? []).map { frontend in
            let action =
                switch frontend.action {
                case .forward(let backends, let affinity):
                    backends.map(\.description).joined(separator: ", ") + (affinity.map { " for \($0)s" } ?? "")
                case .refuse: "refuse"
                case .drop: "drop"
                }
            return "\(frontend.key.family.dispatchMap) \(frontend.key) -> \(action)"
        }
    }

    @Test func severalPortsEachGoToTheirOwnBackends() {
        let service = F.service(
            "web",
            [
                "clusterIP": "10.96.0.20",
                "ports": [["name": "http", "port": 80, "targetPort": 8080], ["name": "dns", "port": 53, "protocol": "UDP"]],
            ])
        let rules = F.rules(
            service,
            [
                F.slice("web", port: 8080, name: "http", [F.ready("10.244.0.5"), F.ready("10.244.1.5", on: "node-2")]),
                F.slice("web", port: 5353, name: "dns", proto: "UDP", [F.ready("10.244.0.5")]),
            ])
        #expect(
            lines(rules) == [
                "services 10.96.0.20 . tcp . 80 -> 10.244.0.5 . 8080, 10.244.1.5 . 8080",
                "services 10.96.0.20 . udp . 53 -> 10.244.0.5 . 5353",
            ])
        #expect(rules?.localBackends == [IPv4Address(10, 244, 0, 5)])
    }

    @Test func serviceWithoutEndpointsIsRefusedEverywhere() {
        let service = F.service(
            "empty",
            [
                "type": "NodePort", "clusterIP": "10.96.0.21", "externalIPs": ["192.0.2.9"], "externalTrafficPolicy": "Local",
                "ports": [["port": 80, "nodePort": 30080]],
            ])
        #expect(
            lines(F.rules(service, [])) == [
                "services 10.96.0.21 . tcp . 80 -> refuse", "services 192.0.2.9 . tcp . 80 -> refuse", "node-ports tcp . 30080 -> refuse",
            ])
    }

    @Test func loadBalancerWithLocalPolicyHasFrontendsOfItsOwnForOutside() {
        let service = F.service(
            "lb",
            [
                "type": "LoadBalancer", "clusterIP": "10.96.0.22", "externalTrafficPolicy": "Local",
                "ports": [["port": 80, "nodePort": 30081]],
            ], ingress: [["ip": "192.0.2.50"], ["ip": "192.0.2.51", "ipMode": "Proxy"]])
        let both = [F.slice("lb", port: 80, [F.ready("10.244.0.6"), F.ready("10.244.1.6", on: "node-2")])]
        #expect(
            lines(F.rules(service, both)) == [
                "services 10.96.0.22 . tcp . 80 -> 10.244.0.6 . 80, 10.244.1.6 . 80",
                "services 192.0.2.50 . tcp . 80 -> 10.244.0.6 . 80, 10.244.1.6 . 80",
                "node-ports tcp . 30081 -> 10.244.0.6 . 80, 10.244.1.6 . 80",
                "outside-services 192.0.2.50 . tcp . 80 -> 10.244.0.6 . 80",
                "outside-node-ports tcp . 30081 -> 10.244.0.6 . 80",
            ])
        let elsewhere = [F.slice("lb", port: 80, [F.ready("10.244.1.6", on: "node-2")])]
        #expect(
            lines(F.rules(service, elsewhere)).suffix(2) == [
                "outside-services 192.0.2.50 . tcp . 80 -> drop", "outside-node-ports tcp . 30081 -> drop",
            ])
    }

    @Test func sourceRangesGuardTheLoadBalancersAddressesOnly() {
        let service = F.service(
            "lb",
            [
                "type": "LoadBalancer", "clusterIP": "10.96.0.22", "externalIPs": ["192.0.2.60"], "ports": [["port": 80]],
                "loadBalancerSourceRanges": ["203.0.113.0/24", "203.0.113.7/32", "198.51.100.0/25"],
            ], ingress: [["ip": "192.0.2.50"]])
        let frontends = F.rules(service, [])?.frontends ?? []
        let guarded = frontends.filter { $0.allowedSources != nil }
        #expect(guarded.map(\.key.description) == ["192.0.2.50 . tcp . 80"])
        #expect(guarded.first?.allowedSources?.map(\.description) == ["198.51.100.0/25", "203.0.113.0/24"])
        #expect(frontends.count == 3)
    }

    @Test func internalPolicyLocalUsesOnlyThisNode() {
        let service = F.service("node-agent", ["clusterIP": "10.96.0.23", "internalTrafficPolicy": "Local", "ports": [["port": 80]]])
        #expect(
            lines(F.rules(service, [F.slice("node-agent", port: 80, [F.ready("10.244.0.7"), F.ready("10.244.1.7", on: "node-2")])]))
                == ["services 10.96.0.23 . tcp . 80 -> 10.244.0.7 . 80"])
        #expect(
            lines(F.rules(service, [F.slice("node-agent", port: 80, [F.ready("10.244.1.7", on: "node-2")])]))
                == ["services 10.96.0.23 . tcp . 80 -> drop"])
        #expect(lines(F.rules(service, [])) == ["services 10.96.0.23 . tcp . 80 -> refuse"])
    }

    @Test func affinityTakesItsTimeFromTheServiceOrTheDefault() {
        let spec: JSON = ["clusterIP": "10.96.0.24", "sessionAffinity": "ClientIP", "ports": [["port": 80]]]
        var timed = spec
        timed["sessionAffinityConfig"] = ["clientIP": ["timeoutSeconds": 60]]
        let slices = [F.slice("s", port: 80, [F.ready("10.244.0.8")])]
        #expect(lines(F.rules(F.service("s", spec), slices)) == ["services 10.96.0.24 . tcp . 80 -> 10.244.0.8 . 80 for 10800s"])
        #expect(lines(F.rules(F.service("s", timed), slices)) == ["services 10.96.0.24 . tcp . 80 -> 10.244.0.8 . 80 for 60s"])
    }

    static let conditions: [(String, [JSON], [String])] = [
        ("ready only", [["ready": true], ["ready": false]], ["10.244.0.1 . 80"]),
        ("absent means ready", [[:], ["ready": false]], ["10.244.0.1 . 80"]),
        (
            "ending pods when nobody is ready", [["ready": false, "serving": true, "terminating": true], ["ready": false]],
            ["10.244.0.1 . 80"]
        ),
        (
            "ending pods yield to ready ones", [["ready": false, "serving": true, "terminating": true], ["ready": true]],
            ["10.244.0.2 . 80"]
        ),
        ("ending and no longer serving", [["ready": false, "serving": false, "terminating": true], [:]], ["10.244.0.2 . 80"]),
    ]

    @Test(arguments: conditions.indices)
    func readinessDecidesWhoServes(_ index: Int) {
        let (_, states, expected) = Self.conditions[index]
        let slice = F.slice("c", port: 80, states.enumerated().map { ("10.244.0.\($0.offset + 1)", "node-1", $0.element) })
        let facts = EndpointFacts(slice, nodeName: F.node).map { [$0] } ?? []
        #expect(PortBackends(facts, port: "", .tcp, at: Topology(nodeName: F.node)).everywhere.map(\.description) == expected)
    }

    /// Endpoints as (the last number of the address, nodes and zones they are meant for).
    static let hinted: [(String, [(Int, [String], [String])], String?, [Int])] = [
        ("those of the zone", [(1, [], ["a"]), (2, [], ["b"]), (3, [], ["a"])], "a", [1, 3]),
        ("all where the zone has none", [(1, [], ["a"]), (2, [], ["b"])], "c", [1, 2]),
        ("all where the node says no zone", [(1, [], ["a"]), (2, [], ["b"])], nil, [1, 2]),
        ("all when one has no hint", [(1, [], ["a"]), (2, [], [])], "a", [1, 2]),
        ("those of the node before those of the zone", [(1, ["node-1"], ["a"]), (2, ["node-2"], ["a"])], "a", [1]),
        ("those of the zone where the node has none", [(1, ["node-3"], ["a"]), (2, ["node-2"], ["b"])], "a", [1]),
    ]

    @Test(arguments: hinted.indices)
    func hintsChooseAmongTheReady(_ index: Int) {
        let (title, endpoints, zone, expected) = Self.hinted[index]
        var slice = F.slice("h", port: 80, endpoints.map { F.ready("10.244.0.\($0.0)", on: "node-9") })
        for (place, endpoint) in endpoints.enumerated() {
            func names(_ list: [String]) -> JSON { list.isEmpty ? .null : .array(list.map { ["name": .string($0)] }) }
            slice.endpoints[place].hints = ["forNodes": names(endpoint.1), "forZones": names(endpoint.2)]
        }
        let facts = EndpointFacts(slice, nodeName: F.node).map { [$0] } ?? []
        let backends = PortBackends(facts, port: "", .tcp, at: Topology(nodeName: F.node, zone: zone))
        #expect(backends.everywhere.map(\.description) == expected.map { "10.244.0.\($0) . 80" }, "\(title)")
    }

    @Test(
        arguments: [
            ["type": "ExternalName", "externalName": "example.org"], ["clusterIP": "None", "ports": [["port": 80]]],
            ["clusterIP": "", "ports": [["port": 80]]], ["clusterIP": "fd00::1", "ports": [["port": 80]]],
        ] as [JSON])
    func serviceWithoutAddressHasNoRules(_ spec: JSON) {
        #expect(ServiceFacts(F.service("none", spec)) == nil)
    }
}
