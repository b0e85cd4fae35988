import Document
import Logging
import Resources
import Testing

@testable import ServiceProxy

@Suite struct RouteGuardTests {
    private func routeGuard(_ cluster: String, _ commands: RecordingCommands) -> RouteGuard {
        RouteGuard(
            cluster: cluster, podRange: Fixtures.podRange, serviceRange: Fixtures.serviceRange, nodeAddress: IPv4Address(192, 0, 2, 1),
            namespace: NetworkNamespace(path: "/run/netns/n1"), commands: commands)
    }

    @Test func guardsComeFirstAndGoLast() async throws {
        let commands = RecordingCommands()
        let guarding = routeGuard("coxswain", commands)
        try await guarding.install()
        try await guarding.remove()
        let lines = commands.commands.map { $0.replacing("nsenter --net=/run/netns/n1 ip route ", with: "") }
        #expect(lines.count == 6)
        #expect(lines[0].hasPrefix("replace unreachable 10.244.0.0/16 metric "))
        #expect(lines[1].hasPrefix("replace unreachable 10.96.0.0/16 metric "))
        #expect(lines[2].hasPrefix("replace 10.96.0.0/16 dev lo src 192.0.2.1 metric "))
        #expect(lines[3].hasPrefix("del 10.96.0.0/16 dev lo metric "))
        #expect(lines[5].hasPrefix("del unreachable 10.244.0.0/16 metric "))
    }

    @Test func clustersUseDifferentMetrics() {
        let commands = RecordingCommands()
        #expect(routeGuard("a", commands).installArguments != routeGuard("b", commands).installArguments)
    }
}

@Suite struct CNIConfigurationTests {
    private let configuration = CNIConfiguration(
        cluster: "coxswain", podCIDR: CIDR(IPv4Address(10, 244, 3, 0), prefix: 24), ipamDirectory: "/var/lib/coxswain/ipam")

    @Test func conflistReadsAsWritten() throws {
        #expect(
            configuration.conflist == #"""
                {
                    "cniVersion": "1.0.0",
                    "name": "coxswain-pods",
                    "plugins": [
                        {
                            "type": "bridge",
                            "bridge": "cox0",
                            "isGateway": true,
                            "ipMasq": false,
                            "hairpinMode": true,
                            "ipam": {
                                "type": "host-local",
                                "ranges": [
                                    [
                                        {
                                            "subnet": "10.244.3.0/24"
                                        }
                                    ]
                                ],
                                "routes": [
                                    {
                                        "dst": "0.0.0.0/0"
                                    }
                                ],
                                "dataDir": "/var/lib/coxswain/ipam"
                            }
                        },
                        {
                            "type": "portmap",
                            "capabilities": {
                                "portMappings": true
                            },
                            "snat": true
                        }
                    ]
                }

                """#)
    }

    @Test func mtuIsGivenOnlyWhenKnown() throws {
        var other = configuration
        other = CNIConfiguration(cluster: "blue", podCIDR: other.podCIDR, ipamDirectory: other.ipamDirectory, mtu: 1450)
        let document = try JSON.parse(text: other.conflist)
        #expect(document["plugins"][0]["mtu"].int == 1450)
        #expect(document["plugins"][0]["bridge"].string == other.bridge)
        #expect(other.bridge.utf8.count <= 15)
        #expect(other.bridge != configuration.bridge)
        #expect(other.gateway == IPv4Address(10, 244, 3, 1))
        #expect(other.leftovers.directories == ["/var/lib/coxswain/ipam/blue-pods"])
    }
}
