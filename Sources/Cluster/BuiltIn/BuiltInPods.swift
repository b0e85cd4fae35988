import Client
import Logging
import Resources
import ServiceLifecycle
import Synchronization

/// Keeps the pods that stand for the components in this node's process, and reports how those are.
final class BuiltInPods: ServiceLifecycle.Service {
    private let parts: [String: BuiltInPart]
    private let configuration: ClusterConfiguration
    private let client: any APIClient
    private let pods: Informer<Pod>
    private let nodes: Informer<Node>
    private let queue = WorkQueue<String>()
    private let ready = Mutex<Set<String>>([])
    private let started = Timestamp.now()
    private let logger: Logger

    /// - Parameter client: one with the node's own identity.
    init(parts: [BuiltInPart], configuration: ClusterConfiguration, client: any APIClient, logger: Logger) {
        self.parts = Dictionary(parts.map { ($0.component, $0) }) { $1 }
        (self.configuration, self.client, self.logger) = (configuration, client, logger)
        let node = configuration.nodeName
        pods = Informer(Pod.self, client: client, fieldSelector: "spec.nodeName=" + node, logger: logger)
        nodes = Informer(Node.self, client: client, fieldSelector: "metadata.name=" + node, logger: logger)
        pods.onChange { [queue] change in
            if change.object.isBuiltIn, let component = change.object.labels[Pod.builtInLabel] { queue.add(component) }
        }
        // The pods belong to the node, and are made anew when it is.
        nodes.onChange { [queue, parts] change in
            if change.old?.uid != change.record.uid { for part in parts { queue.add(part.component) } }
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            await withDiscardingTaskGroup { group in
                group.addTask { try? await self.pods.run() }
                group.addTask { try? await self.nodes.run() }
                for part in parts.values { group.addTask { await self.follow(part) } }
                group.addTask {
                    try? await ControllerRunner(
                        name: "built-in-pods", queue: self.queue, workers: 2, waitFor: [self.pods, self.nodes], logger: self.logger,
                        reconcile: { try await self.reconcile($0) }
                    ).run()
                }
            }
        }
    }

    private func follow(_ part: BuiltInPart) async {
        part.logger.info("started", metadata: ["version": "\(ClusterVersion.text)", "node": "\(configuration.nodeName)"])
        do {
            try await part.waitUntilReady()
        } catch {
            if !Task.isCancelled { part.logger.error("does not work", metadata: ["error": "\(error)"]) }
            return
        }
        part.logger.info("ready")
        ready.withLock { _ = $0.insert(part.component) }
        queue.add(part.component)
    }

    private func reconcile(_ component: String) async throws -> Requeue {
        guard let node = nodes.get(name: configuration.nodeName) else { return .done }  // comes back with the node
        let namespace = Pod.systemNamespace
        guard let part = parts[component] else {
            // Of a component that an earlier version had.
            for pod in pods.list(namespace: namespace) where pod.isBuiltIn && pod.labels[Pod.builtInLabel] == component {
                try await remove(pod.name, uid: pod.uid)
            }
            return .done
        }
        let plan = BuiltInPodPlan(
            nodeName: node.name, nodeUID: node.uid, nodeAddress: configuration.nodeAddress, version: ClusterVersion.text, started: started)
        let name = part.podName(node: node.name)
        let existing = pods.get(namespace: namespace, name: name)
        switch plan.step(part, existing: existing, isReady: ready.withLock { $0.contains(component) }, now: .now()) {
        case .nothing: return .done
        case .create(let json):
            do {
                try await client.create(Pod(json))
            } catch let error as APIError where error.isAlreadyExists {
                return .retry  // the watch has not told of it yet
            }
        case .remove(let uid): try await remove(name, uid: uid)
        case .report(let status):
            guard var pod = existing else { return .done }
            pod.status = status
            do {
                try await client.updateStatus(pod)
            } catch let error as APIError where error.isConflict || error.isNotFound {
                return .done  // the change that got in between comes back here
            }
        }
        return .done
    }

    private func remove(_ name: String, uid: String) async throws {
        do {
            try await client.delete(
                Pod.self, namespace: Pod.systemNamespace, name: name, options: DeleteOptions(gracePeriodSeconds: 0, uid: uid))
        } catch let error as APIError where error.isNotFound || error.isConflict {
            return
        }
    }
}
