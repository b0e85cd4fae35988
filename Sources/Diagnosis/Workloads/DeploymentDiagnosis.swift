internal import Resources

/// Why a Deployment does not get on: which ReplicaSet, and which of its pods.
enum DeploymentDiagnosis {
    private static let revision = "deployment.kubernetes.io/revision"

    static func diagnose(_ deployment: Deployment, _ world: Surroundings) -> [Diagnosis] {
        let subject = "deployment/" + deployment.name
        let status = deployment.status
        let wanted = deployment.spec.replicas ?? 1
        if status.observedGeneration < deployment.metadata.generation {
            return [
                Diagnosis(
                    .noController, subject, "its controller has not yet seen the latest change",
                    fix: "wait a moment; if it stays so: coxswain status")
            ]
        }
        let sets = world.all(ReplicaSet.self).filter { $0.metadata.controllerOwner?.uid == deployment.uid }
            .sorted { number($0) > number($1) }
        if status.updatedReplicas >= wanted, status.availableReplicas >= wanted, status.replicas == status.updatedReplicas {
            return [Diagnosis(.healthy, subject, "\(status.availableReplicas) of \(wanted) replicas are up to date and available")]
        }
        var head = Diagnosis(
            .progress, subject, "\(status.updatedReplicas) of \(wanted) replicas are up to date, \(status.availableReplicas) available")
        if deployment.spec.paused {
            head.cause = .paused
            head.reason += "; its rollout is paused"
            head.fix = "kubectl -n \(deployment.namespace) rollout resume deployment \(deployment.name)"
            return [head]
        }
        if let progressing = status.conditions[type: "Progressing"], progressing.reason == "ProgressDeadlineExceeded" {
            head.reason += "; it made no progress for \(deployment.spec.progressDeadlineSeconds ?? 600) seconds"
            if sets.count > 1 {
                head.fix = "go back while you look: kubectl -n \(deployment.namespace) rollout undo deployment \(deployment.name)"
            }
        }
        guard let newest = sets.first else {
            let failure = status.conditions[type: "Progressing"]
            head.evidence = [failure?.message ?? ""]
            return [head]
        }
        head.evidence.append(
            "the ReplicaSet \(newest.name) should have \(counted(newest.spec.replicas ?? 0, "pod")), \(newest.status.readyReplicas) ready")
        var rest = PodSetDiagnosis(newest.json, kind: "ReplicaSet", world).diagnoses.filter {
            $0.cause != .progress && $0.cause != .healthy
        }
        if rest.isEmpty {
            for old in sets.dropFirst() where old.status.replicas > 0 {
                head.evidence.append("the earlier ReplicaSet \(old.name) still has \(counted(old.status.replicas, "pod"))")
                rest += PodSetDiagnosis.worst(PodSetDiagnosis.pods(of: AnyResource(old.json), world), world)
            }
        }
        return [head] + rest
    }

    private static func number(_ set: ReplicaSet) -> Int { Int(set.annotations[revision] ?? "") ?? 0 }
}
