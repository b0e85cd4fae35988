package import Client
package import Logging
package import Netfilter
internal import Resources
import ServiceLifecycle
import Synchronization

/// Enforces NetworkPolicies for the pods of one node: follows policies, and, as long as there are any, pods and namespaces; keeps a
/// table of its own in the packet filter. A change is one transaction, so no packet meets half of one.
///
/// Connections that stand when a policy comes are left alone; whatever begins afterwards is judged.
package final class PolicyEnforcer: ServiceLifecycle.Service {
    private struct State {
        var policies: [ObjectKey: PolicyFacts] = [:]
        var pods: [ObjectKey: PolicyPod] = [:]
        var namespaces: [String: [String: String]] = [:]
        var followsPods = false
    }

    private let configuration: ProxyConfiguration
    private let informers: InformerSet
    private let policies: Informer<NetworkPolicy>
    private let filter: any PacketFilter
    private let logger: Logger
    private let state = Mutex(State())
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    /// How long the first change waits for more: the whole table is written anew.
    static let gatheringTime: Duration = .milliseconds(20)
    static let firstRetry: Duration = .milliseconds(100)
    static let longestRetry: Duration = .seconds(30)

    /// - Parameter informers: run by the caller.
    package init(configuration: ProxyConfiguration, informers: InformerSet, filter: any PacketFilter, logger: Logger) {
        var logger = logger
        logger[metadataKey: "component"] = "network-policy"
        self.logger = logger
        self.configuration = configuration
        self.informers = informers
        self.filter = filter
        policies = informers.informer(NetworkPolicy.self)
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Runs until cancelled or shut down, and removes the table on the way out.
    package func run() async throws {
        policies.onChange { [weak self, signal] change in
            let facts = change.isDeletion ? nil : PolicyFacts(change.object)
            self?.state.withLock { $0.policies[change.key] = facts }
            signal.yield()
        }
        await cancelWhenGracefulShutdown {
            guard (try? await self.policies.waitUntilSynced()) != nil else { return }
            self.signal.yield()
            // What a server that died has left is unknown: the first round always writes.
            var written: String??
            for await _ in self.signals {
                try? await Task.sleep(for: Self.gatheringTime)
                if Task.isCancelled { break }
                await self.synchronise(&written)
            }
        }
        try await remove()
    }

    private func remove() async throws(PacketFilterError) {
        try await filter.removeTable(family: "ip", name: PolicyTable.tableName(cluster: configuration.clusterName))
    }

    /// Pods and namespaces are of interest once there is a policy, and then for good.
    private func followPods() async throws {
        let isFirst = state.withLock { state in
            guard !state.followsPods, !state.policies.isEmpty else { return false }
            state.followsPods = true
            return true
        }
        guard isFirst else { return }
        let pods = informers.informer(Pod.self)
        let namespaces = informers.informer(Namespace.self)
        let nodeName = configuration.nodeName
        pods.onChange { [weak self, signal] change in
            let pod = change.isDeletion ? nil : PolicyPod(change.object, nodeName: nodeName)
            let isNews = self?.state.withLock { state in
                defer { state.pods[change.key] = pod }
                return state.pods[change.key] != pod && !state.policies.isEmpty
            }
            if isNews ?? false { signal.yield() }
        }
        namespaces.onChange { [weak self, signal] change in
            let labels = change.isDeletion ? nil : change.object.labels
            self?.state.withLock { $0.namespaces[change.key.name] = labels }
            signal.yield()
        }
        try await pods.waitUntilSynced()
        try await namespaces.waitUntilSynced()
    }

    private func synchronise(_ written: inout String??) async {
        var wait = Self.firstRetry
        while !Task.isCancelled {
            do {
                try await followPods()
                let text = state.withLock { state in
                    PolicyTable(
                        cluster: configuration.clusterName, policies: state.policies, pods: state.pods, namespaces: state.namespaces
                    ).text
                }
                if let written, written == text { return }
                written = nil
                if let text { try await filter.apply(text) } else { try await remove() }
                written = .some(text)
                return
            } catch {
                if Task.isCancelled { return }
                logger.error("network policies not written; trying again", metadata: ["error": "\(error)", "after": "\(wait)"])
            }
            try? await Task.sleep(for: wait)
            wait = min(wait * 2, Self.longestRetry)
        }
    }
}
