package import Document
package import Resources

/// A pod stays for a while on a node that is not ready or cannot be reached, unless it says otherwise.
package struct DefaultTolerationSeconds: AdmissionPlugin {
    package let name = "DefaultTolerationSeconds"
    package static let usualSeconds = 300
    private let seconds: Int
    private static let taints = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]

    /// - Parameter seconds: how long it stays.
    package init(seconds: Int = usualSeconds) { self.seconds = seconds }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        (operation == .create || operation == .update) && type.isSame(as: .pods) && subresource.isEmpty
    }

    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) async throws(APIError) {
        let present = object["spec"]["tolerations"].array ?? []
        var added: [JSON] = []
        for taint in Self.taints {
            let isTolerated = present.contains { toleration in
                [taint, ""].contains(toleration["key"].string ?? "") && ["NoExecute", ""].contains(toleration["effect"].string ?? "")
            }
            if isTolerated { continue }
            added.append(
                ["key": .string(taint), "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": .int(Int64(seconds))])
        }
        if !added.isEmpty { object["spec"]["tolerations"] = .array(present + added) }
    }
}
