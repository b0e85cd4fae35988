internal import Document
internal import Resources

/// What a node's description needs beside the node.
struct NodeSurroundings: Sendable {
    /// Nil when one may not see them.
    var pods: [JSON]?
    var lease: Result<JSON, any Error>
    var resourceSlices: [JSON] = []
}

extension DescribePage {
    mutating func node(_ node: JSON, _ surroundings: NodeSurroundings) {
        let spec = node["spec"]
        field("Name", node["metadata"]["name"].words)
        field("Roles", Self.roles(node).joined(separator: ",").orNone)
        labelsAndAnnotations(node)
        created(node)
        taints(spec["taints"].items)
        field("Unschedulable", "\(spec["unschedulable"].bool ?? false)")
        switch surroundings.lease {
        case .success(let lease): nodeLease(lease)
        case .failure(let error): field("Lease", "Failed to get lease: \(error)")
        }
        nodeConditions(node["status"]["conditions"].items)
        line("Addresses:")
        for address in node["status"]["addresses"].items { field(1, address["type"].words, address["address"].words) }
        for (title, member) in [("Capacity", "capacity"), ("Allocatable", "allocatable")]
        where node["status"][member].object?.isEmpty == false {
            line(title + ":")
            amounts(1, node["status"][member])
        }
        resourceSlices(surroundings.resourceSlices)
        nodeInfo(node["status"]["nodeInfo"])
        if !spec["podCIDR"].words.isEmpty { field("PodCIDR", spec["podCIDR"].words) }
        if !spec["podCIDRs"].items.isEmpty { field("PodCIDRs", spec["podCIDRs"].strings.joined(separator: ",")) }
        if !spec["providerID"].words.isEmpty { field("ProviderID", spec["providerID"].words) }
        if let pods = surroundings.pods { nodePods(pods, node) } else { field("Pods", "not authorized") }
    }

    static func roles(_ node: JSON) -> [String] {
        let prefix = "node-role.kubernetes.io/"
        var roles: Set<String> = []
        for (key, value) in node["metadata"]["labels"].stringMap {
            if key.hasPrefix(prefix), key.utf8.count > prefix.utf8.count { roles.insert(String(key.dropFirst(prefix.count))) }
            if key == "kubernetes.io/role", !value.isEmpty { roles.insert(value) }
        }
        return roles.sorted()
    }

    private mutating func taints(_ taints: [JSON]) {
        func order(_ taint: JSON) -> String { taint["effect"].words + "," + taint["key"].words }
        list(0, "Taints", taints.sorted { order($0) < order($1) }.map(TaintText.describe))
    }

    private mutating func nodeLease(_ lease: JSON) {
        let spec = lease["spec"]
        line("Lease:")
        field(1, "HolderIdentity", spec["holderIdentity"].string ?? "<unset>")
        field(1, "AcquireTime", spec["acquireTime"].isPresent ? spec["acquireTime"].localTime : "<unset>")
        field(1, "RenewTime", spec["renewTime"].isPresent ? spec["renewTime"].localTime : "<unset>")
    }

    private mutating func nodeConditions(_ conditions: [JSON]) {
        if conditions.isEmpty { return }
        line("Conditions:")
        head(1, ["Type", "Status", "LastHeartbeatTime", "LastTransitionTime", "Reason", "Message"])
        for condition in conditions {
            let cells = [
                condition["type"].words, condition["status"].words, condition["lastHeartbeatTime"].localTime,
                condition["lastTransitionTime"].localTime, condition["reason"].words, condition["message"].words,
            ]
            line(1, cells.joined(separator: " \t"))
        }
    }

