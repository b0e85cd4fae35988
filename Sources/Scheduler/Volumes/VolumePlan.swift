import Document
import Resources

/// What has to happen to a pod's claims before it can run on a node.
package struct VolumePlan: Sendable, Equatable {
    package struct Pairing: Sendable, Equatable {
        package var claim: PersistentVolumeClaim
        package var volume: PersistentVolume
    }
    /// Free volumes that claims get.
    package var pairings: [Pairing] = []
    /// Claims whose volumes are made once the node is known.
    package var provisioned: [PersistentVolumeClaim] = []

    package var isDone: Bool { pairings.isEmpty && provisioned.isEmpty }

    /// Why a pod's volumes rule a node out, in upstream's words.
    package enum Conflict: String, Error, Sendable {
        case nodeAffinity = "node(s) didn't match PersistentVolume's node affinity"
        case noVolume = "node(s) didn't find available persistent volumes to bind"
        case missing = "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)"
    }
}

extension VolumeListers {
    /// What keeps a pod from every node; nil when its claims are bound, or wait for it alone.
    package func refusal(of pod: PodInfo) -> String? {
        var isUnbound = false
        for use in pod.claims {
            guard let claim = claim(ObjectKey(namespace: pod.key.namespace, name: use.claimName)) else {
                return use.isEphemeral
                    ? "waiting for ephemeral volume controller to create the persistentvolumeclaim \"\(use.claimName)\""
                    : "persistentvolumeclaim \"\(use.claimName)\" not found"
            }
            if claim.status.phase == "Lost" {
                return "persistentvolumeclaim \"\(claim.name)\" bound to non-existent persistentvolume \"\(claim.spec.volumeName)\""
            }
            if claim.isBeingDeleted { return "persistentvolumeclaim \"\(claim.name)\" is being deleted" }
            if !claim.isFullyBound, !isDelayed(claim) { isUnbound = true }
        }
        return isUnbound ? "pod has unbound immediate PersistentVolumeClaims" : nil
    }

    /// A claim with a volume written into it is the binder's, whatever its class says.
    private func isDelayed(_ claim: PersistentVolumeClaim) -> Bool {
        claim.spec.volumeName.isEmpty && storageClass(claim.className)?.waitsForConsumer ?? false
    }

    package func plan(_ pod: PodInfo, _ node: NodeInfo) -> Result<VolumePlan, VolumePlan.Conflict> {
        var plan = VolumePlan()
        var taken: Set<String> = []
        let place = VolumeMatching.Place(nodeName: node.name, labels: node.labels)
        var unbound: [PersistentVolumeClaim] = []
        for use in pod.claims {
            guard let claim = claim(ObjectKey(namespace: pod.key.namespace, name: use.claimName)) else { return .failure(.noVolume) }
            guard claim.isFullyBound else {
                unbound.append(claim)
                continue
            }
            guard let volume = volume(claim.spec.volumeName) else { return .failure(.missing) }
            if !volume.isReachable(nodeName: node.name, labels: node.labels) { return .failure(.nodeAffinity) }
        }
        guard !unbound.isEmpty else { return .success(plan) }
        // The smallest first, so that it does not take the volume that only a larger one would have had to have.
        for claim in unbound.sorted(by: { ($0.requestedStorage, $0.name) < ($1.requestedStorage, $1.name) }) {
            if let chosen = claim.annotations[VolumeMatching.selectedNode] {
                if chosen != node.name { return .failure(.noVolume) }
                plan.provisioned.append(claim)
            } else if let volume = VolumeMatching.best(for: claim, among: volumes(), node: place, delayed: true, excluded: taken) {
                taken.insert(volume.name)
                plan.pairings.append(VolumePlan.Pairing(claim: claim, volume: volume))
            } else if canProvision(claim, node) {
                plan.provisioned.append(claim)
            } else {
                return .failure(.noVolume)
            }
        }
        return .success(plan)
    }

    private func canProvision(_ claim: PersistentVolumeClaim, _ node: NodeInfo) -> Bool {
        guard let storageClass = storageClass(claim.className), !storageClass.provisioner.isEmpty,
            storageClass.provisioner != "kubernetes.io/no-provisioner"
        else { return false }
        let topologies = storageClass.allowedTopologies
        return topologies.isEmpty
            || topologies.contains { term in
                (term["matchLabelExpressions"].array ?? []).allSatisfy { expression in
                    node.labels[expression["key"].string ?? ""].map(expression["values"].strings.contains) ?? false
                }
            }
    }
}
