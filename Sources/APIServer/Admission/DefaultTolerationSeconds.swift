package import Document
package import Resources

/// A pod stays for a while on a node that is not ready or cannot be reached, unless it says otherwise.
package struct DefaultTolerationSeconds: AdmissionPlugin {
    package let name = "DefaultTolerationSeconds"
    private let taints: [(key: String, toleration: JSON)]

    /// - Parameters: how long, in seconds; upstream's default is five minutes for both.
    package init(notReadySeconds: Int = 300, unreachableSeconds: Int = 300) {
        let seconds = [("node.kubernetes.io/not-ready", notReadySeconds), ("node.kubernetes.io/unreachable", unreachableSeconds)]
        taints = seconds.map { key, seconds in
            (key, ["key": .string(key), "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": .int(Int64(seconds))])
        }
    }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        (operation == .create || operation == .update) && type.isSame(as: .pods) && subresource.isEmpty
    }

    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) async throws(APIError) {
        let present = object["spec"]["tolerations"].array ?? []
        var added: [JSON] = []
        for (taint, standard) in taints {
            let isTolerated = present.contains { toleration in
                [taint, ""].contains(toleration["key"].string ?? "") && ["NoExecute", ""].contains(toleration["effect"].string ?? "")
            }
            if !isTolerated { added.append(standard) }
        }
        if !added.isEmpty { object["spec"]["tolerations"] = .array(present + added) }
    }
}
