import Document
import Resources

/// What plugins have to know of the cluster besides nodes and pods.
package struct ClusterFacts: Sendable {
    package var namespaceLabels: @Sendable (String) -> [String: String]
    /// Asked for only when pods are to leave for another.
    package var budgets: @Sendable () -> [DisruptionBudget]

    package init(
        namespaceLabels: @escaping @Sendable (String) -> [String: String] = { _ in [:] },
        budgets: @escaping @Sendable () -> [DisruptionBudget] = { [] }
    ) {
        self.namespaceLabels = namespaceLabels
        self.budgets = budgets
    }
}

/// Which pods a rule of pod (anti-)affinity means, and how wide a domain is.
package struct AffinityTerm: Sendable {
    let topologyKey: String
    private let selector: LabelSelector
    private let namespaces: Set<String>
    private let namespaceSelector: LabelSelector

    init(_ term: PodAffinityTerm, of pod: Pod) {
        topologyKey = term.topologyKey
        selector = LabelSelector.reading(
            term.labelSelector, pod.metadata.labels, keys: term.matchLabelKeys, mismatched: term.mismatchLabelKeys)
        namespaceSelector = (try? LabelSelector(json: term.namespaceSelector)) ?? .nothing
        // A term that names no namespace means the pod's own.
        namespaces = Set(term.namespaces.isEmpty && term.namespaceSelector.isNull ? [pod.namespace] : term.namespaces)
    }

    func matches(_ pod: PodInfo, _ facts: ClusterFacts) -> Bool {
        guard selector.matches(pod.labels) else { return false }
        return namespaces.contains(pod.key.namespace) || namespaceSelector.matches(facts.namespaceLabels(pod.key.namespace))
    }
}

/// The rules of one pod about others.
package struct PodAffinities: Sendable {
    package struct Weighted: Sendable {
        let weight: Int
        let term: AffinityTerm
    }

    let required: [AffinityTerm]
    let requiredAnti: [AffinityTerm]
    let preferred: [Weighted]
    let preferredAnti: [Weighted]

    /// Nil for pods without such rules, which are most.
    init?(_ pod: Pod) {
        guard let affinity = pod.spec.affinity, affinity.podAffinity != nil || affinity.podAntiAffinity != nil else { return nil }
        let required = { (rules: PodAffinity?) in
            (rules?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map { AffinityTerm($0, of: pod) }
        }
        let preferred = { (rules: PodAffinity?) in
            (rules?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map {
                Weighted(weight: $0.weight, term: AffinityTerm($0.podAffinityTerm, of: pod))
            }
        }
        self.required = required(affinity.podAffinity)
        requiredAnti = required(affinity.podAntiAffinity)
        self.preferred = preferred(affinity.podAffinity)
        preferredAnti = preferred(affinity.podAntiAffinity)
    }
}

/// How evenly pods like this one are to be spread.
package struct SpreadConstraint: Sendable {
    let topologyKey: String
    let maxSkew: Int
    let minDomains: Int
    let isRequired: Bool
    let honorsAffinity: Bool
    let honorsTaints: Bool
    let selector: LabelSelector

    init(_ constraint: TopologySpreadConstraint, of pod: Pod) {
        topologyKey = constraint.topologyKey
        maxSkew = constraint.maxSkew
        minDomains = constraint.minDomains ?? 1
        isRequired = constraint.whenUnsatisfiable != "ScheduleAnyway"
        honorsAffinity = constraint.nodeAffinityPolicy != "Ignore"
        honorsTaints = constraint.nodeTaintsPolicy == "Honor"
        selector = LabelSelector.reading(
            constraint.labelSelector, pod.metadata.labels, keys: constraint.matchLabelKeys, mismatched: [])
    }
}

extension LabelSelector {
    /// A selector together with keys of which the pod's own values have to match, or must not.
    fileprivate static func reading(_ json: JSON, _ labels: [String: String], keys: [String], mismatched: [String]) -> LabelSelector {
        guard let selector = try? LabelSelector(json: json) else { return .nothing }
        let more =
            keys.compactMap { key in labels[key].map { Requirement(key: key, operator: .in, values: [$0]) } }
            + mismatched.compactMap { key in labels[key].map { Requirement(key: key, operator: .notIn, values: [$0]) } }
        return more.isEmpty || json.isNull ? selector : LabelSelector(requirements: selector.requirements + more)
    }
}
