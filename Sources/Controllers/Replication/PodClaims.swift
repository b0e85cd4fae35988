package import Resources

/// Which pods belong to an owner: those it controls and selects; orphans it selects are adopted, pods it controls but no longer
/// selects are released. Pods that have ended, or are about to, stay as they are.
package struct PodClaims: Sendable {
    package var owned: [PodSummary] = []
    package var adopt: [PodSummary] = []
    package var release: [PodSummary] = []
    /// Pods that it controls and selects and that are on their way out.
    package var terminating = 0

    private init() {}

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

    /// Pods in every state, for owners to whom those that have ended mean something too.
    /// - Parameter isMember: what else a pod has to be to belong here, such as having a name that fits.
    package static func inEveryState(
        selector: LabelSelector, isBeingDeleted: Bool, controlled: [PodSummary], orphans: [PodSummary],
        isMember: @escaping (PodSummary) -> Bool = { _ in true }
    ) -> PodClaims {
        let belongs = { (pod: PodSummary) in selector.matches(pod.record.labels) && isMember(pod) }
        var claims = PodClaims()
        claims.owned = controlled.filter(belongs)
        claims.terminating = claims.owned.count { $0.isBeingDeleted && !$0.isFinished }
        if !isBeingDeleted {
            claims.release = controlled.filter { !belongs($0) }
            claims.adopt = orphans.filter { !$0.isBeingDeleted && belongs($0) }
        }
        return claims
    }
}
