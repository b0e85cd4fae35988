package import Client
package import Resources
import Synchronization

/// A pod as it was and as it is.
package struct PodChange: Sendable {
    /// The newest version known.
    package let pod: PodSummary
    package let old: PodSummary?
    package let isDeletion: Bool
}

/// The pods of the cluster, shared by all controllers: each version is parsed once, and pods are found by owner, by node and by
/// namespace, so that a controller of a thousand pods looks at those and at nothing else.
package final class PodSummaries: Sendable {
    package typealias Handler = @Sendable (PodChange) -> Void
    private typealias Group = [ObjectKey: PodSummary]

    private struct State {
        var byOwner: [String: Group] = [:]
        /// Pods that nobody manages, by namespace.
        var orphans: [String: Group] = [:]
        var byNode: [String: Group] = [:]
        var byNamespace: [String: Group] = [:]
        var revision: UInt64 = 0

        subscript(key: ObjectKey) -> PodSummary? { byNamespace[key.namespace]?[key] }

        mutating func put(_ new: PodSummary?, insteadOf old: PodSummary?) {
            guard let key = (new ?? old)?.key else { return }
            Self.move(key, new, from: old.map(\.key.namespace), to: new.map(\.key.namespace), in: &byNamespace)
            Self.move(key, new, from: old?.owner?.uid, to: new?.owner?.uid, in: &byOwner)
            Self.move(key, new, from: Self.orphanage(old), to: Self.orphanage(new), in: &orphans)
            Self.move(key, new, from: Self.node(old), to: Self.node(new), in: &byNode)
        }

        private static func orphanage(_ pod: PodSummary?) -> String? { pod.flatMap { $0.owner == nil ? $0.key.namespace : nil } }
        private static func node(_ pod: PodSummary?) -> String? { pod.flatMap { $0.nodeName.isEmpty ? nil : $0.nodeName } }

        private static func move(_ key: ObjectKey, _ pod: PodSummary?, from old: String?, to new: String?, in groups: inout [String: Group])
        {
            if let old, old != new {
                groups[old]?[key] = nil
                if groups[old]?.isEmpty ?? false { groups[old] = nil }
            }
            if let new { groups[new, default: [:]][key] = pod }
        }
    }

    private let informer: Informer<Pod>
    private let state = Mutex(State())
    private let handlers = Mutex<[Handler]>([])

    package init(_ informer: Informer<Pod>) {
        self.informer = informer
        informer.onChange { [weak self] in self?.take($0) }
    }

    // MARK: Reading

    package var isSynced: Bool { informer.isSynced }
    /// The newest version that handlers may have seen.
    package var revision: UInt64 { state.withLock { $0.revision } }

    package subscript(key: ObjectKey) -> PodSummary? { state.withLock { $0[key] } }
    package func all() -> [PodSummary] { state.withLock { $0.byNamespace.values.flatMap(\.values) } }
    package func owned(by uid: String) -> [PodSummary] { state.withLock { $0.byOwner[uid].map { Array($0.values) } ?? [] } }
    package func count(ownedBy uid: String) -> Int { state.withLock { $0.byOwner[uid]?.count ?? 0 } }
    package func orphans(in namespace: String) -> [PodSummary] { state.withLock { $0.orphans[namespace].map { Array($0.values) } ?? [] } }
    package func on(node: String) -> [PodSummary] { state.withLock { $0.byNode[node].map { Array($0.values) } ?? [] } }

    package func selected(by selector: LabelSelector, in namespace: String) -> [PodSummary] {
        let all = state.withLock { $0.byNamespace[namespace].map { Array($0.values) } ?? [] }
        return all.filter { selector.matches($0.record.labels) }
    }

    // MARK: Following

    /// Handlers are called in the order of the changes and must be quick. One that is registered late first gets every pod as new.
    package func onChange(_ handler: @escaping Handler) {
        handlers.withLock { handlers in
            for pod in all() { handler(PodChange(pod: pod, old: nil, isDeletion: false)) }
            handlers.append(handler)
        }
    }

    private func take(_ change: InformerChange<Pod>) {
        let pod = PodSummary(change.record)
        handlers.withLock { handlers in
            let old = state.withLock { state in
                let old = state[change.key]
                state.put(change.isDeletion ? nil : pod, insteadOf: old)
                state.revision = max(state.revision, change.record.revision)
                return old
            }
            let change = PodChange(pod: pod, old: old, isDeletion: change.isDeletion)
            for handler in handlers { handler(change) }
        }
    }
}

extension PodSummaries: Syncable {
    package func waitUntilSynced() async throws { try await informer.waitUntilSynced() }
}
