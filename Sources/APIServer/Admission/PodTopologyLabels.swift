package import Document
package import Resources

/// Gives pods the zone and region of their node as labels, when they are bound or made for a node.
package struct PodTopologyLabels: AdmissionPlugin {
    package let name = "PodTopologyLabels"
    private static let labels = ["topology.kubernetes.io/region", Node.zoneLabel]
    private let caches: ObjectCaches

    package init(caches: ObjectCaches) { self.caches = caches }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        operation == .create && type.isSame(as: .pods) && (subresource.isEmpty || subresource == "binding")
    }

    /// - Parameter object: a pod, or the Binding whose labels its pod takes over.
    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) throws(APIError) {
        let node = request.subresource == "binding" ? object["target"]["name"].string : object["spec"]["nodeName"].string
        guard let node, !node.isEmpty, let record = caches.record(.nodes, ObjectKey(name: node)) else { return }
        for key in Self.labels {
            if let value = record.label(key) { object["metadata"]["labels"][key] = .string(value) }
        }
    }
}
