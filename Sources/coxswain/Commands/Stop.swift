import ArgumentParser
import Cluster

struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Stop a cluster and its containers; keep everything it holds.")
    @OptionGroup var cluster: ClusterOptions

    func run() async throws {
        try await reportingErrors { try await cluster.alone { try await stop() } }
    }

    private func stop() async throws {
        let configuration = try cluster.existing()
        let stopped = try await ClusterLifecycle(configuration: configuration).stop()
        let left = try await Remains(configuration: configuration).remove()
        guard left.isEmpty else { throw ClusterError("stopped, but this is still there:\n  " + left.joined(separator: "\n  ")) }
        print(
            stopped
                ? "The cluster \(configuration.name) is stopped; `coxswain up` resumes it."
                : "The cluster \(configuration.name) was not running.")
    }
}

struct Delete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Stop a cluster and remove everything it holds.")
    @OptionGroup var cluster: ClusterOptions

    func run() async throws {
        try await reportingErrors { try await cluster.alone { try await remove() } }
    }

    private func remove() async throws {
        guard let configuration = try ClusterConfiguration.saved(name: cluster.name, dataDirectory: cluster.dataDir) else {
            print("There is no cluster called \(cluster.name) here.")
            return
        }
        _ = try await ClusterLifecycle(configuration: configuration).stop(containerGrace: 0)
        let remains = Remains(configuration: configuration)
        let left = try await remains.remove()
        guard left.isEmpty else {
            throw ClusterError("the cluster's data was kept, because this is still in use:\n  " + left.joined(separator: "\n  "))
        }
        let disks = try await remains.deleteData()
        try KubeconfigFile().remove(configuration.name)
        print("The cluster \(configuration.name) is deleted; nothing of it is left.")
        for disk in disks { print("The disk that is mounted at \(disk) is empty, and stays there.") }
    }
}
