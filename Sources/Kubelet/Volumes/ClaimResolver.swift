import Client
import Document
import Resources

/// Finds the volumes that a pod's claims are bound to, and says what keeps one from being used.
struct ClaimResolver {
    let client: any APIClient
    let nodeName: String
    let nodeLabels: [String: String]

    /// The volumes, by their names in the pod.
    /// - Parameter isNew: nothing of the pod has run here yet, so that a claim on its way out may still be refused.
    func resolve(_ pod: Pod, isNew: Bool) async throws -> [String: PersistentVolume] {
        var found: [String: PersistentVolume] = [:]
        for use in pod.claims { found[use.volume] = try await resolve(use, pod, isNew) }
        return found
    }

    private func resolve(_ use: PodClaim, _ pod: Pod, _ isNew: Bool) async throws -> PersistentVolume {
        let key = "\(pod.namespace)/\(use.claimName)"
        func failure(_ reason: String) -> MountFailure {
            MountFailure(volume: use.volume, reason: reason, text: "error processing PVC \(key): \(reason)")
        }
        guard
            let claim = try await read({ try await client.find(PersistentVolumeClaim.self, namespace: pod.namespace, name: use.claimName) })
        else { throw failure("failed to fetch PVC from API server: persistentvolumeclaims \"\(use.claimName)\" not found") }
        if use.isEphemeral, claim.metadata.controllerOwner?.uid != pod.uid {
            throw failure("PVC \(key) was not created for pod \(pod.key) (pod is not owner)")
        }
        if isNew, claim.isBeingDeleted { throw failure("can't start pod because PVC \(key) is being deleted") }
        guard claim.status.phase == "Bound", !claim.spec.volumeName.isEmpty else { throw failure("PVC is not bound") }
        guard let volume = try await read({ try await client.find(PersistentVolume.self, name: claim.spec.volumeName) }) else {
            throw failure(
                "failed to fetch PV \"\(claim.spec.volumeName)\" from API server: persistentvolumes \"\(claim.spec.volumeName)\" not found")
        }
        if volume.spec.claimRef?.uid != claim.uid {
            throw failure(
                "PV \"\(volume.name)\" spec.claimRef.uid \(volume.spec.claimRef?.uid ?? "") does not point to PVC UID \(claim.uid)")
        }
        if !volume.isReachable(nodeName: nodeName, labels: nodeLabels) {
            throw MountFailure(
                volume: volume.name, reason: "",
                text: "MountVolume.NodeAffinity check failed for volume \"\(volume.name)\" : no matching NodeSelectorTerms")
        }
        try checkUse(of: use.volume, mode: volume.mode, by: pod)
        return volume
    }

    /// Containers mount file systems, and get block devices as devices; not the other way round.
    private func checkUse(of name: String, mode: String, by pod: Pod) throws {
        let wrong = mode == "Block" ? "volumeMounts" : "volumeDevices"
        let containers = pod.spec.initContainers + pod.spec.containers + pod.spec.ephemeralContainers
        guard containers.contains(where: { ($0.json[wrong].array ?? []).contains { $0["name"].string == name } }) else { return }
        let reason = "volume \(name) has volumeMode \(mode), but is specified in \(wrong)"
        throw MountFailure(volume: name, reason: reason, text: reason)
    }

    /// A node may read only what its pods refer to; the server may not have heard of the binding yet.
    private func read<R>(_ body: () async throws -> R?) async throws -> R? {
        do {
            return try await body()
        } catch let error as APIError where error.code == 403 {
            return nil
        }
    }
}

extension PersistentVolume {
    /// The one source as a volume of a pod has it, where there is such a kind.
    func source(named name: String) -> Volume {
        let own: Set = [
            "capacity", "accessModes", "claimRef", "persistentVolumeReclaimPolicy", "storageClassName", "volumeMode", "mountOptions",
            "nodeAffinity", "volumeAttributesClassName", "local",
        ]
        var json: JSON = ["name": .string(name)]
        for (key, value) in spec.json.object ?? JSONObject() where !own.contains(key) { json[key] = value }
        return Volume(json)
    }
}
