import Document

extension ClusterConfiguration {
    /// The configuration a cluster was started with; nil when there is no such cluster.
    package static func saved(name: String, dataDirectory: String?) throws -> ClusterConfiguration? {
        var wanted = ClusterConfiguration(name: name, nodeName: "")
        if let dataDirectory { wanted.dataDirectory = dataDirectory }
        guard let text = AtomicFile.read(wanted.paths.configuration) else { return nil }
        do {
            return ClusterConfiguration(json: try JSON.parse(text: text))
        } catch {
            throw ClusterError("\(wanted.paths.configuration) is damaged: \(error)")
        }
    }

    /// Keeps the configuration for the next start, and for commands that know only the cluster's name.
    package func save() throws { try AtomicFile.write(json.prettyText + "\n", to: paths.configuration) }
}