    private mutating func resourceSlices(_ slices: [JSON]) {
        if slices.isEmpty { return }
        let shown = 10
        var pools: [String: (driver: String, pool: String, slices: Int, devices: Int)] = [:]
        for slice in slices {
            let (driver, pool) = (slice["spec"]["driver"].words, slice["spec"]["pool"]["name"].words)
            pools[driver + "/" + pool, default: (driver, pool, 0, 0)].slices += 1
            pools[driver + "/" + pool]?.devices += slice["spec"]["devices"].items.count
        }
        line("Node-Local ResourceSlices:")
        head(1, ["Driver", "Pool", "Slices", "Devices"])
        for (_, pool) in pools.sorted(by: { $0.key < $1.key }).prefix(shown) {
            row(1, [pool.driver, pool.pool, String(pool.slices), String(pool.devices)])
        }
        if pools.count > shown { line(1, "...and \(pools.count - shown) more pools") }
    }

    private mutating func nodeInfo(_ info: JSON) {
        line("System Info:")
        for (title, member) in [
            ("Machine ID", "machineID"), ("System UUID", "systemUUID"), ("Boot ID", "bootID"), ("Kernel Version", "kernelVersion"),
            ("OS Image", "osImage"), ("Operating System", "operatingSystem"), ("Architecture", "architecture"),
            ("Container Runtime Version", "containerRuntimeVersion"), ("Kubelet Version", "kubeletVersion"),
        ] { field(1, title, info[member].words) }
    }

    private mutating func nodePods(_ pods: [JSON], _ node: JSON) {
        let status = node["status"]
        let hasAllocatable = status["allocatable"].object?.isEmpty == false
        let available = PodResourceSums.amounts(hasAllocatable ? status["allocatable"] : status["capacity"])
        field("Non-terminated Pods", "(\(pods.count) in total)")
        let heads = ["Namespace", "Name", "", "CPU Requests", "CPU Limits", "Memory Requests", "Memory Limits", "Age"]
        head(1, heads, dashes: heads.map(\.utf8.count))
        var requests: PodResourceSums.Amounts = [:]
        var limits: PodResourceSums.Amounts = [:]
        for pod in pods {
            let sums = PodResourceSums(pod, usesStatus: true)
            let cells = ["cpu", "memory"].flatMap { name in
                [Self.share(sums.requests, name, available), Self.share(sums.limits, name, available)]
            }
            row(
                1,
                [pod["metadata"]["namespace"].words, pod["metadata"]["name"].words, ""] + cells
                    + [pod["metadata"]["creationTimestamp"].age(now)])
            let plain = PodResourceSums(pod, usesStatus: false)
            requests.merge(plain.requests, uniquingKeysWith: +)
            limits.merge(plain.limits, uniquingKeysWith: +)
        }
        line("Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)")
        head(1, ["Resource", "Requests", "Limits"])
        let huge = available.keys.filter { $0.hasPrefix("hugepages-") }.sorted()
        for name in ["cpu", "memory", "ephemeral-storage"] + huge {
            row(1, [name, Self.share(requests, name, available), Self.share(limits, name, available)])
        }
        let standard: Set<String> = ["cpu", "memory", "ephemeral-storage", "pods"]
        for name in available.keys.filter({ !standard.contains($0) && !$0.hasPrefix("hugepages-") }).sorted() {
            row(1, [name, (requests[name] ?? .zero).description, (limits[name] ?? .zero).description])
        }
    }

    /// An amount and how many percent of what there is it makes.
    private static func share(_ amounts: PodResourceSums.Amounts, _ name: String, _ available: PodResourceSums.Amounts) -> String {
        let amount = amounts[name] ?? .zero
        let whole = available[name] ?? .zero
        if whole.isZero { return "\(amount) (0%)" }
        let fraction =
            name == "cpu" ? Double(amount.milliValue) / Double(whole.milliValue) : Double(amount.value) / Double(whole.value)
        return "\(amount) (\(Int(fraction * 100))%)"
    }
}

enum TaintText {
    static func describe(_ taint: JSON) -> String {
        let key = taint["key"].words
        let value = taint["value"].words
        let effect = taint["effect"].words
        let name = value.isEmpty ? key : key + "=" + value
        return effect.isEmpty ? (value.isEmpty ? name : name + ":") : name + ":" + effect
    }
}
