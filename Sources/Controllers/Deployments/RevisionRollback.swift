internal import Client
internal import Document
internal import Resources

/// What becomes of the wish to go back to an earlier revision: the annotation that stands for `rollbackTo` of the versions before
/// apps/v1 (`kubectl rollout undo` itself writes the old template).
struct RevisionRollback: Sendable {
    enum Verdict: Sendable {
        /// The deployment with the revision's template.
        case back(Deployment, revision: Int)
        /// The deployment without the wish, and why nothing else changes.
        case refused(Deployment, reason: String, message: String)
    }

    /// - Parameter sets: the deployment's ReplicaSets.
    /// - Returns: nil when nobody wishes to go back.
    static func decide(_ deployment: Deployment, sets: [ReplicaSet]) -> Verdict? {
        guard let wanted = deployment.annotations[DeploymentAnnotations.deprecatedRollback].flatMap({ Int($0) }) else { return nil }
        var changed = deployment
        changed.metadata.annotations[DeploymentAnnotations.deprecatedRollback] = nil
        let byRevision = sets.map { (revision(of: $0), $0) }.sorted { $0.0 > $1.0 }
        // 0 is the one before the newest.
        let target = wanted == 0 ? (byRevision.count > 1 ? byRevision[1].0 : 0) : wanted
        if target == 0 { return .refused(changed, reason: notFound, message: "Unable to find last revision.") }
        guard let set = byRevision.first(where: { $0.0 == target })?.1 else {
            return .refused(changed, reason: notFound, message: "Unable to find the revision to rollback to.")
        }
        let template = PodTemplateHash.withoutLabel(set.spec.template.json)
        if template == PodTemplateHash.withoutLabel(deployment.spec.template.json) {
            return .refused(
                changed, reason: "DeploymentRollbackTemplateUnchanged",
                message: "The rollback revision contains the same template as current deployment \(deployment.name.goQuoted)")
        }
        changed.json["spec"]["template"] = template
        changed.metadata.annotations = annotations(changed, set)
        return .back(changed, revision: target)
    }

    private static let notFound = "DeploymentRollbackRevisionNotFound"

    private static func revision(of set: ReplicaSet) -> Int { set.annotations[DeploymentAnnotations.revision].flatMap { Int($0) } ?? 0 }

    /// Those of the revision (its change cause among them); what belongs to the deployment alone stays.
    private static func annotations(_ deployment: Deployment, _ set: ReplicaSet) -> [String: String] {
        let kept = deployment.annotations.filter { DeploymentAnnotations.notHandedOn.contains($0.key) }
        return kept.merging(set.annotations.filter { !DeploymentAnnotations.notHandedOn.contains($0.key) }) { mine, _ in mine }
    }
}

extension DeploymentWriter {
    /// Goes back to the revision somebody wished for; true when there was such a wish.
    func rollBack(_ deployment: Deployment, sets: [ReplicaSet]) async throws -> Bool {
        switch RevisionRollback.decide(deployment, sets: sets) {
        case nil: return false
        case .back(let changed, let revision):
            try await context.client.update(changed)
            context.events.record(
                deployment.reference, .normal, reason: "DeploymentRollback",
                message: "Rolled back deployment \(deployment.name.goQuoted) to revision \(revision)")
        case .refused(let changed, let reason, let message):
            context.events.record(deployment.reference, .warning, reason: reason, message: message)
            try await context.client.update(changed)
        }
        return true
    }
}
