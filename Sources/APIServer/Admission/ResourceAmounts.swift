internal import Document
internal import Resources

/// Amounts of named resources, such as `cpu` and `memory`.
typealias ResourceAmounts = [String: Quantity]

extension ResourceAmounts {
    /// The amounts of a ResourceList; what cannot be read counts as not given.
    init(_ list: JSON) {
        self = [:]
        for (name, value) in list.object ?? JSONObject() { if let amount = Quantity(field: value) { self[name] = amount } }
    }

    mutating func add(_ other: ResourceAmounts) { merge(other) { $0 + $1 } }
    mutating func raise(to other: ResourceAmounts) { merge(other) { $0 < $1 ? $1 : $0 } }

    /// `cpu=1,memory=2Gi`, sorted by name.
    var text: String { sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",") }
}

/// What a pod asks for in all.
enum PodResources {
    /// The sum over the containers or, where that is more, what an init container needs beside the sidecars started before it.
    /// - Parameter list: "requests" or "limits".
    static func total(_ pod: JSON, _ list: String) -> ResourceAmounts {
        var running: ResourceAmounts = [:]
        for container in pod["spec"]["containers"].array ?? [] { running.add(ResourceAmounts(container["resources"][list])) }
        var sidecars: ResourceAmounts = [:]
        var starting: ResourceAmounts = [:]
        for container in pod["spec"]["initContainers"].array ?? [] {
            let amounts = ResourceAmounts(container["resources"][list])
            var peak = sidecars
            peak.add(amounts)
            starting.raise(to: peak)
            if container["restartPolicy"].string == "Always" { sidecars.add(amounts) }
        }
        running.add(sidecars)
        running.raise(to: starting)
        // Amounts given for the pod as a whole take the place of the sum.
        for (name, amount) in ResourceAmounts(pod["spec"]["resources"][list]) { running[name] = amount }
        return running
    }
}
