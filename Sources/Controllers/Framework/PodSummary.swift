internal import Document
package import Resources

/// What controllers look at in one version of a pod, read out of its document once. Everything else is read from the record when needed.
package final class PodSummary: Sendable {
    /// The object that manages a pod.
    package struct Owner: Sendable, Hashable {
        package let uid: String
        package let kind: String
        package let name: String
    }

    /// A container port that services may point at by its name.
    package struct NamedPort: Sendable, Hashable {
        package let name: String
        package let number: Int
        package let proto: String
    }

    package enum Phase: Int, Sendable, Hashable {
        // In the order in which ending them does less harm.
        case pending, unknown, running, succeeded, failed

        init(_ text: String) {
            switch text {
            case Pod.Phase.running: self = .running
            case Pod.Phase.succeeded: self = .succeeded
            case Pod.Phase.failed: self = .failed
            case Pod.Phase.unknown: self = .unknown
            default: self = .pending
            }
        }
    }

    package let record: ObjectRecord
    package let owner: Owner?
    package let isBeingDeleted: Bool
    package let phase: Phase
    package let isReady: Bool
    /// When it became ready, in seconds; nil when it is not.
    package let readySince: Int64?
    /// Whether it has been told that it is about to be ended (condition `DisruptionTarget`).
    package let isDisruptionTarget: Bool
    package let nodeName: String
    package let address: String
    package let restarts: Int
    /// `controller.kubernetes.io/pod-deletion-cost`.
    package let deletionCost: Int
    /// In seconds.
    package let created: Int64?
    private let facts: SpecFacts
    /// The node it is meant for: the one it is bound to, or the only one its affinity allows, as for pods of DaemonSets.
    package let targetNode: String
    /// What a job has to know of it; nil for pods of others.
    package let job: JobPodFacts?

    /// What pods of one template have in common.
    private final class SpecFacts: Sendable {
        let hostname: String
        let subdomain: String
        let namedPorts: [NamedPort]

        init(_ spec: PodSpec) {
            hostname = spec.hostname
            subdomain = spec.subdomain
            // Init containers that are restarted always run beside the others.
            let running = spec.containers + spec.initContainers.filter { $0.restartPolicy == "Always" }
            namedPorts = running.flatMap(\.ports).filter { !$0.name.isEmpty }
                .map { NamedPort(name: $0.name, number: $0.containerPort, proto: $0.protocol.isEmpty ? "TCP" : $0.protocol) }
        }
    }

    private static let knownFacts = IdentityMemo<SpecFacts>()

    package static let deletionCostAnnotation = "controller.kubernetes.io/pod-deletion-cost"

    package init(_ record: ObjectRecord) {
        self.record = record
        let pod = record.view(Pod.self)
        let (metadata, spec, status) = (pod.metadata, pod.spec, pod.status)
        owner = metadata.controllerOwner.map { Owner(uid: $0.uid, kind: $0.kind, name: $0.name) }
        isBeingDeleted = pod.isBeingDeleted
        phase = Phase(status.phase)
        let ready = status.conditions[type: "Ready"].flatMap { $0.isTrue ? $0 : nil }
        isReady = ready != nil
        readySince = ready?.lastTransitionTime?.seconds
        isDisruptionTarget = status.conditions.isTrue("DisruptionTarget")
        nodeName = spec.nodeName
        address = status.podIP
        restarts = status.containerStatuses.reduce(0) { $0 + $1.restartCount }
        deletionCost = pod.json["metadata"]["annotations"][Self.deletionCostAnnotation].string.flatMap { Int($0) } ?? 0
        created = metadata.creationTimestamp?.seconds
        facts = Self.knownFacts.value(of: spec.json) { SpecFacts(spec) }
        targetNode = nodeName.isEmpty && owner?.kind == "DaemonSet" ? spec.affinity?.onlyNode ?? "" : nodeName
        job = JobPodFacts(pod, isOwned: owner?.kind == "Job")
    }

    package convenience init(_ pod: Pod) { self.init(ObjectRecord(document: pod.json)) }

    package var hostname: String { facts.hostname }
    package var subdomain: String { facts.subdomain }
    package var namedPorts: [NamedPort] { facts.namedPorts }

    package var key: ObjectKey { record.key }
    package var uid: String { record.uid }
    package var pod: Pod { record.view(Pod.self) }

    package var isFinished: Bool { phase == .succeeded || phase == .failed }
    /// Counts as a replica: neither finished nor on its way out.
    package var isActive: Bool { !isFinished && !isBeingDeleted }

    /// Whether it has been ready for `minReadySeconds`.
    package func isAvailable(minReadySeconds: Int, now: Timestamp) -> Bool {
        isReady && secondsUntilAvailable(minReadySeconds: minReadySeconds, now: now) == nil && (minReadySeconds == 0 || readySince != nil)
    }

    /// Seconds until a ready pod counts as available; nil when it does already, or is not ready.
    package func secondsUntilAvailable(minReadySeconds: Int, now: Timestamp) -> Int? {
        guard minReadySeconds > 0, let readySince else { return nil }
        let left = Int64(minReadySeconds) - (now.seconds - readySince)
        return left > 0 ? Int(left) : nil
    }

    /// How events and endpoints point at it.
    package var reference: ObjectReference {
        var reference = ObjectReference(kind: "Pod", name: key.name, namespace: key.namespace, uid: uid)
        reference.apiVersion = "v1"
        return reference
    }
}
