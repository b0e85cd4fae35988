import Resources

/// How a pod's resources rank it when the node runs short (core/v1 PodQOSClass).
enum QualityOfService: String, Sendable {
    case guaranteed = "Guaranteed"
    case burstable = "Burstable"
    case bestEffort = "BestEffort"

    /// Guaranteed: every container limits cpu and memory and requests exactly that. BestEffort: nothing is requested or limited.
    init(_ spec: PodSpec) {
        var anything = false
        var guaranteed = true
        for container in spec.containers + spec.initContainers {
            let resources = container.resources
            for resource in ["cpu", "memory"] {
                let limit = resources.limits[resource].flatMap { $0.isZero ? nil : $0 }
                let request = resources.requests[resource].flatMap { $0.isZero ? nil : $0 } ?? limit
                if limit != nil || request != nil { anything = true }
                if limit == nil || request != limit { guaranteed = false }
            }
        }
        self = !anything ? .bestEffort : guaranteed ? .guaranteed : .burstable
    }

    /// The folder of this class below the root of the pods' control groups; guaranteed pods lie at the root itself.
    var cgroupFolder: String {
        switch self {
        case .guaranteed: ""
        case .burstable: "/burstable"
        case .bestEffort: "/besteffort"
        }
    }
}
