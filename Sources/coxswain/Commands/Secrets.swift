import ArgumentParser
import Cluster

struct SecretsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets", abstract: "The keys with which Secrets are encrypted in the store.", subcommands: [SecretsRotate.self])
}

struct SecretsRotate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Make a new key and encrypt everything that is stored with it.",
        discussion: """
            The cluster may run. Keys from before stay in the file, so that older backups can still be read; servers on other machines \
            must share the file (see --pki-dir of `coxswain server`).
            """)
    @OptionGroup var cluster: ClusterOptions

    func run() async throws {
        try await reportingErrors {
            let configuration = try cluster.existing()
            try await cluster.alone {
                let state = try await KeyRotation(configuration: configuration, logger: quietLogger()).run()
                print("Encrypted with the key \(state.key) from now on; \(state.written) stored values were written anew.")
                if state.unreadable > 0 {
                    throw ClusterError("\(state.unreadable) stored values could not be decrypted with any key there is")
                }
            }
        }
    }
}
