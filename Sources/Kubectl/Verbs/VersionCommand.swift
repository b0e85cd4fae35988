internal import Client
internal import Document
internal import Resources

/// `kubectl version`
enum VersionCommand {
    static let command = Command(
        "version", group: .other, summary: "Show the versions of client and server",
        examples: [("Both", "kubectl version"), ("Only the client's", "kubectl version --client")],
        flags: [
            .bool("client", "Only the client's version; asks no server."),
            .string("output", "o", values: .words(["json", "yaml"]), "json or yaml."),
            .bool("short", hidden: true, "Always short (dropped upstream, still accepted here)."),
        ], run: run)

    static func run(_ invocation: Invocation) async throws {
        if !invocation.arguments.isEmpty {
            throw Failure("extra arguments: [\(invocation.arguments.joined(separator: " "))]")
        }
        let output = invocation.flags.string("output")
        guard ["", "json", "yaml"].contains(output) else { throw Failure("--output must be 'yaml' or 'json'") }
        let version = invocation.session.environment.version
        let parts = version.dropFirst().split(separator: ".")
        let client: JSON = [
            "major": .string(parts.first.map(String.init) ?? ""), "minor": .string(parts.count > 1 ? String(parts[1]) : ""),
            "gitVersion": .string(version), "gitCommit": "", "gitTreeState": "clean", "buildDate": "1970-01-01T00:00:00Z",
            "goVersion": "none",
            "compiler": "swiftc", "platform": "linux/amd64",
        ]
        var server: JSON = .null
        var failure: (any Error)?
        if !invocation.flags.bool("client") {
            do { server = try await invocation.session.client().document("GET", "/version") } catch { failure = error }
        }
        let document: JSON = ["clientVersion": client, "serverVersion": server]
        switch output {
        case "json": invocation.console.line(document.prettyText.replacingIndent())
        case "yaml": invocation.console.out(YAML.write(document))
        default:
            invocation.console.line("Client Version: \(version)")
            if !server.isNull { invocation.console.line("Server Version: \(server["gitVersion"].string ?? "")") }
        }
        if let failure { throw failure }
        if output.isEmpty, let warning = skew(client, server) { invocation.console.err(warning + "\n") }
    }

    /// Clients and servers may be one minor version apart.
    private static func skew(_ client: JSON, _ server: JSON) -> String? {
        guard let ours = client["minor"].string.flatMap({ Int($0) }),
            let theirs = server["minor"].string.flatMap({ Int($0.prefix { $0.isNumber }) }), abs(ours - theirs) > 1
        else { return nil }
        let major = server["major"].string ?? "1"
        return
            "WARNING: version difference between client (1.\(ours)) and server (\(major).\(theirs)) exceeds the supported minor version skew of +/-1"
    }
}

extension String {
    /// Indented by two spaces a level instead of four.
    fileprivate func replacingIndent() -> String {
        let lines: [Substring] = split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { (line: Substring) -> String in
            let spaces = line.prefix { $0 == " " }.count
            return String(repeating: " ", count: spaces / 2) + line.dropFirst(spaces)
        }.joined(separator: "\n")
    }
}
