package import Resources
internal import Synchronization

/// Which pods are bound to which node, kept from the pods' selectable fields without parsing them.
package final class NodePods: Sendable {
    private struct State {
        var podsByNode: [String: Set<ObjectKey>] = [:]
        var nodeOfPod: [ObjectKey: String] = [:]
        /// What the pods that were asked about refer to, by the revision it was read from.
        var references: [ObjectKey: (revision: UInt64, references: PodReferences)] = [:]
    }
    private let state = Mutex(State())
    private let caches: ObjectCaches

    package init(_ caches: ObjectCaches) { self.caches = caches }

    package func follow() {
        caches.follow(.pods) { [weak self] key, record in self?.set(key, node: record?.field("spec.nodeName") ?? "") }
    }

    private func set(_ key: ObjectKey, node: String) {
        state.withLock { state in
            let old = state.nodeOfPod[key] ?? ""
            guard old != node else { return }
            if !old.isEmpty {
                state.podsByNode[old]?.remove(key)
                if state.podsByNode[old]?.isEmpty == true { state.podsByNode[old] = nil }
                state.references[key] = nil
            }
            state.nodeOfPod[key] = node.isEmpty ? nil : node
            if !node.isEmpty { state.podsByNode[node, default: []].insert(key) }
        }
    }

    package func isBound(_ pod: ObjectKey, to node: String) -> Bool { state.withLock { $0.nodeOfPod[pod] == node } }

    /// Whether a pod of `namespace` on `node` refers to something in the way `matches` asks.
    func anyPod(on node: String, in namespace: String, _ matches: (PodReferences) -> Bool) -> Bool {
        let pods = state.withLock { $0.podsByNode[node] ?? [] }
        return pods.contains { key in key.namespace == namespace && (references(of: key).map(matches) ?? false) }
    }

    private func references(of key: ObjectKey) -> PodReferences? {
        guard let record = caches.record(.pods, key) else { return nil }
        if let known = state.withLock({ $0.references[key] }), known.revision == record.revision { return known.references }
        guard let document = try? record.document() else { return nil }
        let references = PodReferences(document)
        state.withLock { state in if state.nodeOfPod[key] != nil { state.references[key] = (record.revision, references) } }
        return references
    }
}
