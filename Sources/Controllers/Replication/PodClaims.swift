package import Resources

/// Which pods belong to an owner: those it controls and selects; orphans it selects are adopted, pods it controls but no longer
/// selects are released. Pods that have ended, or are about to, stay as they are.
package struct PodClaims: Sendable {
    package var owned: [PodSummary] = []
    package var adopt: [PodSummary] = []
    package var release: [PodSummary] = []
    /// Pods that it controls and selects and that are on their way out.
    package var terminating = 0

    /// - Parameters:
    ///   - controlled: pods whose controller the owner is.
    ///   - orphans: pods of the owner's namespace that nobody controls.
    package init(selector: LabelSelector, isBeingDeleted: Bool, controlled: [PodSummary], orphans: [PodSummary]) {
        for pod in controlled {
            let matches = selector.matches(pod.record.labels)
            if pod.isActive {
                if matches { owned.append(pod) } else if !isBeingDeleted { release.append(pod) }
            } else if matches, pod.isBeingDeleted, !pod.isFinished {
                terminating += 1
            }
        }
        if !isBeingDeleted { adopt = orphans.filter { $0.isActive && selector.matches($0.record.labels) } }
    }
}
