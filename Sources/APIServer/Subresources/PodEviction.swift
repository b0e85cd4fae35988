internal import Document
internal import Resources

/// `pods/eviction`: deletes a pod if its disruption budget allows one disruption more (policy/v1 Eviction).
struct PodEviction: ActionHandler {
    let group = ""
    let resource = "pods"
    let subresource = "eviction"

    /// Seconds after which the disruption controller has surely looked at a pod that was evicted and did not go.
    private static let unconfirmedLimit = 2_000
    private static let budgets = ResourceType(group: "policy", plural: "poddisruptionbudgets", kind: "PodDisruptionBudget")

    func perform(_ object: JSON, _ call: ActionCall) async throws(APIError) -> (status: Int, object: JSON) {
        guard object["metadata"]["name"].string == call.name else {
            throw .badRequest("name in URL does not match name in Eviction object")
        }
        guard let pods = call.registry.store(.pods) else { throw .resourceNotFound }
        let key = ObjectKey(namespace: call.namespace, name: call.name)
        guard let record = pods[key] else { throw .notFound(.pods, call.name) }
        var options = try DeletionOptions(body: object["deleteOptions"].isNull ? [:] : object["deleteOptions"], query: QueryParameters())
        options.dryRun = options.dryRun || call.dryRun
        let pod = try KindSupport.document(record)
        let context = WriteContext(user: call.user, dryRun: options.dryRun, subresource: "eviction", warnings: call.call.warnings)
        if !Self.isOutsideBudgets(pod) {
            if try await takeFromBudget(pod, record, call, context), options.preconditionResourceVersion == nil {
                options.preconditionResourceVersion = String(record.revision)
            }
            let marked = options.dryRun ? nil : try await mark(key, in: pods, call, context, only: options.preconditionResourceVersion)
            // The mark is a version of its own, and the one that was meant.
            if let marked, options.preconditionResourceVersion != nil { options.preconditionResourceVersion = String(marked.revision) }
        }
        _ = try await call.writer.delete(key, in: pods, options, context)
        return (201, ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "code": 201])
    }

    /// Tells the pod that it is about to be ended, which who looks at its end later can see.
    /// - Parameter version: the resourceVersion it must still have; nil for any.
    private func mark(
        _ key: ObjectKey, in pods: ResourceStore, _ call: ActionCall, _ context: WriteContext, only version: String?
    ) async throws(APIError) -> ObjectRecord {
        var inner = context
        (inner.subresource, inner.isDirect) = ("status", true)
        let now = call.writer.environment.now()
        return try await call.writer.update(key, in: pods, inner) { (current, old) async throws(APIError) in
            if let version, version != String(current.revision) { throw .conflict(.pods, key.name) }
            var pod = old
            var conditions = (old["status"]["conditions"].array ?? []).map { Condition($0) }
            conditions.set(
                Condition(
                    type: "DisruptionTarget", status: .isTrue, reason: "EvictionByEvictionAPI", message: "Eviction API: evicting"),
                now: now)
            pod["status"]["conditions"] = .array(conditions.map(\.json))
            return pod
        }
    }

    /// Pods that have ended, wait for a node or are going anyway disturb nobody.
    static func isOutsideBudgets(_ pod: JSON) -> Bool {
        let phase = pod["status"]["phase"].string
        return phase == "Succeeded" || phase == "Failed" || phase == "Pending" || !pod["metadata"]["deletionTimestamp"].isNull
    }

    /// - Returns: whether the pod was let go because it is unhealthy, which must still be so when it is deleted.
    private func takeFromBudget(
        _ pod: JSON, _ record: ObjectRecord, _ call: ActionCall, _ context: WriteContext
    ) async throws(APIError) -> Bool {
        guard let store = call.registry.store(Self.budgets) else { return false }
        var matching: [ObjectRecord] = []
        store.cache.snapshot().records.forEach(namespace: record.key.namespace) { budget in
            let selector = try? LabelSelector(json: ((try? budget.document()) ?? .null)["spec"]["selector"])
            if selector?.matches(record.labels) ?? false { matching.append(budget) }
            return true
        }
        if matching.count > 1 {
            throw APIError(
                code: 500, reason: .unknown,
                message: "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.")
        }
        guard let budget = matching.first else { return false }
        if Self.mayGoUnhealthy(pod, try KindSupport.document(budget)) { return true }
        let now = call.writer.environment.now()
        let name = record.key.name
        var inner = context
        (inner.subresource, inner.isDirect) = ("status", true)
        _ = try await call.writer.update(budget.key, in: store, inner) { (_, old) async throws(APIError) in
            try Self.decrement(old, pod: name, now: now)
        }
        return false
    }

    private static func isReady(_ pod: JSON) -> Bool {
        (pod["status"]["conditions"].array ?? []).contains { $0["type"].string == "Ready" && $0["status"].string == "True" }
    }

    static func mayGoUnhealthy(_ pod: JSON, _ budget: JSON) -> Bool {
        if isReady(pod) { return false }
        if budget["spec"]["unhealthyPodEvictionPolicy"].string == "AlwaysAllow" { return true }
        let current = budget["status"]["currentHealthy"].int ?? 0
        let desired = budget["status"]["desiredHealthy"].int ?? 0
        return current >= desired && desired > 0
    }

    /// The budget with one disruption less, or why there is none left.
    static func decrement(_ budget: JSON, pod: String, now: Timestamp) throws(APIError) -> JSON {
        let name = budget["metadata"]["name"].string ?? ""
        let status = budget["status"]
        let resource = QualifiedName(group: "policy", name: "poddisruptionbudget")
        if (status["observedGeneration"].int ?? 0) < (budget["metadata"]["generation"].int ?? 0) {
            throw refusal("The disruption budget \(name) is still being processed by the server.", retryAfterSeconds: 10)
        }
        let allowed = status["disruptionsAllowed"].int ?? 0
        if allowed < 0 { throw .forbidden(resource, name, "pdb disruptions allowed is negative") }
        if (status["disruptedPods"].object?.count ?? 0) > unconfirmedLimit {
            throw .forbidden(resource, name, "DisruptedPods map too big - too many evictions not confirmed by PDB controller")
        }
        if allowed == 0 {
            let desired = status["desiredHealthy"].int ?? 0
            let current = status["currentHealthy"].int ?? 0
            throw refusal("The disruption budget \(name) needs \(desired) healthy pods and has \(current) currently", retryAfterSeconds: 0)
        }
        var changed = budget
        changed["status"]["disruptionsAllowed"] = .int(Int64(allowed - 1))
        changed["status"]["disruptedPods"][pod] = .string(now.description)
        return changed
    }

    private static func refusal(_ why: String, retryAfterSeconds: Int) -> APIError {
        var error = APIError.tooManyRequests(
            "Cannot evict pod as it would violate the pod's disruption budget.", retryAfterSeconds: retryAfterSeconds)
        error.details?.causes = [.init(reason: "DisruptionBudget", message: why)]
        return error
    }
}
