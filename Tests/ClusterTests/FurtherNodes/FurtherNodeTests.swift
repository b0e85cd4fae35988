import Document
import Resources
import Testing

@testable import Cluster

@Suite struct FurtherNodeTests {
    private func cluster(_ count: Int = 3) throws -> ClusterConfiguration {
        var cluster = ClusterConfiguration(name: "second", nodeName: "m")
        try cluster.useNodeRange("10.9.0.0/24")
        cluster.nodeCount = count
        return cluster
    }

    @Test func furtherNodesHaveNamesAddressesAndPlacesOfTheirOwn() throws {
        let cluster = try cluster()
        let node = try #require(FurtherNode(2, of: cluster))
        #expect(node.name == "m-2")
        #expect(node.configuration.nodeAddress == "10.9.0.2")
        #expect(node.server == "https://10.9.0.1:6443")
        let (own, first) = (node.configuration.paths, cluster.paths)
        #expect(own.run == first.run + "/nodes/2" && own.data == first.data + "/nodes/2")
        for path in [\ClusterPaths.cgroupRoot, \.containerdSocket, \.podAddresses, \.processIdentifier] {
            #expect(own[keyPath: path] != first[keyPath: path])
        }
        // What its agent reads of it is the same.
        #expect(ClusterConfiguration(json: node.configuration.json).paths == own)
    }

    @Test func deviceNamesFitAndDiffer() throws {
        let names = [2, 100].map { FurtherNode.device($0, cluster: "a-cluster-with-a-long-name") } + [FurtherNode.device(2, cluster: "b")]
        #expect(names.allSatisfy { $0.utf8.count <= 15 })
        #expect(Set(names).count == 3)
    }

    @Test func knownAndWishedNodesAreCounted() {
        #expect(FurtherNode.numbers(known: [], count: 1) == [])
        #expect(FurtherNode.numbers(known: ["2", "5", "x"], count: 3) == [2, 3, 5])
    }

    @Test func nodesAreAddedButNeverTakenAwayInPassing() throws {
        #expect(try FurtherNode.count(asked: 3, present: 1) == 3)
        #expect(throws: ClusterError.self) { try FurtherNode.count(asked: 1, present: 3) }
    }

    @Test func theLinkIsMadeOnceAndSetUpAgain() throws {
        let link = try #require(FurtherNode(2, of: try cluster())).link
        #expect(link.makingPair.suffix(2) == ["netns", "/run/coxswain-second/nodes/2/netns"])
        #expect(link.innerSteps.last == ["route", "replace", "default", "via", "10.9.0.1"])
        #expect(link.isMounted("nsfs /run/coxswain-second/nodes/2/netns nsfs rw 0 0\n"))
        #expect(!link.isMounted("nsfs /run/coxswain-second/nodes/3/netns nsfs rw 0 0\n"))
    }

    @Test func whatCannotBeIsSaid() throws {
        var cluster = try cluster(0)
        #expect(cluster.problems.contains { $0.hasPrefix("--nodes 0") })
        cluster.nodeCount = 2
        #expect(cluster.problems.isEmpty)
        cluster.nodeAddress = "192.168.0.5"
        #expect(cluster.problems.contains { $0.contains("--node-address") })
        cluster.nodeGraceSeconds = 1
        #expect(cluster.problems.contains { $0.hasPrefix("--node-monitor-grace-period") })
    }

    @Test func leasesFollowTheGrace() throws {
        var cluster = try cluster()
        #expect(cluster.leaseSeconds == 40)
        cluster.nodeGraceSeconds = 10
        #expect(cluster.leaseSeconds == 8)
    }
}
