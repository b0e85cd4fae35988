import Resources

/// Claims have to have volumes that the node reaches, or be able to get some there.
struct VolumeBindingPlugin: PodFilterPlugin, FilterPlugin {
    static let name = "VolumeBinding"
    static let rescueChanges: ClusterChanges = [.nodeAdded, .nodeChanged, .volumesChanged]
    let volumes: VolumeListers

    func refusal(of pod: PodInfo) -> String? { pod.claims.isEmpty ? nil : volumes.refusal(of: pod) }

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> FilterVerdict {
        guard !pod.claims.isEmpty else { return .fits }
        switch volumes.plan(pod, node) {
        case .success: return .fits
        case .failure(let conflict): return .unresolvable(conflict.rawValue)
        }
    }
}

/// A claim of mode ReadWriteOncePod is for one pod at a time.
struct VolumeRestrictions: FilterPlugin {
    static let name = "VolumeRestrictions"
    static let rescueChanges: ClusterChanges = [.podLeft, .volumesChanged]
    let volumes: VolumeListers

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> FilterVerdict {
        for use in pod.claims {
            let claim = volumes.claim(ObjectKey(namespace: pod.key.namespace, name: use.claimName))
            guard claim?.spec.accessModes.contains("ReadWriteOncePod") ?? false else { continue }
            let isTaken = node.pods.values.contains { other in
                other.uid != pod.uid && other.key.namespace == pod.key.namespace && other.claims.contains { $0.claimName == use.claimName }
            }
            if isTaken {
                return .unschedulable(["node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode"])
            }
        }
        return .fits
    }
}

extension PluginSet {
    /// This set with the plugins that look at volumes.
    func adding(_ volumes: VolumeListers) -> PluginSet {
        var set = self
        let binding = VolumeBindingPlugin(volumes: volumes)
        set.podFilters.append(binding)
        set.filters += [VolumeRestrictions(volumes: volumes), binding] as [any FilterPlugin]
        return set
    }
}
