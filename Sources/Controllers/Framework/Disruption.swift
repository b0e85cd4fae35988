internal import Client
internal import Document
internal import Resources

extension ControllerContext {
    /// Says of a pod that it ends for a reason of the cluster's, before it is deleted: its owner can tell that from a failure of the
    /// pod's own (KEP-3329). Nothing happens when the pod has gone by now.
    /// - Parameter failing: whether the pod is said to have failed: where nobody will report its end.
    func mark(_ pod: Pod, disruptedBy reason: String, message: String, failing: Bool = false) async throws {
        let type = "DisruptionTarget"
        if pod.status.conditions.isTrue(type), !failing || pod.isFinished { return }
        let condition: JSON = [
            "type": .string(type), "status": "True", "reason": .string(reason), "message": .string(message),
            "lastTransitionTime": .string(now().description),
        ]
        do {
            try await client.patch(
                Pod.self, namespace: pod.namespace, name: pod.name,
                .strategic([
                    "metadata": ["uid": .string(pod.uid)],
                    "status": ["phase": failing ? .string(Pod.Phase.failed) : .null, "conditions": [condition]],
                ]), subresource: "status")
        } catch let error as APIError where error.isNotFound || error.isConflict {
            return
        }
    }
}
