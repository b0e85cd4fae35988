package import Document

/// Amounts of named resources, such as `cpu` and `memory` (core/v1 ResourceList).
package typealias ResourceList = [String: Quantity]

extension ResourceList {
    /// The amounts of a ResourceList; what cannot be read counts as not given.
    package init(_ list: JSON) {
        self = [:]
        for (name, value) in list.object ?? JSONObject() { if let amount = Quantity(field: value) { self[name] = amount } }
    }

    package mutating func add(_ other: ResourceList) { merge(other) { $0 + $1 } }
    package mutating func subtract(_ other: ResourceList) {
        for (name, amount) in other { self[name] = (self[name] ?? Quantity(0)) - amount }
    }
    package mutating func raise(to other: ResourceList) { merge(other) { $0 < $1 ? $1 : $0 } }

    /// `cpu=1,memory=2Gi`, sorted by name.
    package var text: String { sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",") }

    /// As a document, sorted by name.
    package var json: JSON {
        var object = JSONObject(minimumCapacity: count)
        for (name, amount) in sorted(by: { $0.key < $1.key }) { object.append(name, .string(amount.description)) }
        return .object(object)
    }
}

/// What a pod asks for in all.
package enum PodResources {
    /// The sum over the containers or, where that is more, what an init container needs beside the sidecars started before it.
    /// - Parameter list: "requests" or "limits".
    package static func total(_ pod: JSON, _ list: String) -> ResourceList {
        var running: ResourceList = [:]
        for container in pod["spec"]["containers"].array ?? [] { running.add(ResourceList(container["resources"][list])) }
        var sidecars: ResourceList = [:]
        var starting: ResourceList = [:]
        for container in pod["spec"]["initContainers"].array ?? [] {
            let amounts = ResourceList(container["resources"][list])
            var peak = sidecars
            peak.add(amounts)
            starting.raise(to: peak)
            if container["restartPolicy"].string == "Always" { sidecars.add(amounts) }
        }
        running.add(sidecars)
        running.raise(to: starting)
        // Amounts given for the pod as a whole take the place of the sum.
        for (name, amount) in ResourceList(pod["spec"]["resources"][list]) { running[name] = amount }
        return running
    }
}
