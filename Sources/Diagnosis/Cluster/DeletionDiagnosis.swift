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
        return Diagnosis(
            .deleting, subject, "it is being deleted and has \(grace) seconds to end",
            evidence: ["until \(object.json["metadata", "deletionTimestamp"].string ?? "")"],
            fix: "wait; a program that ends on SIGTERM is gone sooner")
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
