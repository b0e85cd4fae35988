internal import Document
internal import Resources

/// What holds an object that is being deleted.
enum DeletionDiagnosis {
    /// Nil when nothing tells that it is held.
    static func diagnose(_ object: AnyResource, _ world: Surroundings) -> Diagnosis? {
        let kind = world.type.kind
        let subject = kind.lowercased() + "/" + object.metadata.name
        let conditions = (object.json["status", "conditions"].array ?? []).map { Condition($0) }
        if kind == "Namespace" { return namespace(object, conditions, subject) }
        let finalizers = object.metadata.finalizers
        if let finalizer = finalizers.first { return held(object, by: finalizer, all: finalizers, subject, world) }
        guard kind == "Pod" else { return nil }
        let grace = object.metadata.deletionGracePeriodSeconds ?? 0
        let name = object.json["spec", "nodeName"].string ?? ""
        if let node = world.find(Node.self, name), !node.isReady {
            return Diagnosis(
                .deleting, subject, "it is deleted, but its node \(name) is not ready, so nobody can say that it has ended",
                fix:
                    "bring the node back (coxswain why node/\(name)), or give the pod up: "
                    + "kubectl -n \(object.metadata.namespace) delete pod \(object.metadata.name) --force"
            )
        }
        return ending(Pod(object.json), grace, subject, world)
    }

    /// Seconds after which a program that is still there has not heard SIGTERM, or takes its time.
    private static let promptSeconds = 3.0

    private static func ending(_ pod: Pod, _ grace: Int, _ subject: String, _ world: Surroundings) -> Diagnosis {
        let end = pod.metadata.deletionTimestamp ?? world.now
        let waited = world.now.secondsSince(end) + Double(grace)
        let running = pod.status.containerStatuses.filter { $0.state.running != nil }.map(\.name)
        let until = ["until \(end)"]
        guard waited >= promptSeconds, !running.isEmpty else {
            return Diagnosis(
                .deleting, subject, "it is being deleted and has \(grace) seconds to end", evidence: until,
                fix: "wait; a program that ends on SIGTERM is gone sooner")
        }
        let who = (running.count == 1 ? "container " : "containers ") + running.few()
        let hook = pod.spec.containers.contains { running.contains($0.name) && !$0.json["lifecycle", "preStop"].isNull }
        let left = Int(-world.now.secondsSince(end))
        return Diagnosis(
            .deleting, subject,
            "it was told to end \(Int(waited)) seconds ago, but \(who) \(running.count == 1 ? "runs" : "run") on: "
                + (hook ? "the preStop hook takes its time, or SIGTERM is ignored" : "SIGTERM is ignored")
                + (left > 0 ? "; SIGKILL follows in \(left) seconds" : "; its time is over"),
            evidence: until,
            fix: "have the program end on SIGTERM: as process 1 it has to handle it, and a shell does not pass it on (use exec); "
                + "or give it less time: terminationGracePeriodSeconds, kubectl delete --grace-period")
    }

    private static func namespace(_ object: AnyResource, _ conditions: [Condition], _ subject: String) -> Diagnosis {
        let name = object.metadata.name
        let telling = [
            "NamespaceDeletionDiscoveryFailure", "NamespaceDeletionGroupVersionParsingFailure", "NamespaceDeletionContentFailure",
        ]
        for type in telling {
            if let condition = conditions[type: type], condition.isTrue {
                return Diagnosis(
                    .namespaceContent, subject, "it is terminating, but its content cannot be deleted", evidence: [condition.message],
                    fix: type == telling[0] ? "an APIService does not answer: kubectl get apiservices" : "")
            }
        }
        let finalizers = conditions[type: "NamespaceFinalizersRemaining"].flatMap { $0.isTrue ? $0 : nil }
        let content = conditions[type: "NamespaceContentRemaining"].flatMap { $0.isTrue ? $0 : nil }
        if let finalizers {
            return Diagnosis(
                .namespaceContent, subject, "it is terminating, but objects in it are held by finalizers",
                evidence: [content?.message ?? "", finalizers.message],
                fix: "find them and run coxswain why on each; the component that set a finalizer has to take it away")
        }
        if let content {
            return Diagnosis(
                .namespaceContent, subject, "it is terminating, and objects in it are not gone yet", evidence: [content.message],
                fix: "wait for pods to end; see what is left: kubectl -n \(name) get all")
        }
        let left = object.json["spec", "finalizers"].strings + object.metadata.finalizers
        if let own = left.first(where: { $0 != "kubernetes" }) {
            return Diagnosis(
                .finalizer, subject, "it is empty, but held by the finalizer \(own)", fix: "the component that set it has to take it away")
        }
        return Diagnosis(.deleting, subject, "it is terminating; its content is being deleted")
    }

    private static func held(_ object: AnyResource, by finalizer: String, all: [String], _ subject: String, _ world: Surroundings)
        -> Diagnosis
    {
        let place = object.metadata.namespace.isEmpty ? "" : " -n " + object.metadata.namespace
        switch finalizer {
        case "kubernetes.io/pvc-protection":
            let users = world.pods(in: object.metadata.namespace).filter {
                !$0.isFinished && $0.claims.contains { $0.claimName == object.metadata.name }
            }
            return Diagnosis(
                .finalizer, subject, "it is deleted as soon as no pod uses it any more", evidence: users.map { "used by pod/\($0.name)" },
                fix: users.isEmpty ? "" : "delete those pods, or what makes them")
        case "kubernetes.io/pv-protection":
            return Diagnosis(.finalizer, subject, "it is deleted as soon as its claim is gone", fix: "delete the claim that it is bound to")
        case "foregroundDeletion", "orphan":
            return Diagnosis(
                .finalizer, subject,
                finalizer == "orphan"
                    ? "its dependents are being set free first" : "it is deleted after its dependents, which are still there",
                fix: finalizer == "orphan" ? "" : "see what holds them: coxswain why on its pods")
        default:
            return Diagnosis(
                .finalizer, subject, "it is deleted, but held by the finalizer \(finalizer)",
                evidence: all.count > 1 ? ["all of them: \(all.few(5))"] : [],
                fix: "the component that set it has to run and take it away; when it is gone for good: "
                    + "kubectl patch \(subject)\(place) --type=merge -p '{\"metadata\":{\"finalizers\":null}}'")
        }
    }
}
