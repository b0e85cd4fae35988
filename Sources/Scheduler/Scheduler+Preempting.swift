import Client
import Document
import Logging
import Resources

extension Scheduler {
    /// Has less important pods leave, and tells the one that waits for it where its place will be.
    func evict(_ pod: PodInfo, on node: String, _ victims: [PodInfo]) async {
        for victim in victims {
            do {
                try await client.patch(
                    Pod.self, namespace: victim.key.namespace, name: victim.key.name,
                    .strategic([
                        "metadata": ["uid": .string(victim.uid)],
                        "status": [
                            "conditions": [
                                [
                                    "type": "DisruptionTarget", "status": "True", "reason": "PreemptionByScheduler",
                                    "message": .string("\(name): preempting to accommodate a higher priority pod"),
                                    "lastTransitionTime": .string(Timestamp.now().description),
                                ]
                            ]
                        ],
                    ]), subresource: "status")
                try await client.delete(
                    .pods, namespace: victim.key.namespace, name: victim.key.name, options: DeleteOptions(uid: victim.uid))
                events.record(
                    victim.reference, .normal, reason: "Preempted", message: "Preempted by pod \(pod.uid) on node \(node)")
            } catch let error as APIError where error.isNotFound || error.isConflict {
                continue
            } catch {
                logger.warning("a pod was not preempted", metadata: ["pod": "\(victim.key)", "error": "\(error)"])
            }
        }
        do {
            try await client.patch(
                Pod.self, namespace: pod.key.namespace, name: pod.key.name, .merge(["status": ["nominatedNodeName": .string(node)]]),
                subresource: "status")
        } catch {
            logger.debug("the pod was not told where its place will be", metadata: ["pod": "\(pod.key)", "error": "\(error)"])
        }
    }
}
