import Client
import Document
import Resources

/// Carries out what a placement means for the pod's claims, and waits until they are bound. Upstream's extension point `PreBind`.
struct VolumeClaimer: Sendable {
    /// How long volumes may take to be made and bound.
    static let timeout: Duration = .seconds(600)
    /// How often the claims are looked at meanwhile.
    static let period: Duration = .milliseconds(25)

    struct Failure: Error, Sendable, CustomStringConvertible {
        let description: String
    }

    let client: any APIClient
    let volumes: VolumeListers
    let time: TimeSource

    func carryOut(_ plan: VolumePlan, on node: String) async throws {
        for pairing in plan.pairings where pairing.volume.spec.claimRef?.uid != pairing.claim.uid {
            var volume = pairing.volume
            if volume.spec.claimRef == nil { volume.metadata.annotations[VolumeMatching.boundByController] = "yes" }
            volume.spec.claimRef = pairing.claim.reference
            try await client.update(volume)
        }
        for claim in plan.provisioned where claim.annotations[VolumeMatching.selectedNode] != node {
            try await client.patch(
                PersistentVolumeClaim.self, namespace: claim.namespace, name: claim.name,
                .merge(["metadata": ["annotations": [VolumeMatching.selectedNode: .string(node)]]]))
        }
        let claims = plan.pairings.map(\.claim) + plan.provisioned
        let end = time.now() + Self.timeout
        while try !areBound(claims) {
            if time.now() >= end { throw Failure(description: "context deadline exceeded") }
            try await time.sleep(Self.period)
        }
    }

    private func areBound(_ claims: [PersistentVolumeClaim]) throws -> Bool {
        try claims.allSatisfy { known in
            guard let claim = volumes.claim(known.key), claim.uid == known.uid, !claim.isBeingDeleted else {
                throw Failure(description: "PVC \(known.key) was deleted")
            }
            return claim.isFullyBound
        }
    }
}
