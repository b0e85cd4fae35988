internal import Document

/// The subcommands of `create`.
enum CreateSubcommands {
    static let all: [Command] = [
        CreateWorkloads.deployment, CreateWorkloads.job, CreateWorkloads.cronjob, CreateConfiguration.namespace,
        CreateConfiguration.configMap, CreateConfiguration.secret, CreateConfiguration.serviceAccount, CreateConfiguration.quota,
        CreateConfiguration.priorityClass, CreateServices.service, CreateIngress.command, CreateRBAC.role, CreateRBAC.clusterRole,
        CreateRBAC.roleBinding, CreateRBAC.clusterRoleBinding, CreateConfiguration.disruptionBudget, CreateToken.command,
    ]

    /// Flags of every subcommand.
    static let flags: [Flag] =
        Flag.joined(
            WriteOptions.flags("kubectl-create"),
            [.bool("save-config", "Keep what is sent in an annotation, so that apply can go on from it."), WriteOptions.validateFlag])

    static func command(
        _ name: String, aliases: [String] = [], usage: String, summary: String, example: String, flags own: [Flag] = [],
        run: @escaping Command.Run
    ) -> Command {
        Command(
            name, aliases: aliases, usage: usage, summary: summary, examples: [("For example", example)], flags: Flag.joined(own, flags),
            run: run)
    }

    /// An object with its name, and labels when there are any.
    static func object(_ apiVersion: String, _ kind: String, _ name: String, labels: JSON = .null) -> JSON {
        ["apiVersion": .string(apiVersion), "kind": .string(kind), "metadata": ["labels": labels, "name": .string(name)]]
    }
}
