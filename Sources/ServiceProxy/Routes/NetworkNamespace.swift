package import CommandRunner

/// Where commands about the network run: in this process's namespace, or in a node's, entered by `nsenter`, which leaves the file
/// system alone (unlike `ip netns exec`).
package struct NetworkNamespace: Hashable, Sendable {
    /// For example `/run/netns/node-1`; nil: this process's own.
    package var path: String?

    package init(path: String?) { self.path = path }
    package static let own = NetworkNamespace(path: nil)

    package func command(_ executable: String, _ arguments: [String]) -> Command {
        guard let path else { return Command(executable, arguments) }
        return Command("nsenter", ["--net=\(path)", executable] + arguments)
    }
}
