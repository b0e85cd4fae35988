import ArgumentParser
import Cluster

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Tokens with which other machines join the cluster.",
        subcommands: [TokenCreate.self, TokenList.self, TokenDelete.self])
}

struct TokenCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a token and show the command that joins with it.")
    @OptionGroup var cluster: ClusterOptions
    @Option(help: "How long the token is good for, such as 30m or 24h; 0 for ever.") var ttl = "24h"
    @Option(help: "What the token is for.") var description = ""

    func run() async throws {
        try await reportingErrors {
            guard let seconds = TokenLifetime.seconds(ttl) else { throw ValidationError("--ttl \(ttl): not a time such as 30m or 24h") }
            let configuration = try cluster.existing()
            let invitation = try await Invitation.create(
                configuration, lifetimeSeconds: seconds, description: description, logger: quietLogger())
            print(invitation.token)
            print("\nOn the machine that is to join, as root:\n\n    \(invitation.command)\n")
            if !configuration.isReachableFromOtherMachines {
                printError(
                    "note: the API server's address \(configuration.nodeAddress) is one of this machine alone; "
                        + "for other machines start the cluster with --node-address and an address they reach.")
            }
        }
    }
}

struct TokenList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Show the tokens.", aliases: ["ls"])
    @OptionGroup var cluster: ClusterOptions

    func run() async throws {
        try await reportingErrors {
            let tokens = try await AdministratorClient.with(try cluster.existing(), logger: quietLogger()) {
                try await BootstrapTokenStore(client: $0).list()
            }
            print(TokenTable.text(tokens), terminator: "")
        }
    }
}

struct TokenDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "delete", abstract: "End a token before its time.", aliases: ["rm"])
    @OptionGroup var cluster: ClusterOptions
    @Argument(help: "Tokens, or their ids (the six characters before the dot).") var tokens: [String]

    func run() async throws {
        try await reportingErrors {
            try await AdministratorClient.with(try cluster.existing(), logger: quietLogger()) { client in
                for token in tokens {
                    try await BootstrapTokenStore(client: client).delete(token)
                    print("Token \(token.prefix { $0 != "." }) deleted.")
                }
            }
        }
    }
}
