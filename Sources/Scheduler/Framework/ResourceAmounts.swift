import Resources

/// Amounts of a node's resources: what a pod asks for, what a node has, what is taken of it.
package struct ResourceAmounts: Sendable, Hashable {
    /// Thousandths of a core.
    package var milliCPU: Int64 = 0
    /// Bytes.
    package var memory: Int64 = 0
    /// Bytes.
    package var ephemeralStorage: Int64 = 0
    package var pods: Int64 = 0
    /// Extended resources and huge pages, by name.
    package var others: [String: Int64] = [:]

    package init() {}

    package init(_ quantities: [String: Quantity]) {
        for (name, quantity) in quantities {
            switch name {
            case "cpu": milliCPU = quantity.milliValue
            case "memory": memory = quantity.value
            case "ephemeral-storage": ephemeralStorage = quantity.value
            case "pods": pods = quantity.value
            default: others[name] = quantity.value
            }
        }
    }

    /// What a pod asks for at its highest point: all containers and sidecars together, or one init container with the sidecars
    /// started before it, whichever is more; its overhead comes on top (KEP-753).
    package init(podSpec spec: PodSpec) {
        var running = ResourceAmounts()
        for container in spec.containers { running.add(ResourceAmounts(container.resources.requests)) }
        var sidecars = ResourceAmounts()
        var peak = ResourceAmounts()
        for container in spec.initContainers {
            let requests = ResourceAmounts(container.resources.requests)
            if container.restartPolicy == "Always" {
                sidecars.add(requests)
                peak.raise(to: sidecars)
            } else {
                var step = sidecars
                step.add(requests)
                peak.raise(to: step)
            }
        }
        running.add(sidecars)
        running.raise(to: peak)
        running.add(ResourceAmounts(spec.overhead))
        running.pods = 1
        self = running
    }

    package mutating func add(_ other: ResourceAmounts) { combine(other, +) }
    package mutating func subtract(_ other: ResourceAmounts) { combine(other, -) }
    package mutating func raise(to other: ResourceAmounts) { combine(other, max) }

    private mutating func combine(_ other: ResourceAmounts, _ operation: (Int64, Int64) -> Int64) {
        milliCPU = operation(milliCPU, other.milliCPU)
        memory = operation(memory, other.memory)
        ephemeralStorage = operation(ephemeralStorage, other.ephemeralStorage)
        pods = operation(pods, other.pods)
        for (name, amount) in other.others { others[name] = operation(others[name] ?? 0, amount) }
    }
}
