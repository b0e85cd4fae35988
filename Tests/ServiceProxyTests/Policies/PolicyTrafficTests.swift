import Document
import Glibc
import Netfilter
import Resources
import Testing

@testable import ServiceProxy

/// Real packets through the policies' table, beside the proxy's. Needs root.
extension ServiceTrafficTests {
    private var pods: [Pod] {
        [
            PolicyTableTests.pod("a", "10.244.0.2", ["app": "a"]), PolicyTableTests.pod("b", "10.244.0.3", ["app": "b"]),
        ]
    }

    private func enforce(_ node: Node, _ policies: NetworkPolicy...) async throws {
        let text = PolicyTableTests.table(policies, pods).text
        if let text { try await node.session.apply(text) } else { try await removePolicies(node) }
    }

    private func removePolicies(_ node: Node) async throws {
        try await node.session.removeTable(family: "ip", name: PolicyTable.tableName(cluster: "coxswain"))
    }

    private func expectSilence(_ body: () async throws -> String) async {
        let error = await #expect(throws: SocketError.self) { _ = try await body() }
        #expect(error?.code != ECONNREFUSED)
    }

    @Test func policiesJudgeNeighboursServicesAndTheWorld() async throws {
        try await withNode { node in
            let service = F.service("web", ["type": "NodePort", "clusterIP": "10.96.0.20", "ports": [["port": 80, "nodePort": 30080]]])
            try await node.set(service, F.slice("web", port: 8080, [F.ready("10.244.0.3")]))
            let isolate = PolicyTableTests.policy("isolate", ["podSelector": ["matchLabels": ["app": "b"]]])
            try await enforce(node, isolate)
            await expectSilence { try await node.dial(.pod("a"), "10.244.0.3", 8080) }
            await expectSilence { try await node.dial(.pod("a"), "10.96.0.20", 80) }
            // The node always reaches its pods, a pod itself, and who is not selected everyone.
            #expect(try await node.dial(.node, "10.96.0.20", 80).hasPrefix("b"))
            #expect(try await node.dial(.pod("b"), "10.96.0.20", 80).hasPrefix("b"))
            #expect(try await node.dial(.pod("b"), "10.244.0.2", 8080).hasPrefix("a"))

            let allow = PolicyTableTests.policy(
                "allow",
                [
                    "podSelector": ["matchLabels": ["app": "b"]],
                    "ingress": [["from": [["podSelector": ["matchLabels": ["app": "a"]]]], "ports": [["port": "http"]]]],
                ])
            try await enforce(node, isolate, allow)
            #expect(try await node.dial(.pod("a"), "10.244.0.3", 8080).hasPrefix("b"))
            #expect(try await node.dial(.pod("a"), "10.96.0.20", 80).hasPrefix("b"))
            await expectSilence { try await node.dial(.pod("a"), "10.244.0.3", 5353, udp: true) }
            await expectSilence { try await node.dial(.outside, "192.0.2.1", 30080) }

            let world = PolicyTableTests.policy(
                "world", ["podSelector": [:], "ingress": [["from": [["ipBlock": ["cidr": "192.0.2.0/24"]]]]]])
            try await enforce(node, world)
            #expect(try await node.dial(.outside, "192.0.2.1", 30080).hasPrefix("b"))
            await expectSilence { try await node.dial(.pod("a"), "10.244.0.3", 8080) }
            try await removePolicies(node)
        }
    }

    @Test func egressIsJudgedBehindServices() async throws {
        try await withNode { node in
            let world = try await Sockets.greet("world", in: node.network.path(node.network.client), port: 9000)
            let service = F.service("web", ["clusterIP": "10.96.0.20", "ports": [["port": 80]]])
            try await node.set(service, F.slice("web", port: 8080, [F.ready("10.244.0.3")]))
            let onlyB = PolicyTableTests.policy(
                "only-b",
                [
                    "podSelector": ["matchLabels": ["app": "a"]], "policyTypes": ["Egress"],
                    "egress": [["to": [["podSelector": ["matchLabels": ["app": "b"]]]], "ports": [["port": 8080]]]],
                ])
            try await enforce(node, onlyB)
            #expect(try await node.dial(.pod("a"), "10.96.0.20", 80).hasPrefix("b"))
            await expectSilence { try await node.dial(.pod("a"), "192.0.2.2", 9000) }
            #expect(try await node.dial(.pod("b"), "10.244.0.2", 8080).hasPrefix("a"))
            // What leaves one may still be refused by the other.
            try await enforce(node, onlyB, PolicyTableTests.policy("closed", ["podSelector": ["matchLabels": ["app": "b"]]]))
            await expectSilence { try await node.dial(.pod("a"), "10.96.0.20", 80) }
            try await removePolicies(node)
            #expect(try await node.dial(.pod("a"), "192.0.2.2", 9000).hasPrefix("world"))
            withExtendedLifetime(world) {}
        }
    }
}
