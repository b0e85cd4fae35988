package import Document
package import Resources
internal import Synchronization

/// Refuses to create what would exceed a ResourceQuota of its namespace, and to change what would then use more than is left.
///
/// Use is counted from the objects themselves, so it is never stale. Objects that were admitted but are not yet stored are
/// reserved for a short while, so that creations at the same time cannot pass together.
package final class ResourceQuotaAdmission: AdmissionPlugin {
    package let name = "ResourceQuota"
    private static let type = ResourceType(plural: "resourcequotas", kind: "ResourceQuota")
    /// Seconds after which an admitted object that never appeared is forgotten.
    private static let reservationSeconds = 10

    private struct Reservation {
        var type: ResourceType
        var key: ObjectKey
        var object: JSON
        var expires: Timestamp
    }

    private let caches: ObjectCaches
    private let now: @Sendable () -> Timestamp
    /// Held while a creation is decided, by namespace.
    private let reservations = Mutex<[String: [Reservation]]>([:])

    package init(caches: ObjectCaches, now: @escaping @Sendable () -> Timestamp) {
        self.caches = caches
        self.now = now
    }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        guard type.namespaced else { return false }
        switch (operation, subresource) {
        case (.create, ""): return true
        // Of the rest only these can come to use more; a pod may also come into the scope of another quota.
        case (.update, ""): return [.services, .persistentVolumeClaims, .pods].contains { type.isSame(as: $0) }
        case (.update, "resize"): return type.isSame(as: .pods)
        default: return false
        }
    }

    package func validate(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        guard let cache = caches[Self.type], cache.count > 0 else { return }
        var quotas: [JSON] = []
        cache.snapshot().records.forEach(namespace: request.namespace) { record in
            if let quota = try? record.document(), QuotaUsage.counts(quota, object, request.type) { quotas.append(quota) }
            return true
        }
        if quotas.isEmpty { return }
        if request.operation == .update {
            for quota in quotas { try checkUpdate(object, request, quota) }
            return
        }
        try reservations.withLock { reservations throws(APIError) in
            var reserved = (reservations[request.namespace] ?? []).filter { $0.expires > now() && caches.record($0.type, $0.key) == nil }
            for quota in quotas { try check(object, request, quota, reserved) }
            if !request.dryRun {
                let key = ObjectKey(namespace: request.namespace, name: request.name)
                let expires = now().adding(seconds: Self.reservationSeconds)
                reserved.append(Reservation(type: request.type, key: key, object: object, expires: expires))
            }
            reservations[request.namespace] = reserved.isEmpty ? nil : reserved
        }
    }

    /// What a change adds to the object's use must be left in the quota.
    private func checkUpdate(_ object: JSON, _ request: AdmissionRequest, _ quota: JSON) throws(APIError) {
        var added = QuotaUsage.of(object, request.type, now: now())
        if QuotaUsage.counts(quota, request.oldObject, request.type) {
            added.subtract(QuotaUsage.of(request.oldObject, request.type, now: now()))
        }
        try check(object, request, quota, [], wanted: added)
    }

    private func check(_ object: JSON, _ request: AdmissionRequest, _ quota: JSON, _ reserved: [Reservation]) throws(APIError) {
        if request.type.isSame(as: .pods), let unstated = QuotaUsage.unstated(ResourceList(quota["spec"]["hard"]), object) {
            throw request.forbidden(object, "failed quota: \(quota["metadata"]["name"].string ?? ""): \(unstated)")
        }
        try check(object, request, quota, reserved, wanted: QuotaUsage.of(object, request.type, now: now()))
    }

    private func check(
        _ object: JSON, _ request: AdmissionRequest, _ quota: JSON, _ reserved: [Reservation], wanted all: ResourceList
    ) throws(APIError) {
        let name = quota["metadata"]["name"].string ?? ""
        let hard = ResourceList(quota["spec"]["hard"])
        let wanted = all.filter { hard[$0.key] != nil && $0.value.sign > 0 }
        if wanted.isEmpty { return }
        var used: ResourceList = [:]
        func count(_ other: JSON) {
            guard QuotaUsage.counts(quota, other, request.type) else { return }
            used.add(QuotaUsage.of(other, request.type, now: now()).filter { wanted[$0.key] != nil })
        }
        caches[request.type]?.snapshot().records.forEach(namespace: request.namespace) { record in
            if let other = try? record.document() { count(other) }
            return true
        }
        for reservation in reserved where reservation.type.isSame(as: request.type) { count(reservation.object) }
        let exceeded = wanted.keys.filter { resource in
            guard let limit = hard[resource], let amount = wanted[resource] else { return false }
            return limit < (used[resource] ?? Quantity(0)) + amount
        }
        if exceeded.isEmpty { return }
        func only(_ amounts: ResourceList) -> String {
            ResourceList(uniqueKeysWithValues: exceeded.map { ($0, amounts[$0] ?? Quantity(0)) }).text
        }
        throw request.forbidden(
            object, "exceeded quota: \(name), requested: \(only(wanted)), used: \(only(used)), limited: \(only(hard))")
    }
}
