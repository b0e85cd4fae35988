import FoundationEssentials
import Resources

/// A node of a cluster on the server's own machine beside its first: an agent, a containerd and pods of its own, in a network namespace
/// that hangs on the bridge of the cluster's nodes.
package struct FurtherNode: Sendable, Equatable {
    /// 2 and up; the server's own node is the first.
    package let number: Int
    /// What its agent is started with.
    package let configuration: ClusterConfiguration
    /// Where its agent finds the server.
    let server: String
    let link: NodeLink

    package var name: String { configuration.nodeName }

    /// Nil when the cluster's ranges have no place for it.
    init?(_ number: Int, of cluster: ClusterConfiguration) {
        guard let range = CIDR(cluster.nodeRange), let address = range.address(at: number) else {
            return nil
        }
        self.number = number
        server = cluster.joiningURL
        var configuration = cluster
        configuration.nodeName = "\(cluster.nodeName)-\(number)"
        configuration.dataDirectory = "\(cluster.paths.furtherNodes)/\(number)"
        configuration.nodeAddress = address.description
        configuration.furtherNode = number
        configuration.nodeCount = 1
        self.configuration = configuration
        link = NodeLink(
            namespace: configuration.paths.networkNamespace, device: Self.device(number, cluster: cluster.name),
            bridge: cluster.paths.nodeBridge, address: address, prefixLength: range.prefix, gateway: cluster.nodeAddress)
    }

    /// The server's end of the link: at most 15 characters, and its own for each cluster and node.
    static func device(_ number: Int, cluster: String) -> String {
        let digits = String(StableHash.bits32(cluster.utf8), radix: 16)
        return "cv-" + String(repeating: "0", count: 8 - digits.count) + digits + ".\(number)"
    }

    /// Nodes that were ever started here, and those that are wished for, by number.
    package static func all(of cluster: ClusterConfiguration) -> [FurtherNode] {
        let known = (try? FileManager.default.contentsOfDirectory(atPath: cluster.paths.furtherNodes)) ?? []
        return numbers(known: known, count: cluster.nodeCount).compactMap { FurtherNode($0, of: cluster) }
    }

    static func numbers(known: [String], count: Int) -> [Int] {
        Set(known.compactMap { Int($0) }.filter { $0 > 1 } + (count > 1 ? Array(2...count) : [])).sorted()
    }

    /// The number of nodes that `--nodes` asks for, beside what is there.
    /// - Throws: `ClusterError` for fewer: a node is never taken away in passing.
    package static func count(asked: Int, present: Int) throws -> Int {
        guard asked >= present else {
            throw ClusterError(
                "--nodes \(asked): the cluster has \(present) nodes already, and none is taken away by starting it; "
                    + "drain one (kubectl drain) to keep pods off it, or make the cluster anew with `coxswain delete` and `coxswain up`")
        }
        return asked
    }
}
