import FoundationEssentials

/// What a run takes from the process around it.
struct Environment: Sendable {
    var variables: [String: String]
    /// Where files named by relative paths are.
    var folder: String
    /// What `kubectl version` says of the client.
    var version: String
    /// The path of this program, for commands that call kubectl again.
    var program: String

    static func process(version: String) -> Environment {
        Environment(
            variables: ProcessInfo.processInfo.environment, folder: FileManager.default.currentDirectoryPath, version: version,
            program: CommandLine.arguments.first ?? "kubectl")
    }

    subscript(name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }
    var home: String { self["HOME"] ?? "/root" }
}
