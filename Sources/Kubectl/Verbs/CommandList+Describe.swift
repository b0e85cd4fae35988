extension CommandList {
    /// Describing, streams and administration.
    static let inspection: [Command] = [
        DescribeCommand.command, LogsCommand.command, ExecCommand.command, AttachCommand.command, CopyCommand.command,
        PortForwardCommand.command, ProxyCommand.command, DebugCommand.command, TopCommand.command, CordonCommand.cordon,
        CordonCommand.uncordon, DrainCommand.command, TaintCommand.command, CertificateCommand.command, ClusterInfoCommand.command,
        EventsCommand.command, AuthCommand.command, PluginCommand.command,
    ]
}
