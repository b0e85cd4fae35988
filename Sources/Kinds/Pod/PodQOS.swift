internal import Document
internal import Resources

/// A pod's quality-of-service class: how surely it keeps its memory when the node runs short.
enum PodQOS {
    /// By lists of containers, for pods that have nothing else with resources.
    private static let known = IdentityMemo<Found>()

    private final class Found: Sendable {
        let name: String
        init(_ spec: JSON) { name = PodQOS.found(spec) }
    }

    static func of(_ spec: JSON) -> String {
        guard spec["resources"].isNull, spec["initContainers"].isNull else { return found(spec) }
        return known.value(of: spec["containers"]) { Found(spec) }.name
    }

    private static func found(_ spec: JSON) -> String {
        var lists: [JSON] = []
        if spec["resources"].object?.isEmpty ?? true {
            lists = ((spec["containers"].array ?? []) + (spec["initContainers"].array ?? [])).map { $0["resources"] }
        } else {
            lists = [spec["resources"]]
        }
        var requests = Amounts()
        var limits = Amounts()
        var guaranteed = true
        for resources in lists {
            requests.add(resources["requests"])
            if !limits.add(resources["limits"]) { guaranteed = false }
        }
        if requests == Amounts() && limits == Amounts() { return "BestEffort" }
        return guaranteed && requests == limits ? "Guaranteed" : "Burstable"
    }

    /// Sums of the amounts above zero.
    private struct Amounts: Equatable {
        var cpu: Quantity?
        var memory: Quantity?

        /// - Returns: whether there was something of each.
        @discardableResult
        mutating func add(_ list: JSON) -> Bool {
            let hasCPU = Self.add(list["cpu"], to: &cpu)
            return Self.add(list["memory"], to: &memory) && hasCPU
        }

        private static func add(_ field: JSON, to sum: inout Quantity?) -> Bool {
            guard let amount = Quantity(field: field), amount.sign > 0 else { return false }
            sum = sum.map { $0 + amount } ?? amount
            return true
        }
    }
}
