// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// Where a pod is drawn to and kept away from.
package struct Affinity: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var nodeAffinity: NodeAffinity? { get { self["nodeAffinity"] } set { self["nodeAffinity"] = newValue } }
    package var podAffinity: PodAffinity? { get { self["podAffinity"] } set { self["podAffinity"] = newValue } }
    package var podAntiAffinity: PodAffinity? { get { self["podAntiAffinity"] } set { self["podAntiAffinity"] = newValue } }
}

/// Rules over the labels of nodes.
package struct NodeAffinity: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var requiredDuringSchedulingIgnoredDuringExecution: NodeSelector? {
        get { self["requiredDuringSchedulingIgnoredDuringExecution"] }
        set { self["requiredDuringSchedulingIgnoredDuringExecution"] = newValue }
    }
    package var preferredDuringSchedulingIgnoredDuringExecution: [PreferredSchedulingTerm] {
        get { self["preferredDuringSchedulingIgnoredDuringExecution"] }
        set { self["preferredDuringSchedulingIgnoredDuringExecution"] = newValue }
    }
}

/// Terms of which one must hold.
package struct NodeSelector: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var nodeSelectorTerms: [NodeSelectorTerm] { get { self["nodeSelectorTerms"] } set { self["nodeSelectorTerms"] = newValue } }
}

/// Requirements that must all hold.
package struct NodeSelectorTerm: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var matchExpressions: [NodeSelectorRequirement] { get { self["matchExpressions"] } set { self["matchExpressions"] = newValue } }
    package var matchFields: [NodeSelectorRequirement] { get { self["matchFields"] } set { self["matchFields"] = newValue } }
}

/// One requirement: In, NotIn, Exists, DoesNotExist, Gt or Lt.
package struct NodeSelectorRequirement: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var key: String { get { self["key"] } set { self["key"] = newValue } }
    package var `operator`: String { get { self["operator"] } set { self["operator"] = newValue } }
    package var values: [String] { get { self["values"] } set { self["values"] = newValue } }
}

/// A term that adds its weight to a node's score.
package struct PreferredSchedulingTerm: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var weight: Int { get { self["weight"] } set { self["weight"] = newValue } }
    package var preference: NodeSelectorTerm { get { self["preference"] } set { self["preference"] = newValue } }
}

/// Rules over the pods that run in the same domain; also the shape of anti-affinity.
package struct PodAffinity: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var requiredDuringSchedulingIgnoredDuringExecution: [PodAffinityTerm] {
        get { self["requiredDuringSchedulingIgnoredDuringExecution"] }
        set { self["requiredDuringSchedulingIgnoredDuringExecution"] = newValue }
    }
    package var preferredDuringSchedulingIgnoredDuringExecution: [WeightedPodAffinityTerm] {
        get { self["preferredDuringSchedulingIgnoredDuringExecution"] }
        set { self["preferredDuringSchedulingIgnoredDuringExecution"] = newValue }
    }
}

/// The pods meant, and how wide a domain is.
package struct PodAffinityTerm: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var labelSelector: JSON { get { self["labelSelector"] } set { self["labelSelector"] = newValue } }
    package var namespaces: [String] { get { self["namespaces"] } set { self["namespaces"] = newValue } }
    package var namespaceSelector: JSON { get { self["namespaceSelector"] } set { self["namespaceSelector"] = newValue } }
    package var topologyKey: String { get { self["topologyKey"] } set { self["topologyKey"] = newValue } }
    package var matchLabelKeys: [String] { get { self["matchLabelKeys"] } set { self["matchLabelKeys"] = newValue } }
    package var mismatchLabelKeys: [String] { get { self["mismatchLabelKeys"] } set { self["mismatchLabelKeys"] = newValue } }
}

/// A term that adds its weight to a node's score.
package struct WeightedPodAffinityTerm: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var weight: Int { get { self["weight"] } set { self["weight"] = newValue } }
    package var podAffinityTerm: PodAffinityTerm { get { self["podAffinityTerm"] } set { self["podAffinityTerm"] = newValue } }
}

/// How evenly pods spread over domains.
package struct TopologySpreadConstraint: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var maxSkew: Int { get { self["maxSkew"] } set { self["maxSkew"] = newValue } }
    package var topologyKey: String { get { self["topologyKey"] } set { self["topologyKey"] = newValue } }
    package var whenUnsatisfiable: String { get { self["whenUnsatisfiable"] } set { self["whenUnsatisfiable"] = newValue } }
    package var labelSelector: JSON { get { self["labelSelector"] } set { self["labelSelector"] = newValue } }
    package var minDomains: Int? { get { self["minDomains"] } set { self["minDomains"] = newValue } }
    package var nodeAffinityPolicy: String? { get { self["nodeAffinityPolicy"] } set { self["nodeAffinityPolicy"] = newValue } }
    package var nodeTaintsPolicy: String? { get { self["nodeTaintsPolicy"] } set { self["nodeTaintsPolicy"] = newValue } }
    package var matchLabelKeys: [String] { get { self["matchLabelKeys"] } set { self["matchLabelKeys"] = newValue } }
}

/// A taint that a pod puts up with.
package struct Toleration: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var key: String { get { self["key"] } set { self["key"] = newValue } }
    package var `operator`: String { get { self["operator"] } set { self["operator"] = newValue } }
    package var value: String { get { self["value"] } set { self["value"] = newValue } }
    package var effect: String { get { self["effect"] } set { self["effect"] = newValue } }
    package var tolerationSeconds: Int? { get { self["tolerationSeconds"] } set { self["tolerationSeconds"] = newValue } }

    /// Whether it covers `taint`. An empty key with `Exists` covers every taint, an empty effect every effect.
    package func tolerates(_ taint: Taint) -> Bool {
        if !effect.isEmpty && effect != taint.effect { return false }
        if !key.isEmpty && key != taint.key { return false }
        return `operator` == "Exists" || (`operator`.isEmpty || `operator` == "Equal") && !key.isEmpty && value == taint.value
    }
}
