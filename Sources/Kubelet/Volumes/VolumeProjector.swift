import Resources

#if canImport(Glibc)
    import Glibc
#endif

/// A token that a projected volume asks for.
struct TokenRequestKey: Sendable, Hashable {
    var audience: String
    var expirationSeconds: Int
}

/// Renders the files of volumes that are made from API objects. No I/O.
struct VolumeProjector {
    let pod: Pod
    var references: PodReferences
    let downward: DownwardAPI
    let tokens: [TokenRequestKey: String]

    static let defaultMode = 0o644
    static let defaultTokenSeconds = 3600

    /// This projector, for the source behind a claim.
    func without(_ volume: String) -> VolumeProjector {
        var result = self
        result.references.persistent[volume] = nil
        return result
    }

    /// Nil for a volume of another kind.
    func files(of volume: Volume) throws(ConfigurationError) -> [ProjectedFile]? {
        if let source = volume.configMap {
            return try configMap(source.name, source.items, source.optional, mode: source.defaultMode)
        }
        if let source = volume.secret {
            return try secret(source.secretName, source.items, source.optional, mode: source.defaultMode)
        }
        if let source = volume.downwardAPI { return try downwardFiles(source.items, mode: source.defaultMode) }
        guard let projected = volume.projected else { return nil }
        var files: [ProjectedFile] = []
        for source in projected.sources {
            if let part = source.configMap { files += try configMap(part.name, part.items, part.optional, mode: projected.defaultMode) }
            if let part = source.secret { files += try secret(part.name, part.items, part.optional, mode: projected.defaultMode) }
            if let part = source.downwardAPI { files += try downwardFiles(part.items, mode: projected.defaultMode) }
            if let part = source.serviceAccountToken {
                guard let token = tokens[Self.key(part)] else {
                    throw ConfigurationError("no token for service account \(pod.spec.serviceAccountName)")
                }
                // Only the container's user may read it: owner rights, and the group's where the pod has one.
                let mode: mode_t = pod.spec.securityContext.fsGroup != nil ? 0o640 : tokenMode(projected.defaultMode)
                files.append(ProjectedFile(path: part.path, content: Array(token.utf8), mode: mode))
            }
        }
        return files
    }

    static func key(_ projection: ServiceAccountTokenProjection) -> TokenRequestKey {
        TokenRequestKey(audience: projection.audience, expirationSeconds: projection.expirationSeconds ?? defaultTokenSeconds)
    }

    /// The tokens the pod's volumes need.
    static func tokenKeys(_ pod: Pod) -> Set<TokenRequestKey> {
        Set(pod.spec.volumes.flatMap { $0.projected?.sources ?? [] }.compactMap { $0.serviceAccountToken.map(key) })
    }

    private func tokenMode(_ mode: Int?) -> mode_t { mode_t(mode ?? Self.defaultMode) }

    private func configMap(_ name: String, _ items: [KeyToPath], _ optional: Bool, mode: Int?) throws(ConfigurationError) -> [ProjectedFile]
    {
        guard let map = references.configMaps[name] else {
            if optional { return [] }
            throw ConfigurationError("configmap \"\(name)\" not found")
        }
        var content = map.data.mapValues { Array($0.utf8) }
        for (key, value) in map.binaryData { content[key] = Base64.decode(value) ?? [] }
        return try select(content, items, optional, mode: mode, "configmap references non-existent config key")
    }

    private func secret(_ name: String, _ items: [KeyToPath], _ optional: Bool, mode: Int?) throws(ConfigurationError) -> [ProjectedFile] {
        guard let secret = references.secrets[name] else {
            if optional { return [] }
            throw ConfigurationError("secret \"\(name)\" not found")
        }
        let content = secret.data.mapValues { Base64.decode($0) ?? [] }
        return try select(content, items, optional, mode: mode, "references non-existent secret key")
    }

    private func select(
        _ content: [String: [UInt8]], _ items: [KeyToPath], _ optional: Bool, mode: Int?, _ complaint: String
    ) throws(ConfigurationError) -> [ProjectedFile] {
        let standard = mode_t(mode ?? Self.defaultMode)
        if items.isEmpty {
            return content.sorted { $0.key < $1.key }.map { ProjectedFile(path: $0.key, content: $0.value, mode: standard) }
        }
        var files: [ProjectedFile] = []
        for item in items {
            guard let value = content[item.key] else {
                if optional { continue }
                throw ConfigurationError("\(complaint): \(item.key)")
            }
            files.append(ProjectedFile(path: item.path, content: value, mode: item.mode.map { mode_t($0) } ?? standard))
        }
        return files
    }

    private func downwardFiles(_ items: [DownwardAPIVolumeFile], mode: Int?) throws(ConfigurationError) -> [ProjectedFile] {
        var files: [ProjectedFile] = []
        for item in items {
            var text = ""
            if let field = item.fieldRef {
                text = try downward.field(field.fieldPath)
            } else if let resource = item.resourceFieldRef {
                guard let container = downward.container(resource.containerName) else {
                    throw ConfigurationError("container \(resource.containerName) not found")
                }
                text = try downward.resource(resource, container: container)
            }
            files.append(ProjectedFile(path: item.path, content: Array(text.utf8), mode: mode_t(item.mode ?? mode ?? Self.defaultMode)))
        }
        return files
    }
}
