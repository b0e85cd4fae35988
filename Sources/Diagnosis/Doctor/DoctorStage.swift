package import Document

/// The objects by which the doctor tries the links of a cluster: a pod a node, one more to try pulling, and a service with all its doors.
/// They live in a namespace of their own, which is removed with them.
package struct DoctorStage: Sendable {
    package static let namespacePrefix = "coxswain-doctor-"
    package static let label = "coxswain.io/doctor"
    package static let port = 8080
    package static let service = "answer"
    package static let host = "doctor.coxswain.local"
    /// Namespaces of examinations that ended without clearing up are removed after so many seconds.
    package static let leftoverSeconds = 600.0

    package let namespace: String
    /// The sandboxes' image, which is on every node; and the same in the registry.
    let localImage: String
    let registryImage: String

    package init(namespace: String, localImage: String, registryImage: String) {
        (self.namespace, self.localImage, self.registryImage) = (namespace, localImage, registryImage)
    }

    package static func podName(_ number: Int) -> String { "link-\(number)" }
    package static func pullName(_ number: Int) -> String { "pull-\(number)" }

    package var namespaceObject: JSON {
        ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(namespace), "labels": [Self.label: "true"]]]
    }

    /// - Parameter answers: whether a program in its network will answer at `port`, so that the service leads to it.
    package func linkPod(_ number: Int, node: String, answers: Bool) -> JSON {
        pod(Self.podName(number), node: node, image: localImage, policy: "Never", labels: answers ? [Self.label: "answers"] : [:])
    }

    package func pullPod(_ number: Int, node: String) -> JSON {
        pod(Self.pullName(number), node: node, image: registryImage, policy: "Always", labels: [:])
    }

    package func farPod(_ number: Int, _ probe: FarProbe) -> JSON {
        var object = pod(FarProbe.podName(number), node: probe.node, image: localImage, policy: "Never", labels: [:])
        object["spec"]["containers"] = probe.containers(image: localImage)
        return object
    }

    private func pod(_ name: String, node: String, image: String, policy: String, labels: [String: String]) -> JSON {
        [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["name": .string(name), "namespace": .string(namespace), "labels": JSON(labels)],
            "spec": [
                "nodeSelector": ["kubernetes.io/hostname": .string(node)], "tolerations": [["operator": "Exists"]],
                "automountServiceAccountToken": false, "enableServiceLinks": false, "terminationGracePeriodSeconds": 0,
                "containers": [["name": "pause", "image": .string(image), "imagePullPolicy": .string(policy)]],
            ],
        ]
    }

    package var serviceObject: JSON {
        [
            "apiVersion": "v1", "kind": "Service", "metadata": ["name": .string(Self.service), "namespace": .string(namespace)],
            "spec": [
                "type": "LoadBalancer", "selector": [Self.label: "answers"],
                "ports": [["name": "http", "port": 80, "targetPort": JSON(Self.port)]],
            ],
        ]
    }

    package var ingressObject: JSON {
        let backend: JSON = ["service": ["name": .string(Self.service), "port": ["number": 80]]]
        return [
            "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
            "metadata": ["name": .string(Self.service), "namespace": .string(namespace)],
            "spec": [
                "rules": [
                    ["host": .string(Self.host), "http": ["paths": [["path": "/", "pathType": "Prefix", "backend": backend]]]]
                ]
            ],
        ]
    }

    package var name: String { "\(Self.service).\(namespace).svc" }

    /// What became of a pod that should run by now.
    package static func finding(_ what: String, area: Finding.Area, isReady: Bool, why: Diagnosis?) -> Finding {
        if isReady { return Finding(area, .good, what, "done") }
        guard let why else { return Finding(area, .bad, what, "the pod does not come up", fix: "see the node: coxswain why node/NAME") }
        let evidence = why.evidence.first.map { " (\($0))" } ?? ""
        return Finding(area, .bad, what, why.reason + evidence, fix: why.fix)
    }
}
