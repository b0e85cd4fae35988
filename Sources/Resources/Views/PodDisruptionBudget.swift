// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// policy/v1 PodDisruptionBudget: how many pods of a kind may be away at a time by somebody's wish.
package struct PodDisruptionBudget: Resource {
    package static let type = ResourceType.podDisruptionBudgets
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: PodDisruptionBudgetSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: PodDisruptionBudgetStatus { get { self["status"] } set { self["status"] = newValue } }
}

/// The wish.
package struct PodDisruptionBudgetSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var minAvailable: IntOrString? { get { self["minAvailable"] } set { self["minAvailable"] = newValue } }
    package var maxUnavailable: IntOrString? { get { self["maxUnavailable"] } set { self["maxUnavailable"] = newValue } }
    package var selector: JSON { get { self["selector"] } set { self["selector"] = newValue } }
    package var unhealthyPodEvictionPolicy: String { get { self["unhealthyPodEvictionPolicy"] } set { self["unhealthyPodEvictionPolicy"] = newValue } }

    /// No selector selects nothing; an empty one selects everything.
    package var labelSelector: LabelSelector { selector.isNull ? .nothing : (try? LabelSelector(json: selector)) ?? .nothing }
}

/// What was found.
package struct PodDisruptionBudgetStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var observedGeneration: Int { get { self["observedGeneration"] } set { self["observedGeneration"] = newValue } }
    package var disruptedPods: [String: Timestamp] { get { self["disruptedPods"] } set { self["disruptedPods"] = newValue } }
    package var disruptionsAllowed: Int { get { self["disruptionsAllowed"] } set { self["disruptionsAllowed"] = newValue } }
    package var currentHealthy: Int { get { self["currentHealthy"] } set { self["currentHealthy"] = newValue } }
    package var desiredHealthy: Int { get { self["desiredHealthy"] } set { self["desiredHealthy"] = newValue } }
    package var expectedPods: Int { get { self["expectedPods"] } set { self["expectedPods"] = newValue } }
    package var conditions: [Condition] { get { self["conditions"] } set { self["conditions"] = newValue } }
}
