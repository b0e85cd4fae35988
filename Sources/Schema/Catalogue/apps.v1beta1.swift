extension CatalogueText {
    /// Types of apps.v1beta1, told by how they differ from today's.
    static let appsV1beta1: StaticString = """
        package apps.v1beta1
        same apps.v1 ControllerRevision* Deployment* RollingUpdateDeployment RollingUpdateStatefulSetStrategy StatefulSet*
        same apps.v1beta2 Scale*
        type DeploymentSpec same
          revisionHistoryLimit *int32 6 default=2 ~ How many old ReplicaSets are kept to go back to.
          rollbackTo *RollbackConfig 8 ~ The revision to go back to; empty once that has begun.
          selector *meta.v1.LabelSelector 2 ~ Chooses the pods that are its own; by default those with the labels of the template.
        type StatefulSetSpec same
          selector *meta.v1.LabelSelector 2
        type DeploymentRollback kind=apps/v1beta1/DeploymentRollback
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          name string 1 ! +
          rollbackTo RollbackConfig 3 ! +
          updatedAnnotations {}string 2
        type RollbackConfig
          revision int64 1
        """
}
