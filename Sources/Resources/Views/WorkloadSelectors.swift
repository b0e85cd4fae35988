internal import Document

/// A selector that cannot be read selects nothing: the server has refused such objects, and acting on a guess could touch foreign pods.
extension ReplicaSetSpec {
    package var labelSelector: LabelSelector { (try? LabelSelector(json: selector)) ?? .nothing }
}
extension DeploymentSpec {
    package var labelSelector: LabelSelector { (try? LabelSelector(json: selector)) ?? .nothing }
}
extension DaemonSetSpec {
    package var labelSelector: LabelSelector { (try? LabelSelector(json: selector)) ?? .nothing }
}
extension StatefulSetSpec {
    package var labelSelector: LabelSelector { (try? LabelSelector(json: selector)) ?? .nothing }
}
extension JobSpec {
    package var labelSelector: LabelSelector { (try? LabelSelector(json: selector)) ?? .nothing }
}
