internal import Document
package import Resources

/// Links tried from a node on another machine, through nothing but the API: a pod there has a container for each, with a readiness probe
/// that its kubelet performs from the node's own network. Whether the container is ready is the answer.
package struct FarProbe: Sendable {
    package struct Target: Sendable {
        package var link: Link
        package var address: String
        package var port: Int

        package init(_ link: Link, address: String, port: Int) { (self.link, self.address, self.port) = (link, address, port) }
    }

    package let node: String
    package let targets: [Target]

    package init(node: String, targets: [Target]) { (self.node, self.targets) = (node, targets) }

    package static func podName(_ number: Int) -> String { "far-\(number)" }

    private func container(_ index: Int) -> String { "target-\(index)" }

    /// - Parameter image: one that every node has, and that does nothing.
    func containers(image: String) -> JSON {
        .array(
            targets.enumerated().map { index, target in
                [
                    "name": .string(container(index)), "image": .string(image), "imagePullPolicy": "Never",
                    "readinessProbe": [
                        "tcpSocket": ["host": .string(target.address), "port": JSON(target.port)], "periodSeconds": 1, "timeoutSeconds": 2,
                        "failureThreshold": 1,
                    ],
                ]
            })
    }

    /// What became of a target; nil as long as its kubelet has said nothing.
    /// - Parameter events: about the pod.
    package func outcome(_ index: Int, _ pod: Pod, _ events: [Event]) -> LinkOutcome? {
        let name = container(index)
        if pod.status.containerStatuses.contains(where: { $0.name == name && $0.ready }) { return .answered("") }
        let failed = events.first { $0.reason == "Unhealthy" && $0.involvedObject.fieldPath.contains("{\(name)}") }
        guard let message = failed?.message else { return nil }
        if message.contains("connection refused") { return .refused }
        if message.contains("i/o timeout") { return .silent }
        return .failed(message)
    }
}
