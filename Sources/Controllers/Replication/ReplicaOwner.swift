internal import Document
package import Resources

/// What keeps a number of pods alive: a ReplicationController or a ReplicaSet. The two differ in how they write their selector.
package protocol ReplicaOwner: Resource {
    var replicas: Int { get }
    var podSelector: LabelSelector { get }
    var template: PodTemplateSpec { get }
    var minReadySeconds: Int { get }
    /// `status` has the same members in both kinds.
    var currentStatus: ReplicaSetStatus { get set }
    /// Whether its status tells how many pods are on their way out.
    static var countsTerminating: Bool { get }
}

extension ReplicaSet: ReplicaOwner {
    package var replicas: Int { spec.replicas ?? 1 }
    package var podSelector: LabelSelector { spec.labelSelector }
    package var template: PodTemplateSpec { spec.template }
    package var minReadySeconds: Int { spec.minReadySeconds }
    package var currentStatus: ReplicaSetStatus {
        get { status }
        set { status = newValue }
    }
    package static var countsTerminating: Bool { true }
}

extension ReplicationController: ReplicaOwner {
    package var replicas: Int { spec.replicas ?? 1 }
    package var podSelector: LabelSelector { spec.selector.isEmpty ? .nothing : LabelSelector(equal: spec.selector) }
    package var template: PodTemplateSpec { spec.template }
    package var minReadySeconds: Int { spec.minReadySeconds }
    package var currentStatus: ReplicaSetStatus {
        get { ReplicaSetStatus(json["status"]) }
        set { json["status"] = newValue.json }
    }
    package static var countsTerminating: Bool { false }
}
