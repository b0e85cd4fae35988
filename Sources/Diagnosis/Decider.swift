internal import Resources

/// What decides about one kind of object. Deciders are functions of documents; they ask nobody.
package enum Decider {
    package static func diagnose(_ world: Surroundings) -> [Diagnosis] {
        let object = AnyResource(world.object)
        if object.metadata.deletionTimestamp != nil, let held = DeletionDiagnosis.diagnose(object, world) { return [held] }
        switch world.type.kind {
        case "Pod": return [PodDiagnosis(Pod(world.object), world).diagnosis]
        case "Service": return [ServiceDiagnosis.diagnose(Service(world.object), world)]
        case "Ingress": return IngressDiagnosis.diagnose(Ingress(world.object), world)
        case "PersistentVolumeClaim": return [ClaimDiagnosis.diagnose(PersistentVolumeClaim(world.object), world)]
        case "Deployment": return DeploymentDiagnosis.diagnose(Deployment(world.object), world)
        case "ReplicaSet", "ReplicationController", "StatefulSet", "DaemonSet": return PodSetDiagnosis(world.object, world).diagnoses
        case "Job": return JobDiagnosis.diagnose(Job(world.object), world)
        case "CronJob": return [JobDiagnosis.diagnose(cron: CronJob(world.object), world)]
        case "Node": return NodeDiagnosis.diagnose(Node(world.object), world)
        default: return [ConditionDiagnosis.diagnose(object, world)]
        }
    }
}
