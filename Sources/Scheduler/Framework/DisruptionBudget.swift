import Resources

/// How many pods of a kind may leave by somebody's wish, as the scheduler has to know it. Preemption keeps to it where it can, and goes
/// over it where nothing else makes room, as upstream's does.
package struct DisruptionBudget: Sendable {
    let namespace: String
    let selector: LabelSelector
    let allowed: Int
    /// Names of pods that are on their way out and have been counted already.
    let disrupted: Set<String>

    package init(_ budget: PodDisruptionBudget) {
        namespace = budget.namespace
        selector = budget.spec.labelSelector
        allowed = budget.status.disruptionsAllowed
        disrupted = Set(budget.status.disruptedPods.keys)
    }

    /// A selector without requirements protects nothing here, other than in evictions.
    func protects(_ pod: PodInfo) -> Bool {
        pod.key.namespace == namespace && !pod.labels.isEmpty && !selector.isEverything && selector.matches(pod.labels)
            && !disrupted.contains(pod.key.name)
    }

    /// Those of `pods` whose leaving, in this order, would go over a budget, and those whose would not.
    static func divide(_ pods: [PodInfo], _ budgets: [DisruptionBudget]) -> (protected: [PodInfo], others: [PodInfo]) {
        if budgets.isEmpty { return ([], pods) }
        var left = budgets.map(\.allowed)
        var protected: [PodInfo] = []
        var others: [PodInfo] = []
        for pod in pods {
            var violates = false
            for (index, budget) in budgets.enumerated() where budget.protects(pod) {
                left[index] -= 1
                if left[index] < 0 { violates = true }
            }
            if violates { protected.append(pod) } else { others.append(pod) }
        }
        return (protected, others)
    }
}
