// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// apps/v1 StatefulSet: pods with names and volumes that stay.
package struct StatefulSet: Resource {
    package static let type = ResourceType.statefulSets
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: StatefulSetSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: StatefulSetStatus { get { self["status"] } set { self["status"] = newValue } }
}

/// The wish.
package struct StatefulSetSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var replicas: Int? { get { self["replicas"] } set { self["replicas"] = newValue } }
    package var selector: JSON { get { self["selector"] } set { self["selector"] = newValue } }
    package var template: PodTemplateSpec { get { self["template"] } set { self["template"] = newValue } }
    package var volumeClaimTemplates: [JSON] { get { self["volumeClaimTemplates"] } set { self["volumeClaimTemplates"] = newValue } }
    package var serviceName: String { get { self["serviceName"] } set { self["serviceName"] = newValue } }
    package var podManagementPolicy: String { get { self["podManagementPolicy"] } set { self["podManagementPolicy"] = newValue } }
    package var updateStrategy: JSON { get { self["updateStrategy"] } set { self["updateStrategy"] = newValue } }
    package var revisionHistoryLimit: Int? { get { self["revisionHistoryLimit"] } set { self["revisionHistoryLimit"] = newValue } }
    package var minReadySeconds: Int { get { self["minReadySeconds"] } set { self["minReadySeconds"] = newValue } }
    /// The ordinal of the first pod.
    package var start: Int { json["ordinals", "start"].int ?? 0 }
    package var deletesClaimsWhenDeleted: Bool { json["persistentVolumeClaimRetentionPolicy", "whenDeleted"].string == "Delete" }
    package var deletesClaimsWhenScaled: Bool { json["persistentVolumeClaimRetentionPolicy", "whenScaled"].string == "Delete" }
}

/// What was found.
package struct StatefulSetStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var observedGeneration: Int { get { self["observedGeneration"] } set { self["observedGeneration"] = newValue } }
    package var replicas: Int { get { self["replicas"] } set { self["replicas"] = newValue } }
    package var readyReplicas: Int { get { self["readyReplicas"] } set { self["readyReplicas"] = newValue } }
    package var currentReplicas: Int { get { self["currentReplicas"] } set { self["currentReplicas"] = newValue } }
    package var updatedReplicas: Int { get { self["updatedReplicas"] } set { self["updatedReplicas"] = newValue } }
    package var currentRevision: String { get { self["currentRevision"] } set { self["currentRevision"] = newValue } }
    package var updateRevision: String { get { self["updateRevision"] } set { self["updateRevision"] = newValue } }
    package var collisionCount: Int? { get { self["collisionCount"] } set { self["collisionCount"] = newValue } }
    package var availableReplicas: Int { get { self["availableReplicas"] } set { self["availableReplicas"] = newValue } }
    package var conditions: [Condition] { get { self["conditions"] } set { self["conditions"] = newValue } }
}
