// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// apps/v1 DaemonSet: one pod on every node that fits.
package struct DaemonSet: Resource {
    package static let type = ResourceType.daemonSets
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: DaemonSetSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: DaemonSetStatus { get { self["status"] } set { self["status"] = newValue } }
}

/// The wish.
package struct DaemonSetSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var selector: JSON { get { self["selector"] } set { self["selector"] = newValue } }
    package var template: PodTemplateSpec { get { self["template"] } set { self["template"] = newValue } }
    package var updateStrategy: JSON { get { self["updateStrategy"] } set { self["updateStrategy"] = newValue } }
    package var minReadySeconds: Int { get { self["minReadySeconds"] } set { self["minReadySeconds"] = newValue } }
    package var revisionHistoryLimit: Int? { get { self["revisionHistoryLimit"] } set { self["revisionHistoryLimit"] = newValue } }
}

/// What was found.
package struct DaemonSetStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var currentNumberScheduled: Int { get { self["currentNumberScheduled"] } set { self["currentNumberScheduled"] = newValue } }
    package var numberMisscheduled: Int { get { self["numberMisscheduled"] } set { self["numberMisscheduled"] = newValue } }
    package var desiredNumberScheduled: Int { get { self["desiredNumberScheduled"] } set { self["desiredNumberScheduled"] = newValue } }
    package var numberReady: Int { get { self["numberReady"] } set { self["numberReady"] = newValue } }
    package var observedGeneration: Int { get { self["observedGeneration"] } set { self["observedGeneration"] = newValue } }
    package var updatedNumberScheduled: Int { get { self["updatedNumberScheduled"] } set { self["updatedNumberScheduled"] = newValue } }
    package var numberAvailable: Int { get { self["numberAvailable"] } set { self["numberAvailable"] = newValue } }
    package var numberUnavailable: Int { get { self["numberUnavailable"] } set { self["numberUnavailable"] = newValue } }
    package var collisionCount: Int? { get { self["collisionCount"] } set { self["collisionCount"] = newValue } }
    package var conditions: [Condition] { get { self["conditions"] } set { self["conditions"] = newValue } }
}
