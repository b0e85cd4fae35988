package import Client
internal import Document
internal import Resources

/// Reads from the API what the deciders want to see of an object.
package struct Inquiry: Sendable {
    /// Lines of a container's log that are shown.
    static let logLines = 8
    /// Containers whose logs are read.
    static let maximumLogs = 4

    private let client: any APIClient

    package init(_ client: any APIClient) { self.client = client }

    /// Why the object is not as wished: at least one answer, the widest first.
    /// - Throws: `APIError` when there is no such kind or object.
    package func why(_ word: String, _ name: String, namespace: String) async throws -> [Diagnosis] {
        let type = try await type(word)
        let object = try await client.getDocument(type, namespace: type.namespaced ? namespace : "", name: name)
        var world = Surroundings(type: type, object: object)
        // Events of cluster-wide objects are in `default`.
        let home = type.namespaced ? namespace : "default"
        for other in Self.looks(at: type) { world.lists[other.plural] = await list(other, namespace: home) }
        world.logs = await logs(world)
        return Decider.diagnose(world)
    }

    private func type(_ word: String) async throws -> ResourceType {
        var documents: [JSON] = []
        for path in ["/api", "/apis"] {
            documents.append(try JSON.parse(try await client.send(APIRequest(path: path, accept: ServedKinds.accept)).body))
        }
        guard let type = ServedKinds(documents).type(word) else {
            throw APIError(code: 404, reason: .notFound, message: "the server doesn't have a resource type \"\(word)\"")
        }
        return type
    }

    /// What a decider of this kind looks at beside the object.
    static func looks(at type: ResourceType) -> [ResourceType] {
        let pods: [ResourceType] = [.pods, .nodes, .secrets, .persistentVolumeClaims, .persistentVolumes, .storageClasses]
        switch type.kind {
        case "Pod": return [.events] + pods
        case "Service": return [.events, .endpointSlices] + pods
        case "Ingress": return [.events, .endpointSlices, .services, .ingressClasses] + pods
        case "Deployment": return [.events, .replicaSets] + pods
        case "ReplicaSet", "ReplicationController", "StatefulSet", "DaemonSet", "Job": return [.events] + pods
        case "CronJob": return [.events, .jobs] + pods
        case "PersistentVolumeClaim": return [.events, .pods, .persistentVolumes, .storageClasses]
        default: return [.events]
        }
    }

    /// Nil when the list cannot be read: who may not see secrets is not told that they are missing.
    private func list(_ type: ResourceType, namespace: String) async -> [JSON]? {
        // Pods of all namespaces take room on nodes.
        let options = ListOptions(namespace: type.namespaced && type != .pods ? namespace : nil)
        return try? await client.list(type, options).records.compactMap { try? $0.document() }
    }

    private func logs(_ world: Surroundings) async -> [String: [String]] {
        let namespace = AnyResource(world.object).metadata.namespace
        guard !namespace.isEmpty else { return [:] }
        var logs: [String: [String]] = [:]
        let pods = world.type == .pods ? [Pod(world.object)] : world.pods(in: namespace).filter { Self.concerns($0, world) }
        for pod in pods {
            for (container, previous) in PodDiagnosis.wantedLogs(pod) where logs.count < Self.maximumLogs {
                var query = [(name: "container", value: container), (name: "tailLines", value: String(Self.logLines))]
                if previous { query.append((name: "previous", value: "true")) }
                let path = ResourceType.pods.path(namespace: namespace, name: pod.name, subresource: "log")
                guard let answer = try? await client.send(APIRequest(path: path, query: query)) else { continue }
                logs[pod.name + "/" + container] = String(decoding: answer.body, as: UTF8.self).split(separator: "\n").map(String.init)
            }
        }
        return logs
    }

    /// Whether the pod belongs to the object: by ownership, through a ReplicaSet or Job, or by a service's selector.
    private static func concerns(_ pod: Pod, _ world: Surroundings) -> Bool {
        guard let owner = pod.metadata.controllerOwner?.uid else { return world.type == .services && selected(pod, world) }
        let uid = AnyResource(world.object).metadata.uid
        let between = (world.lists["replicasets"] ?? []) + (world.lists["jobs"] ?? [])
        return owner == uid || (world.type == .services && selected(pod, world))
            || between.contains { AnyResource($0).metadata.uid == owner && AnyResource($0).metadata.controllerOwner?.uid == uid }
    }

    private static func selected(_ pod: Pod, _ world: Surroundings) -> Bool {
        let selector = Service(world.object).spec.selector
        return !selector.isEmpty && LabelSelector(equal: selector).matches(pod.labels)
    }
}
