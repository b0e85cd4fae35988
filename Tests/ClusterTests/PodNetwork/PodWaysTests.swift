import Document
import Resources
import Testing

@testable import Cluster

@Suite struct PodWaysTests {
    private func node(_ name: String, _ range: String, _ address: String, network: String? = nil) -> Node {
        var node = Node(name: name)
        node.spec.podCIDR = range
        node.status.addresses = address.isEmpty ? [] : [NodeAddress(type: "InternalIP", address: address)]
        if let network { node.metadata.annotations = [NodeNetworkPrefix.annotation: network] }
        return node
    }
    private func range(_ text: String) throws -> CIDR { try #require(CIDR(text)) }
    private func address(_ text: String) throws -> IPv4Address { try #require(IPv4Address(text)) }
    private func tunnel() throws -> VXLANDevice { VXLANDevice(cluster: "coxswain", podRange: try range("10.244.0.0/16")) }

    @Test func otherNodesThatAreCompleteGetAWay() throws {
        let nodes = [
            node("a", "10.244.0.0/24", "10.0.0.1"), node("b", "10.244.1.0/24", "10.0.0.2"), node("c", "", "10.0.0.3"),
            node("d", "10.244.3.0/24", ""),
        ]
        let ways = PodWays(nodes, from: "a")
        #expect(ways.ways == [try range("10.244.1.0/24"): .direct(try address("10.0.0.2"))])
        #expect(ways.own?.range == (try range("10.244.0.0/24")))
        #expect(!ways.needsTunnel)
    }

    @Test func nodesOfAnotherNetworkAreReachedThroughTheTunnelFromBothSides() throws {
        let nodes = [
            node("a", "10.244.0.0/24", "10.0.0.1", network: "10.0.0.1/24"), node("b", "10.244.1.0/24", "10.0.0.2", network: "10.0.0.2/24"),
            node("c", "10.244.2.0/24", "10.9.0.3", network: "10.9.0.3/24"), node("d", "10.244.3.0/24", "10.9.0.4"),
        ]
        #expect(
            PodWays(nodes, from: "a").ways == [
                try range("10.244.1.0/24"): .direct(try address("10.0.0.2")), try range("10.244.2.0/24"): .tunnel(try address("10.9.0.3")),
                // Who does not say where it is, is taken for near.
                try range("10.244.3.0/24"): .direct(try address("10.9.0.4")),
            ])
        #expect(PodWays(nodes, from: "c").ways[try range("10.244.0.0/24")] == .tunnel(try address("10.0.0.1")))
    }

    @Test func theTableIsReadAndChangedByTheLeast() throws {
        let tunnel = try tunnel()
        let present = PodWays.present(
            """
            10.244.1.0/24 via 10.0.0.2 dev eth0 proto 201
            10.244.2.0/24 via 10.0.0.3 dev eth0 proto 201
            10.244.3.0/24 via 10.244.3.0 dev \(tunnel.name) proto 201 onlink
            unreachable 10.244.0.0/16 metric 9
            """, tunnel: tunnel.name)
        #expect(present.count == 3)
        #expect(present[try range("10.244.3.0/24")]?.isTunnel == true)
        let wanted = PodWays(
            [node("b", "10.244.1.0/24", "10.0.0.2"), node("c", "10.244.2.0/24", "10.0.0.9"), node("e", "10.244.4.0/24", "10.0.0.5")],
            from: "a")
        #expect(
            wanted.commands(from: present, tunnel: tunnel) == [
                ["ip", "route", "replace", "10.244.2.0/24", "via", "10.0.0.9", "proto", "201"],
                ["ip", "route", "replace", "10.244.4.0/24", "via", "10.0.0.5", "proto", "201"],
                ["ip", "route", "del", "10.244.3.0/24", "via", "10.244.3.0", "proto", "201"],
            ])
    }

    @Test func theTunnelLeadsByARouteANeighbourAndAForwardingEntry() throws {
        let device = try tunnel()
        #expect(
            device.leading(to: try range("10.244.2.0/24"), on: try address("10.9.0.3")) == [
                ["bridge", "fdb", "replace", "0e:c0:0a:09:00:03", "dev", device.name, "dst", "10.9.0.3"],
                ["ip", "neighbour", "replace", "10.244.2.0", "lladdr", "0e:c0:0a:09:00:03", "dev", device.name, "nud", "permanent"],
                ["ip", "route", "replace", "10.244.2.0/24", "via", "10.244.2.0", "dev", device.name, "onlink", "proto", "201"],
            ])
        #expect(device.name.count <= 15)
    }

    @Test func aNodesNetworkIsFoundByItsAddress() {
        let text = """
            1: lo    inet 127.0.0.1/8 scope host lo
            2: eth0    inet 10.0.0.55/24 brd 10.0.0.255 scope global eth0
            3: coxnodes    inet 10.0.0.5/26 scope global coxnodes
            """
        #expect(NodeNetworkPrefix.read(text, "10.0.0.5") == "10.0.0.5/26")
        #expect(NodeNetworkPrefix.read(text, "10.0.0.6") == nil)
    }
}
