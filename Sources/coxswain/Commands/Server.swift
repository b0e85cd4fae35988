import ArgumentParser
import Cluster
import Logging

struct ServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "server", abstract: "Run a cluster in the foreground.")

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var settings: ServerSettings
    @Option(help: "How much to log: debug, info, warning or error.") var logLevel = "info"
    @Flag(help: .hidden) var background = false

    func run() async throws {
        try await reportingErrors {
            guard let level = Logger.Level(rawValue: logLevel) else { throw ValidationError("--log-level \(logLevel): not a level") }
            LoggingSystem.bootstrap(StreamLogHandler.standardError)
            var logger = Logger(label: "coxswain")
            logger.logLevel = level
            let notifier = StartNotifier(background: background)
            let problems = Preflight().problems()
            guard problems.isEmpty else {
                throw ClusterError("this machine is not ready for a cluster yet:\n" + problems.map { "  \($0)" }.joined(separator: "\n"))
            }
            try await ClusterServer(configuration: try settings.configuration(cluster), notifier: notifier, logger: logger).run()
        }
    }
}
