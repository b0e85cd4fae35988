internal import Client
internal import Document
internal import Resources

/// Makes the claims of a StatefulSet's pods and hands them to their owners.
struct StatefulClaims: Sendable {
    let context: ControllerContext
    private let written = WrittenRevisions()

    init(context: ControllerContext) { self.context = context }

    func isCovered(_ key: ObjectKey, by revision: UInt64) -> Bool { written.isCovered(key, by: revision, now: context.now()) }

    /// Makes the claims of one pod that are missing; false when one cannot be had now, which is told.
    func make(_ ordinal: Int, _ view: StatefulView) async throws -> Bool {
        let (set, pod) = (view.set, view.set.podName(ordinal))
        for claim in set.claims(ordinal) {
            if let known = view.claims[claim.name] {
                guard known.isBeingDeleted else { continue }
                let why = "pvc \(claim.name) is being deleted"
                context.events.record(
                    set, .warning, reason: "FailedCreate", message: PodWords.statefulFailed("Create", pod, set.name, why))
                return false
            }
            do {
                var wished = claim
                if set.spec.deletesClaimsWhenDeleted { wished.metadata.ownerReferences = [set.controllerReference] }
                written.note(set.key, try await context.client.create(wished).resourceVersion, now: context.now())
                context.events.record(
                    set, .normal, reason: "SuccessfulCreate",
                    message: "Create Claim \(claim.name) Pod \(pod) in StatefulSet \(set.name) success")
            } catch let error as APIError {
                if error.isAlreadyExists { continue }
                context.events.record(
                    set, .warning, reason: "FailedCreate",
                    message: "Create Claim \(claim.name) for Pod \(pod) in StatefulSet \(set.name) failed error: \(error.message)")
                let why = "failed to create PVC \(claim.name): \(error.message)"
                context.events.record(
                    set, .warning, reason: "FailedCreate", message: PodWords.statefulFailed("Create", pod, set.name, why))
                return false
            }
        }
        return true
    }

    /// Gives a pod's claims the owners that the retention policy wishes.
    func settleOwners(_ ordinal: Int, _ pod: PodSummary, _ view: StatefulView) async throws {
        for claim in view.set.claims(ordinal) {
            guard var known = view.claims[claim.name] else { continue }
            let verdict = ClaimRetention.verdict(known, view.set, pod: pod)
            if verdict.isForeign {
                context.events.record(
                    view.set, .warning, reason: "ConflictingController",
                    message: "PersistentVolumeClaim \(claim.name) has a conflicting OwnerReference that acts as a manging controller, "
                        + "the retention policy is ignored for this claim")
            }
            guard let owners = verdict.owners else { continue }
            known.metadata.ownerReferences = owners
            written.note(view.set.key, try await context.client.update(known).resourceVersion, now: context.now())
        }
    }
}
