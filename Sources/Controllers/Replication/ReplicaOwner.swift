internal import Document
package import Resources

/// What keeps a number of pods alive: a ReplicationController or a ReplicaSet. The two differ in how they write their selector.
package protocol ReplicaOwner: Resource {
    var replicas: Int { get }
    var podSelector: LabelSelector { get }
    var template: PodTemplateSpec { get }
    var minReadySeconds: Int { get }
    /// `spec` and `status` have the same members in both kinds.
    var currentStatus: ReplicaSetStatus { get set }
}

extension ReplicaSet: ReplicaOwner {
    package var replicas: Int { spec.replicas ?? 1 }
    package var podSelector: LabelSelector { spec.labelSelector }
    package var template: PodTemplateSpec { spec.template }
    package var minReadySeconds: Int { spec.minReadySeconds }
    package var currentStatus: ReplicaSetStatus { get { status } set { status = newValue } }
}

extension ReplicationController: ReplicaOwner {
    package var replicas: Int { json["spec", "replicas"].int ?? 1 }
    package var podSelector: LabelSelector {
        let labels = json["spec", "selector"].stringMap
        return labels.isEmpty ? .nothing : LabelSelector(equal: labels)
    }
    package var template: PodTemplateSpec { PodTemplateSpec(json["spec", "template"]) }
    package var minReadySeconds: Int { json["spec", "minReadySeconds"].int ?? 0 }
    package var currentStatus: ReplicaSetStatus { get { ReplicaSetStatus(json["status"]) } set { json["status"] = newValue.json } }
}
