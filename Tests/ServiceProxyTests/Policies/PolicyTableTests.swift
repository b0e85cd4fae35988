import Document
import Resources
import Testing

@testable import ServiceProxy

@Suite struct PolicyTableTests {
    static func pod(_ name: String, _ address: String, _ labels: [String: String], node: String = "node-1") -> Pod {
        var pod = Pod(name: name, namespace: "default")
        pod.metadata.labels = labels
        pod.spec.nodeName = node
        pod.spec.containers = [
            Container([
                "name": "c", "ports": [["name": "http", "containerPort": 8080], ["name": "dns", "containerPort": 53, "protocol": "UDP"]],
            ])
        ]
        pod.status.podIP = address
        return pod
    }

    static func policy(_ name: String, _ spec: JSON) -> NetworkPolicy {
        var policy = NetworkPolicy(name: name, namespace: "default")
        policy.json["spec"] = spec
        return policy
    }

    static func table(_ policies: [NetworkPolicy], _ pods: [Pod]) -> PolicyTable {
        PolicyTable(
            cluster: "coxswain", policies: Dictionary(policies.map { ($0.key, PolicyFacts($0)) }, uniquingKeysWith: { first, _ in first }),
            pods: Dictionary(
                pods.compactMap { pod in PolicyPod(pod, nodeName: "node-1").map { (pod.key, $0) } }, uniquingKeysWith: { first, _ in first }
            ),
            namespaces: ["default": ["team": "a"], "other": ["team": "b"]])
    }

    private let pods = [
        Self.pod("db", "10.244.0.2", ["app": "db"]), Self.pod("web", "10.244.0.3", ["app": "web"]),
        Self.pod("far", "10.244.1.3", ["app": "web"], node: "node-2"),
    ]

    @Test func nothingIsWrittenWhenNobodyHereIsConcerned() {
        #expect(Self.table([], pods).text == nil)
        #expect(Self.table([Self.policy("p", ["podSelector": ["matchLabels": ["app": "none"]]])], pods).text == nil)
    }

