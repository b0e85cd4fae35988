internal import Document
package import Resources

extension APIClient {
    /// Binds a pod to a node (core/v1 Binding). Refused with a conflict when the pod is bound already or another pod has its name.
    package func bind(_ pod: ObjectKey, uid: String, to node: String) async throws {
        let binding: JSON = [
            "apiVersion": "v1", "kind": "Binding",
            "metadata": ["name": .string(pod.name), "namespace": .string(pod.namespace), "uid": .string(uid)],
            "target": ["apiVersion": "v1", "kind": "Node", "name": .string(node)],
        ]
        try await createDocument(binding, .pods, namespace: pod.namespace, name: pod.name, subresource: "binding")
    }

    /// The number of replicas wished for, through the `scale` subresource (autoscaling/v1 Scale).
    package func scale(_ type: ResourceType, namespace: String, name: String) async throws -> Int {
        try await getDocument(type, namespace: namespace, name: name, subresource: "scale")["spec"]["replicas"].int ?? 0
    }

    package func setScale(_ type: ResourceType, namespace: String, name: String, replicas: Int) async throws {
        let patch: JSON = ["spec": ["replicas": .int(Int64(replicas))]]
        try await patchDocument(type, namespace: namespace, name: name, .merge(patch), subresource: "scale")
    }

    /// A token of a service account, bound to a pod when one is given (authentication.k8s.io/v1 TokenRequest).
    package func requestToken(
        serviceAccount: ObjectKey, audiences: [String] = [], expirationSeconds: Int, pod: (name: String, uid: String)? = nil
    ) async throws -> (token: String, expires: Timestamp) {
        var spec: JSON = ["expirationSeconds": .int(Int64(expirationSeconds))]
        if !audiences.isEmpty { spec["audiences"] = JSON(audiences) }
        if let pod {
            spec["boundObjectRef"] = ["apiVersion": "v1", "kind": "Pod", "name": .string(pod.name), "uid": .string(pod.uid)]
        }
        let request: JSON = ["apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": spec]
        let answer = try await createDocument(
            request, .serviceAccounts, namespace: serviceAccount.namespace, name: serviceAccount.name, subresource: "token")
        guard let token = answer["status"]["token"].string, let expires = Timestamp(answer["status"]["expirationTimestamp"].string ?? "")
        else { throw APIError.internalError("the answer to a TokenRequest holds no token") }
        return (token, expires)
    }

    /// Asks for a pod to be deleted within the limits of its disruption budgets (policy/v1 Eviction).
    package func evict(_ pod: ObjectKey, gracePeriodSeconds: Int? = nil) async throws {
        let eviction: JSON = [
            "apiVersion": "policy/v1", "kind": "Eviction",
            "metadata": ["name": .string(pod.name), "namespace": .string(pod.namespace)],
            "deleteOptions": DeleteOptions(gracePeriodSeconds: gracePeriodSeconds).document,
        ]
        try await createDocument(eviction, .pods, namespace: pod.namespace, name: pod.name, subresource: "eviction")
    }
}
