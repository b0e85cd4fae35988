import Document
import Resources
import Testing

@testable import Cluster

@Suite struct PodRoutesTests {
    private func node(_ name: String, _ range: String, _ address: String) -> Node {
        var node = Node(name: name)
        node.spec.podCIDR = range
        node.status.addresses = address.isEmpty ? [] : [NodeAddress(type: "InternalIP", address: address)]
        return node
    }

    @Test func otherNodesThatAreCompleteGetARoute() throws {
        let nodes = [
            node("a", "10.244.0.0/24", "10.0.0.1"), node("b", "10.244.1.0/24", "10.0.0.2"), node("c", "", "10.0.0.3"),
            node("d", "10.244.3.0/24", ""),
        ]
        let routes = PodRoutes.wanted(nodes, from: "a")
        #expect(routes == [try #require(CIDR("10.244.1.0/24")): try #require(IPv4Address("10.0.0.2"))])
    }

    @Test func theTableIsReadAndChangedByTheLeast() throws {
        let present = PodRoutes.present(
            """
            10.244.1.0/24 via 10.0.0.2 dev eth0 proto 201
            10.244.2.0/24 via 10.0.0.3 dev eth0 proto 201
            10.244.3.0/24 via 10.0.0.4 dev eth0 proto 201
            unreachable 10.244.0.0/16 metric 9
            """)
        #expect(present.count == 3)
        let wanted = PodRoutes.wanted(
            [node("b", "10.244.1.0/24", "10.0.0.2"), node("c", "10.244.2.0/24", "10.0.0.9"), node("e", "10.244.4.0/24", "10.0.0.5")],
            from: "a")
        #expect(
            PodRoutes.changes(from: present, to: wanted) == [
                ["route", "replace", "10.244.2.0/24", "via", "10.0.0.9", "proto", "201"],
                ["route", "replace", "10.244.4.0/24", "via", "10.0.0.5", "proto", "201"],
                ["route", "del", "10.244.3.0/24", "via", "10.0.0.4", "proto", "201"],
            ])
        #expect(PodRoutes.changes(from: present, to: present).isEmpty)
    }
}
