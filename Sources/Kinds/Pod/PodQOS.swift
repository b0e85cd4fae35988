internal import Document
internal import Resources

/// A pod's quality-of-service class: how surely it keeps its memory when the node runs short.
enum PodQOS {
    private static let compute = ["cpu", "memory"]

    static func of(_ spec: JSON) -> String {
        var lists: [JSON] = []
        if spec["resources"].object?.isEmpty ?? true {
            lists = ((spec["containers"].array ?? []) + (spec["initContainers"].array ?? [])).map { $0["resources"] }
        } else {
            lists = [spec["resources"]]
        }
        var requests: [String: Quantity] = [:]
        var limits: [String: Quantity] = [:]
        var guaranteed = true
        for resources in lists {
            add(resources["requests"], &requests)
            if add(resources["limits"], &limits) < compute.count { guaranteed = false }
        }
        if requests.isEmpty && limits.isEmpty { return "BestEffort" }
        let equal = requests.count == limits.count && requests.allSatisfy { name, amount in limits[name] == amount }
        return guaranteed && equal ? "Guaranteed" : "Burstable"
    }

    /// Adds the amounts above zero; returns how many there were.
    @discardableResult
    private static func add(_ list: JSON, _ sums: inout [String: Quantity]) -> Int {
        var count = 0
        for name in compute {
            guard let amount = Quantity(field: list[name]), amount.sign > 0 else { continue }
            sums[name] = sums[name].map { $0 + amount } ?? amount
            count += 1
        }
        return count
    }
}
