package import Document
package import Resources

/// A pod stays for a while on a node that is not ready or cannot be reached, unless it says otherwise.
package struct DefaultTolerationSeconds: AdmissionPlugin {
    package let name = "DefaultTolerationSeconds"
    private let taints: [(key: String, toleration: JSON)]
    /// What a pod without tolerations gets: the same list for all, so that pods of one template stay alike.
    private let all: JSON

    /// - Parameters: how long, in seconds; upstream's default is five minutes for both.
    package init(notReadySeconds: Int = 300, unreachableSeconds: Int = 300) {
        let seconds = [("node.kubernetes.io/not-ready", notReadySeconds), ("node.kubernetes.io/unreachable", unreachableSeconds)]
        taints = seconds.map { key, seconds in
            (key, ["key": .string(key), "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": .int(Int64(seconds))])
        }
        all = .array(taints.map(\.toleration))
    }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        (operation == .create || operation == .update) && type.isSame(as: .pods) && subresource.isEmpty
    }

    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) throws(APIError) {
        let present = object["spec"]["tolerations"].array ?? []
        if present.isEmpty { return object["spec"]["tolerations"] = all }
        var added: [JSON] = []
        for (taint, standard) in taints {
            let isTolerated = present.contains { toleration in
                let (key, effect) = (toleration["key"].string ?? "", toleration["effect"].string ?? "")
                return (key.isEmpty || key == taint) && (effect.isEmpty || effect == "NoExecute")
            }
            if !isTolerated { added.append(standard) }
        }
        if !added.isEmpty { object["spec"]["tolerations"] = .array(present + added) }
    }
}
