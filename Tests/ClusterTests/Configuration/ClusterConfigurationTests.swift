import Document
import Resources
import Testing

@testable import Cluster

@Suite struct ClusterConfigurationTests {
    @Test func everySettingSurvivesItsFile() throws {
        var configuration = ClusterConfiguration(name: "second", nodeName: "node-a", nodeAddress: "10.9.0.1")
        configuration.dataDirectory = "/srv/second"
        (configuration.apiPort, configuration.registryPort, configuration.kubeletPort) = (7443, 5001, 10350)
        (configuration.podRange, configuration.serviceRange, configuration.clusterDomain) = ("10.1.0.0/16", "10.2.0.0/16", "example.local")
        (configuration.nodeRange, configuration.loadBalancerRange, configuration.nodePortRange) = (
            "10.9.0.0/24", "10.9.0.128/26", 31000...31999
        )
        configuration.dnsForwards = ["192.0.2.53", "192.0.2.54:5353"]
        let again = ClusterConfiguration(json: try JSON.parse(text: configuration.json.prettyText))
        #expect(again == configuration)
    }

    @Test func whatAFileLeavesOutHasItsDefault() {
        let configuration = ClusterConfiguration(json: ["name": "coxswain", "nodeName": "a", "nodePortRange": "9-3"])
        #expect(configuration.apiPort == 6443)
        #expect(configuration.nodePortRange == 30000...32767)
        #expect(configuration.dataDirectory == "/var/lib/coxswain")
    }

    @Test func theDefaultsHaveNoProblems() { #expect(ClusterConfiguration(nodeName: "a").problems.isEmpty) }

    @Test func everyProblemIsNamedByItsFlag() {
        var configuration = ClusterConfiguration(name: "Not_A_Label", nodeName: "a")
        (configuration.podRange, configuration.nodeRange) = ("10.244.0.0", "nonsense")
        (configuration.serviceRange, configuration.loadBalancerRange) = ("10.96.0.0/99", "")
        (configuration.apiPort, configuration.registryPort, configuration.kubeletPort) = (0, 5000, 70000)
        configuration.dnsForwards = ["resolver.example.com"]
        let problems = configuration.problems
        for flag in [
            "--dns-forward", "--name", "--pod-cidr", "--service-cidr", "--node-cidr", "--load-balancer-range", "--api-port",
            "--kubelet-port",
        ] {
            #expect(problems.contains { $0.hasPrefix(flag) }, "\(flag)")
        }
    }

    @Test func ingressesHaveAnAddressThatNoLoadBalancerGets() {
        var configuration = ClusterConfiguration(nodeName: "a")
        #expect(configuration.ingressAddress == "10.243.0.190")
        let blocks = configuration.loadBalancerBlocks ?? []
        #expect(blocks.reduce(0) { $0 + $1.count } == 63)
        #expect(!blocks.contains { $0.addresses.contains { "\($0)" == configuration.ingressAddress } })
        configuration.nodeAddress = "192.0.2.9"
        #expect(configuration.ingressAddress == "192.0.2.9")
    }

    @Test func rangesAndPortsMustNotCollide() {
        var configuration = ClusterConfiguration(nodeName: "a")
        (configuration.podRange, configuration.serviceRange) = ("10.0.0.0/8", "10.96.0.0/16")
        configuration.registryPort = configuration.apiPort
        #expect(
            configuration.problems == [
                "the pod range 10.0.0.0/8 and the service range 10.96.0.0/16 overlap", "the API, registry and kubelet ports must differ",
            ])
    }

    @Test func servicesHaveTheirPlacesInTheRange() {
        var configuration = ClusterConfiguration(nodeName: "a")
        #expect(configuration.apiServiceAddress == "10.96.0.1")
        #expect(configuration.dnsAddress == "10.96.0.10")
        configuration.serviceRange = "172.30.4.0/24"
        #expect(configuration.dnsAddress == "172.30.4.10")
    }

    @Test func theNodeRangeMovesNodeAndLoadBalancers() throws {
        var configuration = ClusterConfiguration(nodeName: "a")
        try configuration.useNodeRange("192.168.7.0/24")
        #expect(configuration.nodeAddress == "192.168.7.1")
        #expect(configuration.loadBalancerRange == "192.168.7.128/26")
        #expect(!configuration.isReachableFromOtherMachines)
        configuration.nodeAddress = "10.0.0.5"
        #expect(configuration.isReachableFromOtherMachines)
        #expect(configuration.joiningURL == "https://10.0.0.5:6443")
        #expect(throws: ClusterError.self) { try configuration.useNodeRange("192.168.7.0/28") }
    }

    @Test func clustersShareNoPaths() {
        let first = ClusterConfiguration(nodeName: "a").paths
        let second = ClusterConfiguration(name: "other", nodeName: "a").paths
        for path in [\ClusterPaths.data, \.run, \.adminKubeconfig, \.nodeBridge, \.cgroupRoot] {
            #expect(first[keyPath: path] != second[keyPath: path])
        }
        #expect(second.nodeBridge.count <= 15)
    }
}

@Suite struct EvictionSettingsTests {
    @Test func thresholdsAreKeptAndChecked() {
        var configuration = ClusterConfiguration(nodeName: "n")
        #expect(configuration.problems.isEmpty)
        configuration.evictionHard = "memory.available<500Mi"
        #expect(configuration.problems.isEmpty && ClusterConfiguration(json: configuration.json) == configuration)
        configuration.evictionHard = "swap.available<1Gi"
        #expect(configuration.problems == ["--eviction-hard swap.available<1Gi: unsupported eviction signal swap.available"])
    }
}
