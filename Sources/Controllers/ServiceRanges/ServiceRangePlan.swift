internal import Document
internal import Resources

/// What is to be written for a ServiceCIDR.
struct ServiceRangePlan: Equatable, Sendable {
    /// The object with its finalizer put on or taken off; nil when that is as it should be.
    var object: JSON?
    var status: JSON?
    /// Whether addresses of a range that is to go are still in use.
    var isWaiting = false

    /// - Parameters:
    ///   - others: ranges that stay, of other ServiceCIDRs.
    ///   - used: addresses that something holds.
    static func decide(_ range: ServiceCIDR, others: [String], used: [String], now: Timestamp) -> ServiceRangePlan {
        var plan = ServiceRangePlan()
        let finalizers = range.json["metadata"]["finalizers"].strings
        guard range.isBeingDeleted else {
            if !finalizers.contains(ServiceCIDR.finalizer) {
                var object = range.json
                object["metadata"]["finalizers"] = JSON(finalizers + [ServiceCIDR.finalizer])
                plan.object = object
            }
            plan.status = condition(range, "True", "", "Kubernetes Service CIDR is ready", now)
            return plan
        }
        guard finalizers.contains(ServiceCIDR.finalizer) else { return plan }
        let (own, kept) = (range.ranges.compactMap { CIDR($0) }, others.compactMap { CIDR($0) })
        plan.isWaiting = used.compactMap { IPv4Address($0) }.contains { address in
            own.contains { $0.contains(address) } && !kept.contains { $0.contains(address) }
        }
        if plan.isWaiting {
            let message =
                "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR"
            plan.status = condition(range, "False", "Terminating", message, now)
        } else {
            var object = range.json
            object["metadata"]["finalizers"] = JSON(finalizers.filter { $0 != ServiceCIDR.finalizer })
            plan.object = object
        }
        return plan
    }

    /// The status with the condition Ready; nil when it says so already.
    private static func condition(_ range: ServiceCIDR, _ state: String, _ reason: String, _ message: String, _ now: Timestamp) -> JSON? {
        var conditions = range.json["status"]["conditions"].array ?? []
        let index = conditions.firstIndex { $0["type"] == "Ready" }
        if let index, conditions[index]["status"].string == state, (conditions[index]["reason"].string ?? "") == reason { return nil }
        let wanted: JSON = [
            "type": "Ready", "status": .string(state), "reason": .string(reason), "message": .string(message),
            "lastTransitionTime": .string(now.wholeSeconds.description),
        ]
        if let index { conditions[index] = wanted } else { conditions.append(wanted) }
        return ["conditions": .array(conditions)]
    }
}