    /// The DNS server lives at its node's address: allowing what is usually allowed, its pods by their label, opens its ports and no others.
    @Test func theClustersOwnServerIsReachedAtItsPorts() throws {
        var dns = Self.pod("kube-dns-node-2", "10.243.0.2", ["k8s-app": "kube-dns", Pod.builtInLabel: "kube-dns"], node: "node-2")
        dns.metadata.namespace = Pod.systemNamespace
        dns.spec.hostNetwork = true
        var silent = dns
        silent.metadata.name = "kube-proxy-node-2"
        silent.spec.containers = [Container(["name": "kube-proxy"])]
        #expect(PolicyPod(silent, nodeName: "node-2") == nil)
        #expect(PolicyPod(dns, nodeName: "node-2")?.isLocal == false)
        let peers: JSON = [["namespaceSelector": [:], "podSelector": ["matchLabels": ["k8s-app": "kube-dns"]]]]
        func lines(_ spec: JSON) throws -> [String] {
            var table = Self.table([Self.policy("p", spec)], pods + [dns])
            table.namespaces[Pod.systemNamespace] = [:]
            return try #require(table.text).split(separator: "\n").filter { $0.contains("10.243.0.2") }.map {
                String($0.drop { $0 == " " })
            }
        }
        let place = "ip daddr . meta l4proto . th dport { 10.243.0.2 . tcp . 8080, 10.243.0.2 . udp . 53 }"
        #expect(try lines(["podSelector": [:], "policyTypes": ["Egress"], "egress": [["to": peers]]]) == ["\(place) goto enter"])
        #expect(
            try lines([
                "podSelector": [:], "policyTypes": ["Egress"], "egress": [["to": peers, "ports": [["port": 53, "protocol": "UDP"]]]],
            ]) == ["\(place) udp dport { 53 } goto enter"])
        // Nothing comes in by it: that would be everything of its node.
        #expect(try lines(["podSelector": [:], "ingress": [["from": peers]]]).isEmpty)
    }

    @Test func theWholeTable() {
        let policies = [
            Self.policy(
                "db",
                [
                    "podSelector": ["matchLabels": ["app": "db"]],
                    "ingress": [
                        [
                            "from": [
                                ["podSelector": ["matchLabels": ["app": "web"]]],
                                ["ipBlock": ["cidr": "192.0.2.0/24", "except": ["192.0.2.64/26"]]],
                            ],
                            "ports": [["port": 5432], ["port": "http"], ["protocol": "UDP", "port": 1000, "endPort": 2000]],
                        ]
                    ],
                ]),
            Self.policy("deny", ["podSelector": [:], "policyTypes": ["Egress"]]),
        ]
        #expect(
            Self.table(policies, pods).text == """
                add table ip coxswain-policy
                delete table ip coxswain-policy
                table ip coxswain-policy {
                    chain ingress-policy-0 {
                        ip saddr { 10.244.0.3, 10.244.1.3 } tcp dport { 5432 } accept
                        ip saddr { 10.244.0.3, 10.244.1.3 } ip daddr . tcp dport { 10.244.0.2 . 8080 } accept
                        ip saddr { 10.244.0.3, 10.244.1.3 } udp dport { 1000-2000 } accept
                        ip saddr 192.0.2.0/24 ip saddr != { 192.0.2.64/26 } tcp dport { 5432 } accept
                        ip saddr 192.0.2.0/24 ip saddr != { 192.0.2.64/26 } ip daddr . tcp dport { 10.244.0.2 . 8080 } accept
                        ip saddr 192.0.2.0/24 ip saddr != { 192.0.2.64/26 } udp dport { 1000-2000 } accept
                    }
                    chain ingress-group-0 {
                        ip saddr 10.244.0.2 ip daddr 10.244.0.2 accept
                        jump ingress-policy-0 comment "default/db"
                        drop
                    }
                    chain egress-policy-1 {
                    }
                    chain egress-group-0 {
                        ip saddr 10.244.0.2 ip daddr 10.244.0.2 accept
                        ip saddr 10.244.0.3 ip daddr 10.244.0.3 accept
                        jump egress-policy-1 comment "default/deny"
                        drop
                    }
                    map ingress-pods { type ipv4_addr : verdict; elements = { 10.244.0.2 : goto ingress-group-0 }; }
                    map egress-pods { type ipv4_addr : verdict; elements = { 10.244.0.2 : goto egress-group-0, 10.244.0.3 : goto egress-group-0 }; }
                    chain enter {
                        ip daddr vmap @ingress-pods
                        accept
                    }
                    chain forward {
                        type filter hook forward priority filter - 5; policy accept;
                        ct state established,related accept
                        ip saddr vmap @egress-pods
                        goto enter
                    }
                }

                """)
    }

    /// The rules of the one policy's chain.
    private func rules(_ spec: JSON) -> [String] {
        let text = Self.table([Self.policy("p", spec)], pods).text ?? ""
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
        guard let start = lines.firstIndex(where: { $0.contains("-policy-0 {") }) else { return [] }
        return lines[(start + 1)...].prefix { $0 != "}" }.map(String.init)
    }

    @Test(
        arguments: [
            (["podSelector": [:], "ingress": [[:]]], ["accept"]),
            (["podSelector": [:], "ingress": []], []),
            (["podSelector": [:], "ingress": [["from": [["podSelector": ["matchLabels": ["app": "none"]]]]]]], []),
            (
                ["podSelector": [:], "ingress": [["from": [["namespaceSelector": ["matchLabels": ["team": "a"]]]]]]],
                ["ip saddr { 10.244.0.2, 10.244.0.3, 10.244.1.3 } accept"]
            ),
            (
                ["podSelector": [:], "ingress": [["from": [["namespaceSelector": ["matchLabels": ["team": "b"]], "podSelector": [:]]]]]], []
            ),
            (["podSelector": [:], "ingress": [["from": [["ipBlock": ["cidr": "0.0.0.0/0"]]]]]], ["accept"]),
            (["podSelector": [:], "ingress": [["from": [["ipBlock": ["cidr": "fd00::/8"]]]]]], []),
            (
                ["podSelector": [:], "ingress": [["ports": [["protocol": "SCTP", "port": 7], ["protocol": "UDP"]]]]],
                ["meta l4proto udp accept", "sctp dport { 7 } accept"]
            ),
            (["podSelector": [:], "ingress": [["ports": [["port": 80], ["port": 70, "endPort": 90]]]]], ["tcp dport { 70-90 } accept"]),
            (
                [
                    "podSelector": [:], "policyTypes": ["Egress"],
                    "egress": [["to": [["podSelector": ["matchLabels": ["app": "db"]]]], "ports": [["port": "http"]]]],
                ],
                ["ip daddr { 10.244.0.2 } ip daddr . tcp dport { 10.244.0.2 . 8080 } goto enter"]
            ),
        ] as [(JSON, [String])])
    func oneRule(_ spec: JSON, _ expected: [String]) { #expect(rules(spec) == expected) }
}
