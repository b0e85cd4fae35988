import Resources

/// Why a container cannot be made from what its pod says; shown as CreateContainerConfigError.
struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// What a pod may learn of itself (`fieldRef`, `resourceFieldRef`) as environment variables and files.
struct DownwardAPI: Sendable {
    var pod: Pod
    var podAddresses: [String]
    var nodeName: String
    var nodeAddress: String
    /// What an unlimited container may use: the node's allocatable.
    var nodeMilliCPU: Int64
    var nodeMemory: Int64

    /// The value of a field path such as `metadata.name` or `metadata.labels['app']`.
    func field(_ path: String) throws(ConfigurationError) -> String {
        switch path {
        case "metadata.name": return pod.name
        case "metadata.namespace": return pod.namespace
        case "metadata.uid": return pod.uid
        case "metadata.labels": return Self.map(pod.labels)
        case "metadata.annotations": return Self.map(pod.annotations)
        case "spec.nodeName": return nodeName
        case "spec.serviceAccountName": return pod.spec.serviceAccountName
        case "status.hostIP", "status.hostIPs": return nodeAddress
        case "status.podIP": return podAddresses.first ?? ""
        case "status.podIPs": return podAddresses.joined(separator: ",")
        default: break
        }
        for (prefix, map) in [("metadata.labels['", pod.labels), ("metadata.annotations['", pod.annotations)]
        where path.hasPrefix(prefix) && path.hasSuffix("']") {
            return map[String(path.dropFirst(prefix.count).dropLast(2))] ?? ""
        }
        throw ConfigurationError("unsupported fieldPath: \(path)")
    }

    /// Labels or annotations as lines `key="value"`, sorted, the value quoted as Go does.
    static func map(_ map: [String: String]) -> String {
        map.sorted { $0.key < $1.key }.map { "\($0.key)=\(quote($0.value))" }.joined(separator: "\n")
    }

    private static func quote(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// A container's request or limit in units of the divisor, rounded up.
    func resource(_ selector: ResourceFieldSelector, container: Container) throws(ConfigurationError) -> String {
        let parts = selector.resource.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, ["limits", "requests"].contains(parts[0]) else {
            throw ConfigurationError("unsupported container resource : \(selector.resource)")
        }
        let name = parts[1]
        let list = parts[0] == "limits" ? container.resources.limits : container.resources.requests
        let isCPU = name == "cpu"
        var quantity = list[name]
        if quantity == nil, parts[0] == "limits" {
            if isCPU { quantity = Quantity(milli: nodeMilliCPU) }
            if name == "memory" { quantity = Quantity(nodeMemory) }
        }
        let divisor = selector.divisor.flatMap { $0.isZero ? nil : $0 } ?? Quantity(1)
        let amount = quantity ?? Quantity(0)
        if isCPU { return String(ceilingDivision(amount.milliValue, divisor.milliValue)) }
        return String(ceilingDivision(amount.value, divisor.value))
    }

    private func ceilingDivision(_ amount: Int64, _ divisor: Int64) -> Int64 {
        guard divisor > 0 else { return amount }
        return (amount + divisor - 1) / divisor
    }

    /// The container a `resourceFieldRef` of a file names.
    func container(_ name: String) -> Container? {
        (pod.spec.containers + pod.spec.initContainers).first { $0.name == name }
    }
}
