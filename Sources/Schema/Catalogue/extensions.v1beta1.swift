extension CatalogueText {
    /// Types of extensions.v1beta1, told by how they differ from today's.
    static let extensionsV1beta1: StaticString = """
        package extensions.v1beta1 of=extensions
        same apps.v1 DaemonSet* Deployment* ReplicaSet* RollingUpdateDaemonSet RollingUpdateDeployment
        same networking.v1 HTTPIngress* IPBlock Ingress* NetworkPolicy* -IngressClass* -IngressServiceBackend
        type DaemonSetSpec same
          selector *meta.v1.LabelSelector 1
          templateGeneration int64 5
        type DeploymentSpec same
          progressDeadlineSeconds *int32 9 ~ Seconds without progress after which the rollout counts as failed; unlimited by default.
          revisionHistoryLimit *int32 6 ~ How many old ReplicaSets are kept to go back to; unlimited by default.
          rollbackTo *RollbackConfig 8 ~ The revision to go back to; empty once that has begun.
          selector *meta.v1.LabelSelector 2 ~ Chooses the pods that are its own; by default those with the labels of the template.
        type HTTPIngressPath same
          pathType *string 3 go=.PathType default="ImplementationSpecific"
        type IngressBackend same
          resource *core.v1.TypedLocalObjectReference 3
          service -
          serviceName string 1
          servicePort intOrString 2
        type IngressSpec same
          backend *IngressBackend 1
          defaultBackend -
        type ReplicaSetSpec same
          selector *meta.v1.LabelSelector 2 ~ Chooses the pods that count.
        type DeploymentRollback kind=extensions/v1beta1/DeploymentRollback
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          name string 1 ! +
          rollbackTo RollbackConfig 3 ! +
          updatedAnnotations {}string 2
        type RollbackConfig
          revision int64 1
        type Scale kind=extensions/v1beta1/Scale
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ScaleSpec 2
          status ScaleStatus 3
        type ScaleSpec
          replicas int32 1
        type ScaleStatus
          replicas int32 1 ! +
          selector {}string 2 map=atomic
          targetSelector string 3
        """
}
