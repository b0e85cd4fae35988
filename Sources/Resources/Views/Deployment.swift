// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// apps/v1 Deployment: replaces pods of one version by pods of the next.
package struct Deployment: Resource {
    package static let type = ResourceType.deployments
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: DeploymentSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: DeploymentStatus { get { self["status"] } set { self["status"] = newValue } }
}

/// The wish, and how to get there.
package struct DeploymentSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var replicas: Int? { get { self["replicas"] } set { self["replicas"] = newValue } }
    package var selector: JSON { get { self["selector"] } set { self["selector"] = newValue } }
    package var template: PodTemplateSpec { get { self["template"] } set { self["template"] = newValue } }
    package var strategy: DeploymentStrategy { get { self["strategy"] } set { self["strategy"] = newValue } }
    package var minReadySeconds: Int { get { self["minReadySeconds"] } set { self["minReadySeconds"] = newValue } }
    package var revisionHistoryLimit: Int? { get { self["revisionHistoryLimit"] } set { self["revisionHistoryLimit"] = newValue } }
    package var paused: Bool { get { self["paused"] } set { self["paused"] = newValue } }
    package var progressDeadlineSeconds: Int? { get { self["progressDeadlineSeconds"] } set { self["progressDeadlineSeconds"] = newValue } }
}

/// RollingUpdate or Recreate.
package struct DeploymentStrategy: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var type: String { get { self["type"] } set { self["type"] = newValue } }
    package var rollingUpdate: RollingUpdateDeployment? { get { self["rollingUpdate"] } set { self["rollingUpdate"] = newValue } }
}

/// How far the number of pods may move while rolling.
package struct RollingUpdateDeployment: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var maxUnavailable: IntOrString? { get { self["maxUnavailable"] } set { self["maxUnavailable"] = newValue } }
    package var maxSurge: IntOrString? { get { self["maxSurge"] } set { self["maxSurge"] = newValue } }
}

/// What was found.
package struct DeploymentStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var observedGeneration: Int { get { self["observedGeneration"] } set { self["observedGeneration"] = newValue } }
    package var replicas: Int { get { self["replicas"] } set { self["replicas"] = newValue } }
    package var updatedReplicas: Int { get { self["updatedReplicas"] } set { self["updatedReplicas"] = newValue } }
    package var readyReplicas: Int { get { self["readyReplicas"] } set { self["readyReplicas"] = newValue } }
    package var availableReplicas: Int { get { self["availableReplicas"] } set { self["availableReplicas"] = newValue } }
    package var unavailableReplicas: Int { get { self["unavailableReplicas"] } set { self["unavailableReplicas"] = newValue } }
    package var terminatingReplicas: Int? { get { self["terminatingReplicas"] } set { self["terminatingReplicas"] = newValue } }
    package var conditions: [Condition] { get { self["conditions"] } set { self["conditions"] = newValue } }
    package var collisionCount: Int? { get { self["collisionCount"] } set { self["collisionCount"] = newValue } }
}
