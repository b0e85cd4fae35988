package import Resources

/// Which pods belong to an owner: those it controls and selects; orphans it selects are adopted, pods it controls but no longer
/// selects are released.
package struct PodClaims: Sendable {
    package var owned: [Pod] = []
    package var adopt: [Pod] = []
    package var release: [Pod] = []

    package init<Owner: Resource>(owner: Owner, selector: LabelSelector, pods: [Pod]) {
        for pod in pods {
            let controller = pod.metadata.controllerOwner
            let matches = selector.matches(pod.labels)
            if let controller {
                guard controller.uid == owner.uid else { continue }
                if matches {
                    owned.append(pod)
                } else if !owner.isBeingDeleted {
                    release.append(pod)
                }
            } else if matches, !owner.isBeingDeleted, !pod.isBeingDeleted, !pod.isFinished {
                adopt.append(pod)
            }
        }
    }
}
