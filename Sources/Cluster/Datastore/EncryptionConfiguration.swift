import Document
import FoundationEssentials
import Storage

/// An EncryptionConfiguration (apiserver.config.k8s.io/v1), read and checked.
struct EncryptionConfiguration {
    let plan: EncryptionPlan

    /// - Throws: `ClusterError` that names the member which makes no sense, in upstream's words where it has them.
    init(_ document: JSON) throws {
        guard document["kind"].string == EncryptionFile.kind, document["apiVersion"].string == EncryptionFile.apiVersion else {
            throw ClusterError("not an \(EncryptionFile.kind) of \(EncryptionFile.apiVersion)")
        }
        guard let entries = document["resources"].array, !entries.isEmpty else {
            throw ClusterError("resources: Required value: at least one is needed")
        }
        var rules: [EncryptionPlan.Rule] = []
        for (index, entry) in entries.enumerated() {
            let path = "resources[\(index)]"
            let resources = entry["resources"].strings
            if resources.isEmpty { throw ClusterError("\(path).resources: Required value: at least one resource must be specified") }
            if let bad = resources.first(where: { !Self.isResource($0) }) {
                throw ClusterError("\(path).resources: Invalid value: \"\(bad)\": neither RESOURCE nor RESOURCE.GROUP nor *.GROUP nor *.*")
            }
            guard let list = entry["providers"].array, !list.isEmpty else {
                throw ClusterError("\(path).providers: Required value: at least one provider must be specified")
            }
            let providers = try list.enumerated().map { try Self.provider($1, "\(path).providers[\($0)]") }
            rules.append(.init(resources: resources, providers: providers))
        }
        plan = EncryptionPlan(rules: rules)
    }

    private static func isResource(_ text: String) -> Bool {
        !text.isEmpty && text != "*" && text.allSatisfy { $0.isLowercase || $0.isNumber || "*.-".contains($0) }
    }

    private static func provider(_ entry: JSON, _ path: String) throws -> EncryptionProvider {
        let names = entry.object.map { $0.map(\.key) } ?? []
        guard names.count == 1, let name = names.first else {
            throw ClusterError("\(path): Required value: provider does not contain any of the expected providers, or more than one")
        }
        switch name {
        case "identity": return EncryptionProvider(.identity)
        case "aesgcm": return EncryptionProvider(.aesgcm, keys: try keys(entry[name], "\(path).aesgcm"))
        case "aescbc": return EncryptionProvider(.aescbc, keys: try keys(entry[name], "\(path).aescbc"))
        case "secretbox", "kms": throw ClusterError("\(path).\(name): Unsupported value: this server has aesgcm, aescbc and identity")
        default: throw ClusterError("\(path).\(name): Unsupported value: supported values: \"aesgcm\", \"aescbc\", \"identity\"")
        }
    }

    private static func keys(_ provider: JSON, _ path: String) throws -> [EncryptionKey] {
        guard let entries = provider["keys"].array, !entries.isEmpty else {
            throw ClusterError("\(path).keys: Required value: at least one key is needed")
        }
        var keys: [EncryptionKey] = []
        for (index, entry) in entries.enumerated() {
            let place = "\(path).keys[\(index)]"
            guard let name = entry["name"].string, !name.isEmpty, !name.contains(":") else {
                throw ClusterError("\(place).name: Required value: a name without a colon is needed")
            }
            if keys.contains(where: { $0.name == name }) { throw ClusterError("\(place).name: Duplicate value: \"\(name)\"") }
            guard let text = entry["secret"].string, let secret = Data(base64Encoded: text) else {
                throw ClusterError("\(place).secret: Invalid value: \"REDACTED\": secrets must be base64 encoded")
            }
            guard [16, 24, 32].contains(secret.count) else {
                throw ClusterError(
                    "\(place).secret: Invalid value: \"REDACTED\": secret is not of the expected length, got \(secret.count), expected one of [16 24 32]"
                )
            }
            keys.append(EncryptionKey(name: name, secret: Array(secret)))
        }
        return keys
    }
}
