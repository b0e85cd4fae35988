internal import Document
internal import Resources

/// What a Service says in vain, or in words that are going away.
enum ServiceWarnings {
    private static let topology = (old: "service.kubernetes.io/topology-aware-hints", new: "service.kubernetes.io/topology-mode")

    static func of(_ service: JSON) -> [String] {
        let spec = service["spec"]
        let type = spec["type"].string ?? ""
        let isHeadless = type == "ClusterIP" && spec["clusterIP"].string == "None"
        let hasExternal = !(spec["externalIPs"].array ?? []).isEmpty
        var warnings: [String] = []
        if !service["metadata"]["annotations"][topology.old].isNull {
            warnings.append("annotation \(topology.old) is deprecated, please use \(topology.new) instead")
        }
        if isHeadless {
            if !(spec["loadBalancerIP"].string ?? "").isEmpty { warnings.append("spec.loadBalancerIP is ignored for headless services") }
            if hasExternal { warnings.append("spec.externalIPs is ignored for headless services") }
            if spec["sessionAffinity"].string != "None" { warnings.append("spec.SessionAffinity is ignored for headless services") }
        }
        if hasExternal, !isHeadless, type != "ExternalName" {
            warnings.append("spec.externalIPs is deprecated and may no longer be implemented in some clusters")
        }
        if type == "ExternalName", hasExternal { warnings.append("spec.externalIPs is ignored when spec.type is \"ExternalName\"") }
        if type != "ExternalName", !(spec["externalName"].string ?? "").isEmpty {
            warnings.append("spec.externalName is ignored when spec.type is not \"ExternalName\"")
        }
        if spec["trafficDistribution"].string == "PreferClose" {
            warnings.append("spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"")
        }
        return warnings
    }
}
