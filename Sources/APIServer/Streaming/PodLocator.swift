internal import Resources

/// Finds the container and node that a request on a pod's subresource means.
struct PodLocator: Sendable {
    let registry: ResourceRegistry

    struct Place: Sendable {
        var pod: Pod
        var container: String
        /// Nil while the pod has no node.
        var node: Node?

        /// The node, which streaming cannot do without.
        func requireNode() throws(APIError) -> Node {
            guard let node else { throw .badRequest("pod \(pod.name) does not have a host assigned") }
            return node
        }
    }

    func pod(_ info: RequestInfo) throws(APIError) -> Pod {
        let key = ObjectKey(namespace: info.namespace, name: info.name)
        guard let record = registry[.pods, key] else { throw .notFound(.pods, info.name) }
        return record.view(Pod.self)
    }

    /// - Parameter container: the name the client gave; nil or empty chooses the only one.
    func place(_ info: RequestInfo, container: String?) throws(APIError) -> Place {
        let pod = try pod(info)
        return Place(pod: pod, container: try Self.container(container ?? "", of: pod), node: try node(of: pod))
    }

    func node(of pod: Pod) throws(APIError) -> Node? {
        let name = pod.spec.nodeName
        guard !name.isEmpty else { return nil }
        guard let record = registry[.nodes, ObjectKey(namespace: "", name: name)] else { throw .notFound(.nodes, name) }
        return record.view(Node.self)
    }

    static func container(_ name: String, of pod: Pod) throws(APIError) -> String {
        let spec = pod.spec
        if name.isEmpty {
            if spec.containers.count == 1 { return spec.containers[0].name }
            guard !spec.containers.isEmpty else { throw .badRequest("a container name must be specified for pod \(pod.name)") }
            let names = (spec.initContainers + spec.containers + spec.ephemeralContainers).map(\.name).joined(separator: " ")
            throw .badRequest("a container name must be specified for pod \(pod.name), choose one of: [\(names)]")
        }
        guard (spec.initContainers + spec.containers + spec.ephemeralContainers).contains(where: { $0.name == name }) else {
            throw .badRequest("container \(name) is not valid for pod \(pod.name)")
        }
        return name
    }
}
