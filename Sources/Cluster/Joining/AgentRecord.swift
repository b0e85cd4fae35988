import Document

/// Remembers, beside the data, that this machine is a node of a cluster served elsewhere, and where.
package struct AgentRecord: Sendable, Equatable {
    package var server: String
    package init(server: String) { self.server = server }

    static func path(_ paths: ClusterPaths) -> String { paths.data + "/agent.json" }

    /// Nil when no agent ever joined with this data directory.
    package static func load(_ paths: ClusterPaths) -> AgentRecord? {
        guard let text = AtomicFile.read(path(paths)), let json = try? JSON.parse(text: text), let server = json["server"].string else {
            return nil
        }
        return AgentRecord(server: server)
    }

    func store(_ paths: ClusterPaths) throws {
        try AtomicFile.write((["server": .string(server)] as JSON).prettyText + "\n", to: Self.path(paths))
    }
}
