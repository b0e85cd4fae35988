/// Which resources are encrypted at rest, and how: upstream's EncryptionConfiguration, read.
package struct EncryptionPlan: Sendable, Hashable {
    /// What some resources are stored with.
    package struct Rule: Sendable, Hashable {
        /// `secrets`, `deployments.apps`, `*.apps` (all of a group), `*.` (all of the core group) or `*.*` (everything).
        package var resources: [String]
        /// The first one encrypts, all decrypt.
        package var providers: [EncryptionProvider]

        package init(resources: [String], providers: [EncryptionProvider]) { (self.resources, self.providers) = (resources, providers) }
    }

    package let rules: [Rule]
    /// Prefixes of all keys that some rule may concern; none of them within another.
    let prefixes: [String]

    package init(rules: [Rule]) {
        self.rules = rules
        prefixes = Self.prefixes(of: rules)
    }

    /// Where all resources lie: `/registry/<group>/<plural>/…`, the core group written `core`.
    private static let root = "/registry/"
    private static let core = "core"

    /// The rule for a storage key: the first that names its resource. Nil: stored as it is.
    func rule(for storageKey: String) -> Rule? {
        guard prefixes.contains(where: { KeyOrder.hasPrefix(storageKey, $0) }) else { return nil }
        let parts = storageKey.utf8.dropFirst(Self.root.utf8.count).split(separator: UInt8(ascii: "/"), maxSplits: 2)
        guard parts.count == 3 else { return nil }
        let (group, plural) = (String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self))
        return rules.first { rule in rule.resources.contains { Self.names($0, group == Self.core ? "" : group, plural) } }
    }

    private static func names(_ pattern: String, _ group: String, _ plural: String) -> Bool {
        let (wantedPlural, wantedGroup) = split(pattern)
        if wantedPlural == "*" { return wantedGroup == "*" || wantedGroup == group }
        return wantedPlural == plural && wantedGroup == group
    }

    private static func split(_ pattern: String) -> (plural: String, group: String) {
        guard let dot = pattern.firstIndex(of: ".") else { return (pattern, "") }
        return (String(pattern[..<dot]), String(pattern[pattern.index(after: dot)...]))
    }

    private static func prefixes(of rules: [Rule]) -> [String] {
        var found: Set<String> = []
        for pattern in rules.flatMap(\.resources) {
            let (plural, group) = split(pattern)
            let folder = root + (group.isEmpty ? core : group) + "/"
            switch (plural, group) {
            case ("*", "*"): return [root]
            case ("*", _): found.insert(folder)
            default: found.insert(folder + plural + "/")
            }
        }
        return found.filter { prefix in !found.contains { $0 != prefix && KeyOrder.hasPrefix(prefix, $0) } }.sorted()
    }

    /// The value to store.
    func seal(_ value: [UInt8], under storageKey: String) throws(StorageError) -> [UInt8] {
        guard let provider = rule(for: storageKey)?.providers.first else { return value }
        return try provider.seal(value, under: storageKey)
    }

    /// What a stored value means, by whatever provider knows it: one that is no longer the rule's is still read.
    /// - Parameter isCurrent: whether it would be stored in just this way today.
    func open(_ stored: [UInt8], under storageKey: String) throws(StorageError) -> (value: [UInt8], isCurrent: Bool) {
        let rule = rule(for: storageKey)
        if !stored.starts(with: EncryptionProvider.mark) {
            return (stored, rule?.providers.first.map { $0.kind == .identity } ?? true)
        }
        let first = rule?.providers.first
        for provider in (rule?.providers ?? []) + rules.flatMap(\.providers) {
            switch provider.open(stored, under: storageKey) {
            case .value(let value, let isCurrent): return (value, isCurrent && provider == first)
            case .damaged(let why): throw .io("\(storageKey) cannot be decrypted: \(why)")
            case .foreign: continue
            }
        }
        let name = String(decoding: stored.prefix(128), as: UTF8.self).split(separator: ":").prefix(5).joined(separator: ":")
        throw .io("\(storageKey) cannot be decrypted: there is no key for \(name)")
    }
}
