import Document
import Logging
import Resources

/// A component that lives in a node's process, and shows in `kube-system` as a pod without containers: where users look for it, with its
/// own log, true to its state.
struct BuiltInPart: Sendable {
    /// As upstream calls the component, such as `kube-scheduler`.
    let component: String
    /// Labels by which people and tools select it upstream.
    let labels: [String: String]
    /// Where it serves pods, at the node's address; network policies mean these when they select the part.
    let ports: [Port]
    /// Writes the log that the pod shows.
    let logger: Logger
    /// Returns once the component does its work.
    let waitUntilReady: @Sendable () async throws -> Void

    struct Port: Sendable {
        var name: String
        var number: Int
        var transport: String
    }

    init(
        _ component: String, labels: [String: String]? = nil, ports: [Port] = [], logger: Logger,
        waitUntilReady: @escaping @Sendable () async throws -> Void
    ) {
        self.component = component
        self.labels = labels ?? ["component": component, "tier": "control-plane"]
        self.ports = ports
        self.logger = logger
        self.waitUntilReady = waitUntilReady
    }

    func podName(node: String) -> String { "\(component)-\(node)" }
}

/// The pods of a node's built-in parts: what they look like, and what is to be done so that they do. No I/O.
struct BuiltInPodPlan: Sendable {
    static let mirrorAnnotation = "kubernetes.io/config.mirror"
    static let sourceAnnotation = "kubernetes.io/config.source"

    let nodeName: String
    let nodeUID: String
    let nodeAddress: String
    let version: String
    /// When the process began.
    let started: Timestamp

    enum Step: Sendable, Equatable {
        case create(JSON)
        /// It is of another node object or version, or somebody has deleted it: it is made anew.
        case remove(uid: String)
        case report(PodStatus)
        case nothing
    }

    func step(_ part: BuiltInPart, existing: Pod?, isReady: Bool, now: Timestamp) -> Step {
        guard let existing else { return .create(pod(part).json) }
        let isOurs =
            existing.metadata.ownerReferences.contains { $0.uid == nodeUID } && existing.annotations[Self.mirrorAnnotation] == mark(part)
        guard isOurs, !existing.isBeingDeleted else { return .remove(uid: existing.uid) }
        let status = status(part, existing.status, isReady: isReady, now: now)
        return status == existing.status ? .nothing : .report(status)
    }

    /// Changes with whatever a pod cannot change while it is there.
    private func mark(_ part: BuiltInPart) -> String {
        "\(part.component)@\(version)" + part.ports.map { ":\($0.name)=\($0.number)/\($0.transport)" }.joined()
    }
    /// A tag may not hold what a version may.
    private var image: String { "coxswain:\(version.prefix { $0 != "+" })" }

    private func pod(_ part: BuiltInPart) -> Pod {
        var pod = Pod(name: part.podName(node: nodeName), namespace: Pod.systemNamespace)
        pod.metadata.labels = part.labels.merging([Pod.builtInLabel: part.component]) { $1 }
        pod.metadata.annotations = [Self.mirrorAnnotation: mark(part), Self.sourceAnnotation: "process"]
        pod.metadata.ownerReferences = [OwnerReference(apiVersion: "v1", kind: "Node", name: nodeName, uid: nodeUID, controller: true)]
        pod.json["spec"] = [
            "nodeName": .string(nodeName), "hostNetwork": true, "priorityClassName": "system-node-critical", "enableServiceLinks": false,
            "terminationGracePeriodSeconds": 0,
            "tolerations": [["operator": "Exists"]],
            "containers": [
                [
                    "name": .string(part.component), "image": .string(image), "imagePullPolicy": "IfNotPresent",
                    "command": ["coxswain", .string(part.component)],
                ]
            ],
        ]
        if !part.ports.isEmpty {
            pod.json["spec"]["containers"][0]["ports"] = .array(
                part.ports.map {
                    ["name": .string($0.name), "containerPort": .int(Int64($0.number)), "protocol": .string($0.transport)]
                })
        }
        return pod
    }

    private func status(_ part: BuiltInPart, _ old: PodStatus, isReady: Bool, now: Timestamp) -> PodStatus {
        var status = PodStatus()
        status.phase = Pod.Phase.running
        status.startTime = started.wholeSeconds
        status.hostIP = nodeAddress
        status.hostIPs = [PodIP(ip: nodeAddress)]
        status.podIP = nodeAddress
        status.podIPs = [PodIP(ip: nodeAddress)]
        status.qosClass = "BestEffort"
        var container = ContainerStatus()
        container.name = part.component
        container.image = image
        container.imageID = image
        container.containerID = "coxswain://\(part.podName(node: nodeName))"
        container.ready = isReady
        container.started = true
        container.restartCount = 0
        container.state = ContainerState(["running": ["startedAt": .string("\(started.wholeSeconds)")]])
        container.json["lastState"] = .object(JSONObject())
        status.containerStatuses = [container]
        var conditions = old.conditions.filter { ["Initialized", "Ready", "ContainersReady", "PodScheduled"].contains($0.type) }
        let waiting = isReady ? ("", "") : ("ContainersNotReady", "containers with unready status: [\(part.component)]")
        conditions.set(Condition(type: "Initialized", status: .isTrue), now: now.wholeSeconds)
        for type in ["Ready", "ContainersReady"] {
            conditions.set(Condition(type: type, status: .init(isReady), reason: waiting.0, message: waiting.1), now: now.wholeSeconds)
        }
        conditions.set(Condition(type: "PodScheduled", status: .isTrue), now: now.wholeSeconds)
        status.conditions = conditions
        if let generation = old.observedGeneration { status.observedGeneration = generation }
        return status
    }
}
