internal import Document
internal import Resources

extension DaemonSet {
    /// The label of pods and revisions that tells templates apart.
    static let hashLabel = "controller-revision-hash"
    private static let generationLabel = "pod-template-generation"
    private static let generationAnnotation = "deprecated.daemonset.template.generation"

    /// The template generation by which very old pods are told apart; newer ones carry it too.
    private var templateGeneration: String? { annotations[Self.generationAnnotation].flatMap { Int64($0) }.map(String.init) }

    /// The pod that is made for a node. It is bound by the scheduler, whom its affinity leaves no other choice.
    func pod(on node: String, hash: String) -> Pod {
        var pod = spec.template.pod(ownedBy: self)
        pod.metadata.labels[Self.hashLabel] = hash
        if let templateGeneration { pod.metadata.labels[Self.generationLabel] = templateGeneration }
        pod.spec.tolerations = DaemonTolerations.added(to: pod.spec)
        let term: JSON = ["matchFields": [["key": "metadata.name", "operator": "In", "values": [.string(node)]]]]
        pod.json.set(
            .array([term]),
            at: [
                "spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms",
            ])
        return pod
    }

    func isUpdated(_ pod: PodSummary, hash: String) -> Bool {
        if pod.record.label(Self.hashLabel) == hash { return true }
        return templateGeneration.map { pod.record.label(Self.generationLabel) == $0 } ?? false
    }
}

/// What every pod of a DaemonSet puts up with: it belongs to its node, whatever state that is in.
enum DaemonTolerations {
    private static let always: [(key: String, effect: String)] = [
        ("node.kubernetes.io/not-ready", "NoExecute"), ("node.kubernetes.io/unreachable", "NoExecute"),
        ("node.kubernetes.io/disk-pressure", "NoSchedule"), ("node.kubernetes.io/memory-pressure", "NoSchedule"),
        ("node.kubernetes.io/pid-pressure", "NoSchedule"), ("node.kubernetes.io/unschedulable", "NoSchedule"),
    ]

    /// A toleration of the same taint that is there already is replaced: it might hold for a limited time.
    static func added(to spec: PodSpec) -> [Toleration] {
        var tolerations = spec.tolerations
        for (key, effect) in always + (spec.hostNetwork ? [("node.kubernetes.io/network-unavailable", "NoSchedule")] : []) {
            let wished = Toleration(["key": .string(key), "operator": "Exists", "effect": .string(effect)])
            tolerations.removeAll { $0.key == key && $0.effect == effect && $0.operator == "Exists" }
            tolerations.append(wished)
        }
        return tolerations
    }
}

extension Affinity {
    /// The one node that required terms name, as those of DaemonSets' pods do.
    var onlyNode: String? {
        for term in nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [] {
            for field in term.matchFields where field.key == "metadata.name" && field.operator == "In" && field.values.count == 1 {
                return field.values[0]
            }
        }
        return nil
    }
}

/// Whether a DaemonSet's pod belongs on a node: decided from the template and the node alone.
struct DaemonFit: Sendable, Equatable {
    var shouldRun: Bool
    /// A pod that is there already may stay, though none would be made.
    var mayStay: Bool

    private static let no = DaemonFit(shouldRun: false, mayStay: false)

    init(shouldRun: Bool, mayStay: Bool) {
        self.shouldRun = shouldRun
        self.mayStay = mayStay
    }

    init(_ template: PodTemplateSpec, on node: Node) {
        let spec = template.spec
        guard spec.nodeName.isEmpty || spec.nodeName == node.name, Self.isSelected(node, spec) else {
            self = Self.no
            return
        }
        let tolerations = DaemonTolerations.added(to: spec)
        let untolerated = node.spec.taints.filter { taint in !tolerations.contains { $0.tolerates(taint) } }
        shouldRun = !untolerated.contains { $0.effect == "NoSchedule" || $0.effect == "NoExecute" }
        mayStay = !untolerated.contains { $0.effect == "NoExecute" }
    }

    private static func isSelected(_ node: Node, _ spec: PodSpec) -> Bool {
        let labels = node.metadata.labels
        guard spec.nodeSelector.allSatisfy({ labels[$0.key] == $0.value }) else { return false }
        guard let required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution else { return true }
        return required.matches(nodeName: node.name, labels: labels)
    }
}
