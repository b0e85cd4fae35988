internal import Client
internal import Document
internal import Resources

/// Finds how many replicas the controllers of pods wish for: of the kinds that everybody uses from their informers, of all others
/// through their `scale` subresource.
struct ScaleFinder: Sendable {
    let client: any APIClient
    let discovery: ResourceDiscovery
    let controllers: Informer<ReplicationController>
    let sets: Informer<ReplicaSet>
    let deployments: Informer<Deployment>
    let statefulSets: Informer<StatefulSet>

    init(_ context: ControllerContext) {
        client = context.client
        discovery = ResourceDiscovery(client: context.client)
        controllers = context.informers.informer(ReplicationController.self)
        sets = context.informers.informer(ReplicaSet.self)
        deployments = context.informers.informer(Deployment.self)
        statefulSets = context.informers.informer(StatefulSet.self)
    }

    struct NoController: Error, CustomStringConvertible {
        let description: String
    }

    /// The sum over all controllers of the pods, each counted once, and the pods that have none.
    func expectation(of pods: [PodSummary]) async throws -> DisruptionPlan.Expectation {
        var scales: [String: Int] = [:]
        var asked: Set<String> = []
        var unmanaged: [String] = []
        for pod in pods.sorted(by: { $0.key < $1.key }) {
            guard let owner = pod.owner else {
                unmanaged.append(pod.key.name)
                continue
            }
            guard asked.insert(owner.uid).inserted else { continue }
            guard let found = try await scale(of: owner, pod) else {
                throw NoController(description: "found no controllers for pod \"\(pod.key.name)\"")
            }
            scales[found.uid] = found.replicas
        }
        return DisruptionPlan.Expectation(scale: scales.values.reduce(0, +), unmanaged: unmanaged)
    }

    /// The replicas of the topmost controller that speaks for a pod: a Deployment for its ReplicaSets.
    private func scale(of owner: PodSummary.Owner, _ pod: PodSummary) async throws -> (uid: String, replicas: Int)? {
        let key = ObjectKey(namespace: pod.key.namespace, name: owner.name)
        switch owner.kind {
        case "ReplicationController":
            if let found = controllers.get(key), found.uid == owner.uid { return (found.uid, found.spec.replicas ?? 1) }
        case "StatefulSet":
            if let found = statefulSets.get(key), found.uid == owner.uid { return (found.uid, found.spec.replicas ?? 1) }
        case "ReplicaSet":
            guard let found = sets.get(key), found.uid == owner.uid else { break }
            guard let parent = found.metadata.controllerOwner, parent.kind == "Deployment" else {
                return (found.uid, found.spec.replicas ?? 1)
            }
            let deployment = deployments.get(namespace: key.namespace, name: parent.name)
            if let deployment, deployment.uid == parent.uid { return (deployment.uid, deployment.spec.replicas ?? 1) }
        default: break
        }
        return try await foreignScale(pod)
    }

    private func foreignScale(_ pod: PodSummary) async throws -> (uid: String, replicas: Int)? {
        guard let owner = pod.record.metadata.controllerOwner else { return nil }
        let group = GroupVersionKind(apiVersion: owner.apiVersion, kind: owner.kind).group
        guard let entry = try await discovery.all().first(where: { $0.type.group == group && $0.type.kind == owner.kind }) else {
            return nil
        }
        do {
            let scale = try await client.getDocument(entry.type, namespace: pod.key.namespace, name: owner.name, subresource: "scale")
            guard scale["metadata"]["uid"].string == owner.uid else { return nil }
            return (owner.uid, scale["spec"]["replicas"].int ?? 0)
        } catch let error as APIError where error.isNotFound || error.code == 405 {
            return nil
        }
    }
}
