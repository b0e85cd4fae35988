internal import Document
internal import Resources

/// What a whole pod asks for or may use: containers beside each other, init containers one after the other, sidecars throughout.
struct PodResourceSums {
    typealias Amounts = [String: Quantity]
    var requests: Amounts
    var limits: Amounts

    /// - Parameter usesStatus: whether what the kubelet has actually given to containers counts where it is more than the spec.
    init(_ pod: JSON, usesStatus: Bool) {
        requests = Self.sum(pod, "requests", usesStatus)
        limits = Self.sum(pod, "limits", usesStatus)
        for (name, amount) in Self.amounts(pod["spec"]["overhead"]) {
            requests[name] = (requests[name] ?? .zero) + amount
            if let limit = limits[name], !limit.isZero { limits[name] = limit + amount }
        }
    }

    private static func sum(_ pod: JSON, _ side: String, _ usesStatus: Bool) -> Amounts {
        let statuses = pod["status"]["containerStatuses"].items + pod["status"]["initContainerStatuses"].items
        let isInfeasible = pod["status"]["conditions"].items.contains {
            $0["type"].words == "PodResizePending" && $0["reason"].words == "Infeasible"
        }
        func effective(_ container: JSON) -> Amounts {
            let wanted = amounts(container["resources"][side])
            guard usesStatus, let status = statuses.first(where: { $0["name"].words == container["name"].words }),
                status["resources"].isPresent
            else { return wanted }
            let actual = amounts(status["resources"][side])
            let allocated = side == "requests" ? amounts(status["allocatedResources"]) : [:]
            return greater(isInfeasible ? [:] : wanted, greater(actual, allocated))
        }
        var total: Amounts = [:]
        for container in pod["spec"]["containers"].items { total.merge(effective(container), uniquingKeysWith: +) }
        var sidecars: Amounts = [:]
        var peak: Amounts = [:]
        for container in pod["spec"]["initContainers"].items {
            if container["restartPolicy"].words == "Always" {
                let own = effective(container)
                total.merge(own, uniquingKeysWith: +)
                sidecars.merge(own, uniquingKeysWith: +)
                peak = greater(peak, sidecars)
            } else {
                peak = greater(peak, amounts(container["resources"][side]).merging(sidecars, uniquingKeysWith: +))
            }
        }
        total = greater(total, peak)
        for (name, amount) in amounts(pod["spec"]["resources"][side])
        where name == "cpu" || name == "memory" || name.hasPrefix("hugepages-") {
            total[name] = amount
        }
        return total
    }

    static func amounts(_ list: JSON) -> Amounts {
        var result: Amounts = [:]
        for (name, amount) in list.object ?? JSONObject() { result[name] = amount.quantity }
        return result
    }

    private static func greater(_ a: Amounts, _ b: Amounts) -> Amounts { a.merging(b) { $1 > $0 ? $1 : $0 } }
}
