/// Every verb of kubectl, one file or folder each.
enum CommandList {
    static let root = Command("kubectl", summary: "Control Kubernetes clusters.", subcommands: basics + writers + inspection + others)

    private static let basics: [Command] = [
        GetCommand.command, ExplainCommand.command, APIResourcesCommand.command, APIVersionsCommand.command, VersionCommand.command,
        OptionsCommand.command, CreateCommand.command, DeleteCommand.command, RunCommand.command, ExposeCommand.command,
        EditCommand.command, SetCommand.command,
    ]

    private static let writers: [Command] = [
        ApplyCommand.command, DiffCommand.command, PatchCommand.command, ReplaceCommand.command, WaitCommand.command,
        KustomizeCommand.command, MetadataCommand.label.command, MetadataCommand.annotate.command, ScaleCommand.command,
        AutoscaleCommand.command, RolloutCommand.command, RollingUpdateCommand.command,
    ]

    private static let others: [Command] = [ConfigCommand.command, CompletionCommand.command]
}
