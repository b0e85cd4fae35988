internal import Resources

/// Kinds that are described but that no component of Coxswain reads.
enum Described {
    static let resourceQuotas = ResourceType(plural: "resourcequotas", kind: "ResourceQuota")
    static let limitRanges = ResourceType(plural: "limitranges", kind: "LimitRange")
    static let networkPolicies = ResourceType(group: "networking.k8s.io", plural: "networkpolicies", kind: "NetworkPolicy")
    static let ingressClasses = ResourceType(
        group: "networking.k8s.io", plural: "ingressclasses", kind: "IngressClass", namespaced: false)
    static let serviceCIDRs = ResourceType(group: "networking.k8s.io", plural: "servicecidrs", kind: "ServiceCIDR", namespaced: false)
    static let ipAddresses = ResourceType(group: "networking.k8s.io", plural: "ipaddresses", kind: "IPAddress", namespaced: false)
    static let storageClasses = ResourceType(group: "storage.k8s.io", plural: "storageclasses", kind: "StorageClass", namespaced: false)
    static let csiNodes = ResourceType(group: "storage.k8s.io", plural: "csinodes", kind: "CSINode", namespaced: false)
    static let volumeAttributesClasses = ResourceType(
        group: "storage.k8s.io", plural: "volumeattributesclasses", kind: "VolumeAttributesClass", namespaced: false)
    static let autoscalersV2 = ResourceType(
        group: "autoscaling", version: "v2", plural: "horizontalpodautoscalers", kind: "HorizontalPodAutoscaler")
    static let autoscalersV1 = ResourceType(group: "autoscaling", plural: "horizontalpodautoscalers", kind: "HorizontalPodAutoscaler")
    static let podDisruptionBudgets = ResourceType(group: "policy", plural: "poddisruptionbudgets", kind: "PodDisruptionBudget")
    static let resourceSlices = ResourceType(
        group: "resource.k8s.io", plural: "resourceslices", kind: "ResourceSlice", namespaced: false)
}
