internal import Document
internal import Resources

/// Why a ReplicaSet, ReplicationController, StatefulSet or DaemonSet has fewer ready pods than wished.
struct PodSetDiagnosis {
    let owner: AnyResource
    let world: Surroundings
    private let kind: String
    private var subject: String { kind.lowercased() + "/" + owner.metadata.name }

    init(_ object: JSON, kind: String? = nil, _ world: Surroundings) {
        owner = AnyResource(object)
        self.kind = kind ?? world.type.kind
        self.world = world
    }

    private var status: JSON { owner.json["status"] }
    private var wanted: Int { kind == "DaemonSet" ? status["desiredNumberScheduled"].int ?? 0 : owner.json["spec", "replicas"].int ?? 1 }
    private var ready: Int { status[kind == "DaemonSet" ? "numberReady" : "readyReplicas"].int ?? 0 }

    var diagnoses: [Diagnosis] {
        let seen = status["observedGeneration"].int
        if let seen, seen < owner.metadata.generation {
            return [
                Diagnosis(
                    .noController, subject, "its controller has not yet seen the latest change",
                    fix: "wait a moment; if it stays so: coxswain status")
            ]
        }
        let pods = Self.pods(of: owner, world)
        let refusal = Self.refusal(owner, kind, world)
        if let refusal, ready < wanted { return [refusal] }
        if ready >= wanted {
            if kind == "DaemonSet", wanted == 0 {
                return [
                    Diagnosis(
                        .selector, subject, "no node matches its node selector",
                        evidence: [owner.json["spec", "template", "spec"]["nodeSelector"].stringMap.selectorText],
                        fix: "label a node, or correct spec.template.spec.nodeSelector")
                ]
            }
            return [Diagnosis(.healthy, subject, "\(ready) of \(wanted) pods are ready")]
        }
        let head = Diagnosis(.progress, subject, "\(ready) of \(wanted) pods are ready")
        if pods.isEmpty {
            return [
                Diagnosis(
                    .noController, subject, "it has none of its \(wanted) pods",
                    fix: "its controller should make them within a second: coxswain status")
            ]
        }
        return [head] + Self.worst(pods, world)
    }

    static func pods(of owner: AnyResource, _ world: Surroundings) -> [Pod] {
        world.pods(in: owner.metadata.namespace).filter { $0.metadata.controllerOwner?.uid == owner.metadata.uid }.sorted {
            $0.name < $1.name
        }
    }

    /// Each different trouble of the pods once, with the number of pods that have it.
    static func worst(_ pods: [Pod], _ world: Surroundings) -> [Diagnosis] {
        var order: [Diagnosis.Cause] = []
        var groups: [Diagnosis.Cause: [Diagnosis]] = [:]
        for pod in pods where !pod.isBeingDeleted {
            let found = PodDiagnosis(pod, world).diagnosis
            if found.cause == .healthy || found.cause == .finished { continue }
            if groups[found.cause] == nil { order.append(found.cause) }
            groups[found.cause, default: []].append(found)
        }
        return order.compactMap { cause in
            guard let group = groups[cause], var first = group.first else { return nil }
            if group.count > 1 {
                first.evidence.append("the same with \(counted(group.count - 1, "other pod")): \(group.dropFirst().map(\.subject).few())")
            }
            return first
        }
    }

    /// The API server's refusal of its pods: a quota, or admission.
    static func refusal(_ set: AnyResource, _ kind: String, _ world: Surroundings) -> Diagnosis? {
        let condition = (set.json["status", "conditions"].array ?? []).map { Condition($0) }[type: "ReplicaFailure"].flatMap {
            $0.isTrue ? $0.message : nil
        }
        let event = world.events(of: kind, set.metadata.name, namespace: set.metadata.namespace).first
        let message = condition ?? (event?.reason == "FailedCreate" ? event?.message : nil)
        guard let message else { return nil }
        let subject = kind.lowercased() + "/" + set.metadata.name
        let namespace = set.metadata.namespace
        if message.contains("exceeded quota") || message.contains("failed quota") {
            return Diagnosis(
                .quota, subject, "its pods are refused by a quota of the namespace \(namespace)", evidence: [message],
                fix: message.contains("must specify")
                    ? "give the containers the requests or limits that the quota asks for, or set defaults with a LimitRange"
                    : "raise the quota or need less: kubectl -n \(namespace) describe resourcequota")
        }
        if message.contains("serviceaccount"), message.contains("not found") {
            return Diagnosis(
                .refused, subject, "its pods name a service account that does not exist", evidence: [message],
                fix: "kubectl -n \(namespace) create serviceaccount …")
        }
        return Diagnosis(
            .refused, subject, "its pods are refused", evidence: [message], fix: "correct what the message names in spec.template")
    }
}
