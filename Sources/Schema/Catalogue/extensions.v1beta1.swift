extension CatalogueText {
    /// Types of extensions.v1beta1, told by how they differ from today's.
    static let extensionsV1beta1: StaticString = """
        package extensions.v1beta1 of=extensions
        same apps.v1 DaemonSet* ReplicaSet* RollingUpdateDaemonSet RollingUpdateDeployment
        same apps.v1beta1 Deployment* RollbackConfig Scale*
        same networking.v1 HTTPIngress* IPBlock Ingress* NetworkPolicy* -IngressClass* -IngressServiceBackend
        type DaemonSetSpec same
          selector *meta.v1.LabelSelector 1
          templateGeneration int64 5
        type DeploymentSpec same
          progressDeadlineSeconds *int32 9 ~ Seconds without progress after which the rollout counts as failed; unlimited by default.
          revisionHistoryLimit *int32 6 ~ How many old ReplicaSets are kept to go back to; unlimited by default.
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
        """
}
