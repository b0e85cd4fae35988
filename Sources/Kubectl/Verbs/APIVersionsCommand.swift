internal import Resources

/// `kubectl api-versions`: every group and version that the server serves, as `group/version`.
enum APIVersionsCommand {
    static let command = Command(
        "api-versions", group: .other, summary: "List the API versions the server serves, as group/version",
        examples: [("All of them", "kubectl api-versions")]
    ) { invocation in
        if !invocation.arguments.isEmpty {
            throw invocation.usageFailure("unexpected arguments: [\(invocation.arguments.joined(separator: " "))]")
        }
        let api = try await invocation.session.discovery().refresh()
        let versions = api.groups.flatMap { group in group.versions.map { group.name.isEmpty ? $0 : "\(group.name)/\($0)" } }
        for version in versions.sorted() { invocation.console.line(version) }
    }
}
