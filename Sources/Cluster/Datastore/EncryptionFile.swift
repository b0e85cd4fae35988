import Document
import FoundationEssentials
import Resources
import Storage

/// The file that says what is encrypted at rest and with which keys: an EncryptionConfiguration (apiserver.config.k8s.io/v1), as upstream's
/// servers read it. A cluster makes one for itself, with a key of its own for Secrets, unless it is given another.
package struct EncryptionFile: Sendable {
    static let apiVersion = "apiserver.config.k8s.io/v1"
    static let kind = "EncryptionConfiguration"
    /// The resources a cluster encrypts unless it is told otherwise.
    static let defaultResources = ["secrets"]

    package let path: String

    package init(path: String) { self.path = path }

    package init(configuration: ClusterConfiguration) {
        path = configuration.encryptionConfiguration ?? configuration.authorityDirectory + "/encryption.yaml"
    }

    /// - Parameter creates: whether a file that is missing is made, with a new key.
    package func load(creates: Bool) throws -> EncryptionPlan {
        if AtomicFile.read(path) == nil {
            guard creates else { throw ClusterError("\(path): no such file") }
            try AtomicFile.writeSecret(YAML.write(Self.initial(key: .random(name: Self.keyName()))), to: path)
        }
        return try EncryptionConfiguration(document()).plan
    }

    private func document() throws -> JSON {
        guard let text = AtomicFile.read(path) else { throw ClusterError("\(path) cannot be read") }
        do {
            return try YAML.parseOne(text)
        } catch {
            throw ClusterError("\(path) is no YAML: \(error)")
        }
    }

    /// Adds a new key that encrypts from now on; those that are there still decrypt.
    /// - Returns: the new key's name.
    package func addKey() throws -> String {
        var document = try document()
        _ = try EncryptionConfiguration(document)
        let rules = document["resources"].array ?? []
        var name: String?
        for (index, rule) in rules.enumerated() {
            guard var providers = rule["providers"].array, let first = providers.first,
                let kind = ["aesgcm", "aescbc"].first(where: { !first[$0].isNull })
            else { continue }
            var keys = first[kind]["keys"].array ?? []
            let added = EncryptionKey.random(name: Self.keyName(besides: keys.compactMap { $0["name"].string }))
            keys.insert(Self.entry(added), at: 0)
            providers[0][kind]["keys"] = .array(keys)
            var changed = rule
            changed["providers"] = .array(providers)
            var all = document["resources"].array ?? []
            all[index] = changed
            document["resources"] = .array(all)
            name = name ?? added.name
        }
        guard let name else {
            throw ClusterError("\(path) encrypts nothing with a key of its own: its first providers are neither aesgcm nor aescbc")
        }
        try AtomicFile.writeSecret(YAML.write(document), to: path)
        return name
    }

    /// Changes whenever the file does.
    var stamp: String? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        let modified = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        return "\(modified) \(attributes[.size] ?? 0) \(attributes[.systemFileNumber] ?? 0)"
    }

    private static func initial(key: EncryptionKey) -> JSON {
        [
            "apiVersion": .string(apiVersion), "kind": .string(kind),
            "resources": [
                [
                    "resources": JSON(defaultResources),
                    "providers": [["aesgcm": ["keys": [entry(key)]]], ["identity": .object(JSONObject())]],
                ]
            ],
        ]
    }

    private static func entry(_ key: EncryptionKey) -> JSON {
        ["name": .string(key.name), "secret": .string(Data(key.secret).base64EncodedString())]
    }

    /// Names tell when a key was made.
    static func keyName(now: Timestamp = .now(), besides: [String] = []) -> String {
        let name = "key-" + now.wholeSeconds.description.filter { $0.isNumber }
        return besides.contains(name) ? (2...).lazy.map { "\(name)-\($0)" }.first { !besides.contains($0) } ?? name : name
    }
}
