// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// autoscaling/v2 HorizontalPodAutoscaler: sets the number of pods by their load.
package struct HorizontalPodAutoscaler: Resource {
    package static let type = ResourceType.horizontalPodAutoscalers
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: HorizontalPodAutoscalerSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: HorizontalPodAutoscalerStatus { get { self["status"] } set { self["status"] = newValue } }
}

/// The wish.
package struct HorizontalPodAutoscalerSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    /// `apiVersion`, `kind` and `name` of what is scaled.
    package var scaleTargetRef: ObjectReference { get { self["scaleTargetRef"] } set { self["scaleTargetRef"] = newValue } }
    package var minReplicas: Int? { get { self["minReplicas"] } set { self["minReplicas"] = newValue } }
    package var maxReplicas: Int { get { self["maxReplicas"] } set { self["maxReplicas"] = newValue } }
    package var metrics: [JSON] { get { self["metrics"] } set { self["metrics"] = newValue } }
    package var behavior: JSON { get { self["behavior"] } set { self["behavior"] = newValue } }
}

/// What was found.
package struct HorizontalPodAutoscalerStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var observedGeneration: Int? { get { self["observedGeneration"] } set { self["observedGeneration"] = newValue } }
    package var lastScaleTime: Timestamp? { get { self["lastScaleTime"] } set { self["lastScaleTime"] = newValue } }
    package var currentReplicas: Int { get { self["currentReplicas"] } set { self["currentReplicas"] = newValue } }
    package var desiredReplicas: Int { get { self["desiredReplicas"] } set { self["desiredReplicas"] = newValue } }
    package var currentMetrics: [JSON] { get { self["currentMetrics"] } set { self["currentMetrics"] = newValue } }
    package var conditions: [Condition] { get { self["conditions"] } set { self["conditions"] = newValue } }
}
