import FoundationEssentials
internal import Resources

#if canImport(Glibc)
    import Glibc
#endif

/// `kubectl plugin`: executables on the PATH called `kubectl-NAME`.
enum PluginCommand {
    static let command = Command(
        "plugin", summary: "Provides utilities for interacting with plugins",
        details: "Executables on your PATH called kubectl-NAME are plugins: `kubectl NAME` runs them.",
        subcommands: [
            Command(
                "list", summary: "List all visible plugin executables on a user's PATH",
                flags: [.bool("name-only", "Show names instead of paths.")], run: list)
        ])

    private static func list(_ call: Invocation) async throws {
        let folders = unique((call.session.environment["PATH"] ?? "").split(separator: ":").map(String.init))
        var plugins: [String] = []
        for folder in folders where !folder.trimmedSpace.isEmpty {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
                call.console.err(
                    "Unable to read directory \(folder.goQuoted) from your PATH: open \(folder): \(String(cString: strerror(errno)).lowercased()). "
                        + "Skipping...\n")
                continue
            }
            plugins += names.sorted().filter { $0.hasPrefix("kubectl-") }.map { PathText.join(folder, $0) }.filter { !isFolder($0) }
        }
        if plugins.isEmpty { throw Failure("unable to find any kubectl plugins in your PATH") }
        call.console.line("The following compatible plugins are available:\n")
        var seen: [String: String] = [:]
        var warnings = 0
        for path in plugins {
            let name = PathText.name(path)
            call.console.line(call.flags.bool("name-only") ? name : path)
            for warning in problems(path, name, &seen) {
                call.console.err("  - \(warning)\n")
                warnings += 1
            }
        }
        if warnings > 0 { throw Failure(warnings == 1 ? "one plugin warning was found" : "\(warnings) plugin warnings were found") }
    }

    private static func problems(_ path: String, _ name: String, _ seen: inout [String: String]) -> [String] {
        var problems: [String] = []
        if access(path, X_OK) != 0 { problems.append("warning: \(path) identified as a kubectl plugin, but it is not executable") }
        if let other = seen[name] {
            problems.append("warning: \(path) is overshadowed by a similarly named plugin: \(other)")
        } else {
            seen[name] = path
        }
        let words = name.split(separator: "-").dropFirst().map(String.init)
        if let first = words.first, let known = CommandList.root.subcommand(first) {
            problems.append("warning: \(name) overwrites existing command: \"kubectl \(known.name)\"")
        }
        return problems
    }

    private static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    private static func unique(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }
}
