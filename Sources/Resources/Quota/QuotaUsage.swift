package import Document

/// What an object counts for in quotas, and which quotas count it.
package enum QuotaUsage {
    /// The amounts an object uses, by the names quotas give them.
    /// - Parameter now: pods whose grace period has passed count no more.
    package static func of(_ object: JSON, _ type: ResourceType, now: Timestamp) -> ResourceList {
        let one = Quantity(1)
        var usage: ResourceList = ["count/" + type.qualifiedResource.description: one]
        switch (type.group, type.plural) {
        case ("", "pods"): if isCharged(object, now: now) { usage.add(pod(object)) }
        case ("", "services"):
            usage["services"] = one
            let kind = object["spec"]["type"].string ?? "ClusterIP"
            if kind == "LoadBalancer" { usage["services.loadbalancers"] = one }
            if kind == "NodePort" || kind == "LoadBalancer" { usage["services.nodeports"] = nodePorts(object["spec"], kind) }
        case ("", "persistentvolumeclaims"): usage.add(claim(object))
        case ("", "configmaps"), ("", "secrets"), ("", "replicationcontrollers"), ("", "resourcequotas"): usage[type.plural] = one
        default: break
        }
        return usage
    }

    /// What has ended, or should have, uses nothing but its place among the objects.
    private static func isCharged(_ pod: JSON, now: Timestamp) -> Bool {
        if ["Succeeded", "Failed"].contains(pod["status"]["phase"].string ?? "") { return false }
        guard let deletion = Timestamp(pod["metadata"]["deletionTimestamp"].string ?? ""),
            let grace = pod["metadata"]["deletionGracePeriodSeconds"].int
        else { return true }
        return now <= deletion.adding(seconds: grace)
    }

    private static func nodePorts(_ spec: JSON, _ kind: String) -> Quantity {
        let ports = spec["ports"].array ?? []
        let onlyExplicit = kind == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"].bool == false
        return Quantity(Int64(onlyExplicit ? ports.count { ($0["nodePort"].int ?? 0) != 0 } : ports.count))
    }

    private static func pod(_ pod: JSON) -> ResourceList {
        var usage: ResourceList = ["pods": Quantity(1)]
        var requests = PodResources.total(pod, "requests")
        requests.add(ResourceList(pod["spec"]["overhead"]))
        for (name, amount) in requests {
            usage["requests." + name] = amount
            if compute.contains(name) || name.hasPrefix("hugepages-") { usage[name] = amount }
        }
        var limits = PodResources.total(pod, "limits")
        for (name, amount) in ResourceList(pod["spec"]["overhead"]) where limits[name] != nil { limits.add([name: amount]) }
        for name in compute { if let amount = limits[name] { usage["limits." + name] = amount } }
        return usage
    }

    private static let compute = ["cpu", "memory", "ephemeral-storage"]

    private static func claim(_ claim: JSON) -> ResourceList {
        let `class` =
            claim["metadata"]["annotations"]["volume.beta.kubernetes.io/storage-class"].string ?? claim["spec"]["storageClassName"].string
        var usage: ResourceList = ["persistentvolumeclaims": Quantity(1)]
        // What an expansion under way has been promised counts, if that is more.
        var storage = Quantity(field: claim["spec"]["resources"]["requests"]["storage"])
        if let wanted = storage, let allocated = Quantity(field: claim["status"]["allocatedResources"]["storage"]), wanted < allocated {
            storage = allocated
        }
        usage["requests.storage"] = storage
        if let `class`, !`class`.isEmpty {
            usage[`class` + classMark + "persistentvolumeclaims"] = Quantity(1)
            usage[`class` + classMark + "requests.storage"] = storage
        }
        return usage
    }

    private static let classMark = ".storageclass.storage.k8s.io/"

    /// Whether objects of a resource count towards one of the names of a quota.
    package static func counts(_ type: ResourceType, towards names: some Sequence<String>) -> Bool {
        let count = "count/" + type.qualifiedResource.description
        return names.contains { $0 == count || resource(countedBy: $0) == type.qualifiedResource }
    }

    /// The resource whose objects a name in a quota counts; nil for a name that counts nothing known.
    package static func resource(countedBy name: String) -> QualifiedName? {
        if name.hasPrefix("count/") {
            let rest = name.dropFirst("count/".count)
            guard let dot = rest.firstIndex(of: ".") else { return QualifiedName(group: "", name: String(rest)) }
            return QualifiedName(group: String(rest[rest.index(after: dot)...]), name: String(rest[..<dot]))
        }
        switch name {
        case "services", "services.loadbalancers", "services.nodeports": return ResourceType.services.qualifiedResource
        case "configmaps", "secrets", "replicationcontrollers", "resourcequotas": return QualifiedName(group: "", name: name)
        case "persistentvolumeclaims", "requests.storage": return ResourceType.persistentVolumeClaims.qualifiedResource
        default: break
        }
        if name.contains(classMark) { return ResourceType.persistentVolumeClaims.qualifiedResource }
        let isCompute = name == "pods" || compute.contains(name) || ["requests.", "limits.", "hugepages-"].contains { name.hasPrefix($0) }
        return isCompute ? ResourceType.pods.qualifiedResource : nil
    }

    /// Whether the scopes of a quota take in the object. Scopes speak of pods, and one of claims.
    package static func counts(_ quota: JSON, _ object: JSON, _ type: ResourceType) -> Bool {
        var scopes = quota["spec"]["scopes"].strings.map { (name: $0, operator: "Exists", values: [String]()) }
        for expression in quota["spec"]["scopeSelector"]["matchExpressions"].array ?? [] {
            scopes.append(
                (expression["scopeName"].string ?? "", expression["operator"].string ?? "", expression["values"].strings))
        }
        if scopes.isEmpty { return true }
        if type.qualifiedResource == ResourceType.persistentVolumeClaims.qualifiedResource {
            return scopes.allSatisfy { $0.name == "VolumeAttributesClass" && matches($0.operator, $0.values, attributesClasses(object)) }
        }
        guard type.qualifiedResource == ResourceType.pods.qualifiedResource else { return false }
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
            return matches(operation, values, name.isEmpty ? [] : [name])
        case "CrossNamespacePodAffinity": return hasCrossNamespaceAffinity(spec["affinity"])
        default: return false
        }
    }

    private static func matches(_ operation: String, _ values: [String], _ names: Set<String>) -> Bool {
        switch operation {
        case "In": return !names.isDisjoint(with: values)
        case "NotIn": return names.isDisjoint(with: values)
        case "DoesNotExist": return names.isEmpty
        default: return !names.isEmpty
        }
    }

    /// The class a claim has, wishes, or is on its way to.
    private static func attributesClasses(_ claim: JSON) -> Set<String> {
        let status = claim["status"]
        let names = [
            claim["spec"]["volumeAttributesClassName"], status["currentVolumeAttributesClassName"],
            status["modifyVolumeStatus"]["targetVolumeAttributesClassName"],
        ]
        return Set(names.compactMap { $0.string }.filter { !$0.isEmpty })
    }

    private static func hasCrossNamespaceAffinity(_ affinity: JSON) -> Bool {
        ["podAffinity", "podAntiAffinity"].contains { side in
            let required = affinity[side]["requiredDuringSchedulingIgnoredDuringExecution"].array ?? []
            let preferred = (affinity[side]["preferredDuringSchedulingIgnoredDuringExecution"].array ?? []).map { $0["podAffinityTerm"] }
            return (required + preferred).contains { !$0["namespaceSelector"].isNull || !$0["namespaces"].strings.isEmpty }
        }
    }

    /// A quota on compute resources counts only pods whose containers all say how much they want: what is not said, by resource.
    package static func unstated(_ hard: ResourceList, _ pod: JSON) -> String? {
        let whole = pod["spec"]["resources"]
        if !whole["requests"].isEmptyValue || !whole["limits"].isEmptyValue { return nil }
        var containersOf: [String: [String]] = [:]
        for name in hard.keys {
            let list = name.hasPrefix("limits.") ? "limits" : "requests"
            let resource = name.split(separator: ".").last.map(String.init) ?? name
            guard ["cpu", "memory"].contains(resource), ["", "requests.", "limits."].contains(String(name.dropLast(resource.count))) else {
                continue
            }
            for container in (pod["spec"]["containers"].array ?? []) + (pod["spec"]["initContainers"].array ?? [])
            where container["resources"][list][resource].isNull {
                containersOf[name, default: []].append(container["name"].string ?? "")
            }
        }
        if containersOf.isEmpty { return nil }
        return "must specify "
            + containersOf.sorted { $0.key < $1.key }.map { "\($0.key) for: \($0.value.joined(separator: ","))" }.joined(separator: "; ")
    }
}
