internal import Document
internal import Resources

/// What an object counts for in quotas, and which quotas count it.
enum QuotaUsage {
    /// The amounts an object uses, by the names quotas give them.
    static func of(_ object: JSON, _ type: ResourceType) -> ResourceAmounts {
        let one = Quantity(1)
        var usage: ResourceAmounts = ["count/" + type.qualifiedResource.description: one]
        switch (type.group, type.plural) {
        case ("", "pods"): usage.add(pod(object))
        case ("", "services"):
            usage["services"] = one
            let kind = object["spec"]["type"].string ?? "ClusterIP"
            if kind == "LoadBalancer" { usage["services.loadbalancers"] = one }
            if kind == "NodePort" || kind == "LoadBalancer" && object["spec"]["allocateLoadBalancerNodePorts"].bool != false {
                usage["services.nodeports"] = Quantity(Int64(object["spec"]["ports"].array?.count ?? 0))
            }
        case ("", "persistentvolumeclaims"): usage.add(claim(object))
        case ("", "configmaps"), ("", "secrets"), ("", "replicationcontrollers"), ("", "resourcequotas"): usage[type.plural] = one
        default: break
        }
        return usage
    }

    private static func pod(_ pod: JSON) -> ResourceAmounts {
        // What has ended uses nothing but its place among the objects.
        if ["Succeeded", "Failed"].contains(pod["status"]["phase"].string ?? "") { return [:] }
        var usage: ResourceAmounts = ["pods": Quantity(1)]
        var requests = PodResources.total(pod, "requests")
        requests.add(ResourceAmounts(pod["spec"]["overhead"]))
        for (name, amount) in requests {
            usage["requests." + name] = amount
            if ["cpu", "memory", "ephemeral-storage"].contains(name) || name.hasPrefix("hugepages-") { usage[name] = amount }
        }
        for (name, amount) in PodResources.total(pod, "limits") { usage["limits." + name] = amount }
        return usage
    }

    private static func claim(_ claim: JSON) -> ResourceAmounts {
        var usage: ResourceAmounts = ["persistentvolumeclaims": Quantity(1)]
        let storage = Quantity(field: claim["spec"]["resources"]["requests"]["storage"])
        usage["requests.storage"] = storage
        if let name = claim["spec"]["storageClassName"].string, !name.isEmpty {
            usage[name + ".storageclass.storage.k8s.io/persistentvolumeclaims"] = Quantity(1)
            usage[name + ".storageclass.storage.k8s.io/requests.storage"] = storage
        }
        return usage
    }

    /// Whether the scopes of a quota take in the object. Scopes speak of pods only.
    static func counts(_ quota: JSON, _ object: JSON, _ type: ResourceType) -> Bool {
        var scopes = quota["spec"]["scopes"].strings.map { (name: $0, operator: "Exists", values: [String]()) }
        for expression in quota["spec"]["scopeSelector"]["matchExpressions"].array ?? [] {
            scopes.append(
                (expression["scopeName"].string ?? "", expression["operator"].string ?? "", expression["values"].strings))
        }
        if scopes.isEmpty { return true }
        guard type.isSame(as: .pods) else { return false }
        return scopes.allSatisfy { matches($0.name, $0.operator, $0.values, object) }
    }

    private static func matches(_ scope: String, _ operation: String, _ values: [String], _ pod: JSON) -> Bool {
        let spec = pod["spec"]
        let isTerminating = (spec["activeDeadlineSeconds"].int ?? -1) >= 0
        let isBestEffort = ["requests", "limits"].allSatisfy { list in
            PodResources.total(pod, list).allSatisfy { !["cpu", "memory"].contains($0.key) || $0.value.isZero }
        }
        switch scope {
        case "Terminating": return isTerminating
        case "NotTerminating": return !isTerminating
        case "BestEffort": return isBestEffort
        case "NotBestEffort": return !isBestEffort
        case "PriorityClass":
            let name = spec["priorityClassName"].string ?? ""
            switch operation {
            case "In": return values.contains(name)
            case "NotIn": return !values.contains(name)
            case "DoesNotExist": return name.isEmpty
            default: return !name.isEmpty
            }
        case "CrossNamespacePodAffinity": return hasCrossNamespaceAffinity(spec["affinity"])
        default: return false
        }
    }

    private static func hasCrossNamespaceAffinity(_ affinity: JSON) -> Bool {
        ["podAffinity", "podAntiAffinity"].contains { side in
            let required = affinity[side]["requiredDuringSchedulingIgnoredDuringExecution"].array ?? []
            let preferred = (affinity[side]["preferredDuringSchedulingIgnoredDuringExecution"].array ?? []).map { $0["podAffinityTerm"] }
            return (required + preferred).contains { !$0["namespaceSelector"].isNull || !$0["namespaces"].strings.isEmpty }
        }
    }

    /// A quota on compute resources counts only pods whose containers all say how much they want: what is not said, by resource.
    static func unstated(_ hard: ResourceAmounts, _ pod: JSON) -> String? {
        var containersOf: [String: [String]] = [:]
        for name in hard.keys {
            let list = name.hasPrefix("limits.") ? "limits" : "requests"
            let resource = name.split(separator: ".").last.map(String.init) ?? name
            guard ["cpu", "memory"].contains(resource), ["", "requests.", "limits."].contains(String(name.dropLast(resource.count))) else {
                continue
            }
            for container in (pod["spec"]["containers"].array ?? []) + (pod["spec"]["initContainers"].array ?? [])
            where container["resources"][list][resource].isNull && pod["spec"]["resources"][list][resource].isNull {
                containersOf[name, default: []].append(container["name"].string ?? "")
            }
        }
        if containersOf.isEmpty { return nil }
        return "must specify "
            + containersOf.sorted { $0.key < $1.key }.map { "\($0.key) for: \($0.value.joined(separator: ","))" }.joined(separator: "; ")
    }
}
