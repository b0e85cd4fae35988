import Controllers
import Document
import Resources

/// Objects as tests need them.
func makePod(
    _ name: String, labels: [String: String] = ["app": "web"], owner: OwnerReference? = nil, node: String = "", phase: String = "Running",
    ready: Bool = true, readySince: Int64 = 100, address: String = "", image: String = "web:1"
) -> Pod {
    var pod = Pod(name: name, namespace: "ns")
    pod.metadata.uid = "uid-of-\(name)"
    pod.metadata.labels = labels
    if let owner { pod.metadata.ownerReferences = [owner] }
    pod.spec.nodeName = node
    pod.spec.containers = [Container(["name": "web", "image": .string(image), "ports": [["name": "http", "containerPort": 8080]]])]
    pod.status.phase = phase
    pod.status.podIP = address
    if ready {
        var condition = Condition(type: "Ready", status: .isTrue)
        condition.lastTransitionTime = Timestamp(seconds: readySince)
        pod.status.conditions = [condition]
    }
    return pod
}

func makeTemplate(image: String = "web:1") -> JSON {
    ["metadata": ["labels": ["app": "web"]], "spec": ["containers": [["name": "web", "image": .string(image)]]]]
}

func makeDeployment(_ name: String = "web", replicas: Int = 3, image: String = "web:1", strategy: String = "RollingUpdate") -> Deployment {
    var deployment = Deployment(name: name, namespace: "ns")
    deployment.json["spec"] = [
        "replicas": .int(Int64(replicas)), "selector": ["matchLabels": ["app": "web"]], "template": makeTemplate(image: image),
        "strategy": ["type": .string(strategy)], "progressDeadlineSeconds": 600, "revisionHistoryLimit": 10,
    ]
    return deployment
}

func makeSet(
    _ name: String, of deployment: Deployment, image: String = "web:1", replicas: Int, available: Int? = nil, revision: Int,
    created: Int64 = 0
) -> ReplicaSet {
    var set = ReplicaSet(name: name, namespace: "ns")
    set.metadata.uid = "uid-of-\(name)"
    set.metadata.creationTimestamp = Timestamp(seconds: created)
    set.metadata.labels = ["app": "web", "pod-template-hash": name]
    set.metadata.annotations = [
        "deployment.kubernetes.io/revision": String(revision),
        "deployment.kubernetes.io/desired-replicas": String(deployment.spec.replicas ?? 1),
    ]
    set.metadata.ownerReferences = [deployment.controllerReference]
    var template = makeTemplate(image: image)
    template["metadata", "labels", "pod-template-hash"] = .string(name)
    set.json["spec"] = [
        "replicas": .int(Int64(replicas)), "template": template,
        "selector": ["matchLabels": ["app": "web", "pod-template-hash": .string(name)]],
    ]
    set.status.replicas = replicas
    set.status.availableReplicas = available ?? replicas
    return set
}

func makeService(
    _ name: String = "web", selector: [String: String] = ["app": "web"], ports: JSON = [["name": "http", "port": 80, "targetPort": "http"]]
)
    -> Resources.Service
{
    var service = Resources.Service(name: name, namespace: "ns")
    service.metadata.uid = "uid-of-service-\(name)"
    service.json["spec"] = ["selector": JSON(selector), "clusterIP": "10.96.0.20", "type": "ClusterIP", "ports": ports]
    if selector.isEmpty { service.json["spec", "selector"] = .null }
    return service
}
