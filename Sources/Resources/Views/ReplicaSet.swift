// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// apps/v1 ReplicaSet: keeps a number of pods running.
package struct ReplicaSet: Resource {
    package static let type = ResourceType.replicaSets
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: ReplicaSetSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: ReplicaSetStatus { get { self["status"] } set { self["status"] = newValue } }
}

/// The wish: how many pods like the template.
package struct ReplicaSetSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var replicas: Int? { get { self["replicas"] } set { self["replicas"] = newValue } }
    package var minReadySeconds: Int { get { self["minReadySeconds"] } set { self["minReadySeconds"] = newValue } }
    package var selector: JSON { get { self["selector"] } set { self["selector"] = newValue } }
    package var template: PodTemplateSpec { get { self["template"] } set { self["template"] = newValue } }
}

/// What was found.
package struct ReplicaSetStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var replicas: Int { get { self["replicas"] } set { self["replicas"] = newValue } }
    package var fullyLabeledReplicas: Int { get { self["fullyLabeledReplicas"] } set { self["fullyLabeledReplicas"] = newValue } }
    package var readyReplicas: Int { get { self["readyReplicas"] } set { self["readyReplicas"] = newValue } }
    package var availableReplicas: Int { get { self["availableReplicas"] } set { self["availableReplicas"] = newValue } }
    package var terminatingReplicas: Int? { get { self["terminatingReplicas"] } set { self["terminatingReplicas"] = newValue } }
    package var observedGeneration: Int { get { self["observedGeneration"] } set { self["observedGeneration"] = newValue } }
    package var conditions: [Condition] { get { self["conditions"] } set { self["conditions"] = newValue } }
}
