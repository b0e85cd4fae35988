import ArgumentParser
import Cluster
import FoundationEssentials

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the whole state of a cluster into one file.",
        discussion: """
            The store as of this moment, keys and settings, each with its checksum; the cluster may run. The file holds the cluster's keys: \
            keep it where nobody else reads it. Images, volumes and logs are not part of it.
            """)
    @OptionGroup var cluster: ClusterOptions
    @Argument(help: "The file to write.", completion: .file()) var file: String

    func run() async throws {
        try await reportingErrors {
            let configuration = try cluster.existing()
            let bytes = try await ClusterBackup(configuration: configuration).write(to: file)
            print("The cluster \(configuration.name) is kept in \(file) (\(bytes / 1024) KiB, verified).")
        }
    }
}

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put the state of a cluster back from a backup.",
        discussion: "The backup is checked before anything is changed. Afterwards `coxswain up` starts the cluster.")
    @OptionGroup var cluster: ClusterOptions
    @Argument(help: "A file that `coxswain backup` wrote.", completion: .file()) var file: String
    @Flag(help: "Replace the state of a cluster that is there; it is kept beside the data.") var replace = false

    func run() async throws {
        try await reportingErrors {
            var configuration =
                try ClusterConfiguration.saved(name: cluster.name, dataDirectory: cluster.dataDir)
                ?? ClusterConfiguration(name: cluster.name, nodeName: "")
            if let dataDir = cluster.dataDir { configuration.dataDirectory = dataDir }
            try await cluster.alone { try await put(configuration) }
        }
    }

    private func put(_ configuration: ClusterConfiguration) async throws {
        let restored = try await ClusterBackup(configuration: configuration).restore(from: file, replaces: replace)
        let name = configuration.name == ClusterConfiguration.defaultName ? "" : " --name \(configuration.name)"
        print("The cluster \(configuration.name) is as it was at \(restored.created); start it with: coxswain up\(name)")
        if let kept = restored.kept { print("What it replaced is in \(kept).") }
    }
}
