import Document
import FoundationEssentials
import Resources

/// What a backup holds beside the store: keys and certificates, and how the cluster and its nodes were started. Images, volumes and logs
/// are not part of a cluster's state.
struct BackupContents: Sendable {
    static let format = 1
    static let store = "store.db"
    static let heading = "backup.json"
    static let sums = "SHA256SUMS"

    /// Names relative to the data directory, directories whole.
    static func entries(furtherNodes: [Int]) -> [String] {
        ["cluster.json", "pki"] + furtherNodes.flatMap { ["nodes/\($0)/cluster.json", "nodes/\($0)/agent.json", "nodes/\($0)/pki"] }
    }

    /// What a cluster keeps outside its data directory, by the names it has in a backup.
    static func outside(_ configuration: ClusterConfiguration) -> [(name: String, path: String)] {
        [("shared-keys", configuration.sharedKeys), ("encryption.yaml", configuration.encryptionConfiguration)].compactMap { name, path in
            path.map { (name, $0) }
        }
    }

    let name: String
    let version: String
    let created: Timestamp

    var json: JSON {
        ["format": JSON(Self.format), "name": .string(name), "version": .string(version), "created": .string("\(created)")]
    }

    init(name: String, version: String, created: Timestamp) { (self.name, self.version, self.created) = (name, version, created) }

    /// - Throws: `ClusterError` for what is no backup, or one this version does not read.
    init(text: String?) throws {
        guard let json = text.flatMap({ try? JSON.parse(text: $0) }), let format = json["format"].int, let name = json["name"].string,
            let created = json["created"].string.flatMap({ Timestamp($0) })
        else { throw ClusterError("this is no backup of a cluster") }
        guard format == Self.format else {
            throw ClusterError("the backup is of format \(format); this version reads format \(Self.format)")
        }
        self.init(name: name, version: json["version"].string ?? "", created: created)
    }
}
