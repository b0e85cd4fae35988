import CommandRunner
import Document
import FoundationEssentials
import PKI
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Starts the further nodes of a cluster that are not running. Its server is.
package struct FurtherNodeStart: Sendable {
    private let cluster: ClusterConfiguration
    private let runner: any CommandRunning

    package init(cluster: ClusterConfiguration, runner: any CommandRunning = CommandRunner()) {
        (self.cluster, self.runner) = (cluster, runner)
    }

    /// Starts all of them beside each other and follows them until they are ready.
    /// - Returns: the names of those that were started now.
    package func run(executable: String, report: (String) -> Void) async throws -> [String] {
        let nodes = FurtherNode.all(of: cluster).filter { ClusterLifecycle(configuration: $0.configuration).serverProcess == nil }
        guard !nodes.isEmpty else { return [] }
        let authority = try ClusterIdentities.load(cluster).authority
        var started: [(lifecycle: ClusterLifecycle, child: DetachedProcess.Started)] = []
        defer { for node in started { try? node.child.notifications.close() } }
        for node in nodes {
            try await prepare(node, authority)
            started.append((ClusterLifecycle(configuration: node.configuration), try start(node, executable)))
        }
        // They get ready beside each other; their words wait in their pipes.
        for node in started { try node.lifecycle.follow(node.child, report: report) }
        return nodes.map(\.name)
    }

    /// Everything its agent finds when it starts: the network, what the server is, and who vouches for whom. This machine holds the
    /// cluster's authority, so no token has to pass.
    private func prepare(_ node: FurtherNode, _ authority: CertificateAuthority) async throws {
        let paths = node.configuration.paths
        for directory in [paths.data, paths.run, paths.certificates] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        }
        try await Remains(configuration: node.configuration).endOrphans()
        try await node.link.up(runner)
        unlink(paths.stopMarker)
        try node.configuration.save()
        try AgentRecord(server: node.server).store(paths)
        let authorityPath = paths.certificates + "/ca.crt"
        let file = NodeIdentityFile(path: paths.certificates + "/kubelet-client.pem", names: [node.name])
        if AtomicFile.read(authorityPath) == authority.certificatePEM, file.load() != nil { return }
        try AtomicFile.write(authority.certificatePEM, to: authorityPath)
        try file.store(
            try authority.issue(
                commonName: "system:node:\(node.name)", organizations: ["system:nodes"], usages: [.client],
                validity: .seconds(cluster.certificateSeconds)))
        NodeIdentityFile(path: paths.certificates + "/kubelet-server.pem", names: []).remove()
    }

    private func start(_ node: FurtherNode, _ executable: String) throws -> DetachedProcess.Started {
        // `nsenter` changes the network alone; `ip netns exec` would hide the cgroup mounts as well.
        try DetachedProcess.start(
            executable: "/usr/bin/env",
            arguments: [
                "nsenter", "--net=\(node.link.namespace)", executable, "agent", "--background", "--name", cluster.name, "--data-dir",
                node.configuration.dataDirectory,
            ], logPath: node.configuration.paths.log)
    }
}
