import Testing

@testable import Cluster

@Suite struct NeighboursTests {
    private func cluster(_ name: String, pods: String, services: String, nodes: String, datastore: String? = nil) throws
        -> ClusterConfiguration
    {
        var configuration = ClusterConfiguration(name: name, nodeName: "n")
        configuration.podRange = pods
        configuration.serviceRange = services
        try configuration.useNodeRange(nodes)
        configuration.datastore = datastore
        return configuration
    }

    @Test func rangesThatANeighbourHasAreNamedWithIt() throws {
        let other = try cluster("first", pods: "10.1.0.0/16", services: "10.2.0.0/16", nodes: "10.3.0.0/24")
        let neighbours = Neighbours(clusters: [other])
        let apart = try cluster("second", pods: "10.4.0.0/16", services: "10.5.0.0/16", nodes: "10.6.0.0/24")
        #expect(neighbours.clashes(with: apart).isEmpty)

        let same = try cluster("second", pods: "10.1.0.0/16", services: "10.5.0.0/16", nodes: "10.3.0.0/24")
        let told = neighbours.clashes(with: same)
        #expect(told.count == 2)
        #expect(told.first?.hasPrefix("--pod-cidr 10.1.0.0/16 overlaps the pod range 10.1.0.0/16 of the cluster first") == true)
        #expect(told.last?.hasPrefix("--node-cidr 10.3.0.0/24 overlaps the node range 10.3.0.0/24") == true)
        #expect(told.allSatisfy { $0.contains("coxswain down --name first") })
    }

    @Test func aRangeMayBeTakenForSomethingElse() throws {
        let other = try cluster("first", pods: "10.1.0.0/16", services: "10.2.0.0/16", nodes: "10.3.0.0/24")
        let across = try cluster("second", pods: "10.2.128.0/17", services: "10.5.0.0/16", nodes: "10.6.0.0/24")
        #expect(Neighbours(clusters: [other]).clashes(with: across).first?.contains("overlaps the service range 10.2.0.0/16") == true)
        var balancers = try cluster("second", pods: "10.4.0.0/16", services: "10.5.0.0/16", nodes: "10.6.0.0/24")
        balancers.loadBalancerRange = "10.3.0.0/25"
        #expect(Neighbours(clusters: [other]).clashes(with: balancers).map { $0.hasPrefix("--load-balancer-range") } == [true])
    }

    @Test func serversOfOneStoreShareAllButTheirNodes() throws {
        let store = "etcd://127.0.0.1:2379"
        let other = try cluster("a", pods: "10.1.0.0/16", services: "10.2.0.0/16", nodes: "10.3.0.0/24", datastore: store)
        let neighbours = Neighbours(clusters: [other])
        let beside = try cluster("b", pods: "10.1.0.0/16", services: "10.2.0.0/16", nodes: "10.4.0.0/24", datastore: store)
        #expect(neighbours.clashes(with: beside).isEmpty)
        let onTop = try cluster("b", pods: "10.1.0.0/16", services: "10.2.0.0/16", nodes: "10.3.0.0/24", datastore: store)
        #expect(neighbours.clashes(with: onTop).map { $0.hasPrefix("--node-cidr") } == [true])
        let another = "etcd://127.0.0.1:1"
        let elsewhere = try cluster("b", pods: "10.1.0.0/16", services: "10.2.0.0/16", nodes: "10.4.0.0/24", datastore: another)
        #expect(neighbours.clashes(with: elsewhere).count == 2)
    }

    @Test(
        arguments: [
            ("coxswain", "coxswain"), ("coxswain-dev", "dev"), ("coxswain-a-b", "a-b"), ("coxswain-dev.lock", "dev.lock"),
            ("containerd", nil),
            ("coxswainx", nil),
        ] as [(String, String?)]) func aRunDirectoryTellsItsCluster(_ directory: String, _ name: String?)
    {
        #expect(ClusterPaths.name(runDirectory: directory) == name)
    }
}
