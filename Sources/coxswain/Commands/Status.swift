import ArgumentParser
import Cluster
import Logging

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what runs of a cluster and how it is.",
        discussion: "Exits with 0 when the cluster is up, 3 when it is down, 1 when it fails.")
    static let downCode: Int32 = 3

    @OptionGroup var cluster: ClusterOptions

    func run() async throws {
        try await reportingErrors {
            guard let configuration = try ClusterConfiguration.saved(name: cluster.name, dataDirectory: cluster.dataDir) else {
                print("There is no cluster called \(cluster.name) here; `coxswain up` makes one.")
                throw ExitCode(Self.downCode)
            }
            let status = await ClusterStatus.read(configuration, logger: quietLogger())
            print(status.text, terminator: "")
            if status.isDown { throw ExitCode(Self.downCode) }
            if status.hasFailed { throw ExitCode.failure }
        }
    }
}

/// For commands whose output is their answer: only what went wrong is logged.
func quietLogger() -> Logger {
    var logger = Logger(label: "coxswain") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .error
    return logger
}
