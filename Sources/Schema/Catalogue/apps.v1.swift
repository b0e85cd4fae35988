extension CatalogueText {
    /// Types of apps.v1.
    static let appsV1: StaticString = """
        package apps.v1
        type ControllerRevision kind=apps/v1/ControllerRevision
          apiVersion string -
          data runtime.RawExtension 2
          kind string -
          metadata meta.v1.ObjectMeta 1
          revision int64 3 ! +
        type ControllerRevisionList kind=apps/v1/ControllerRevisionList
          apiVersion string -
          items []ControllerRevision 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type DaemonSet kind=apps/v1/DaemonSet
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec DaemonSetSpec 2
          status DaemonSetStatus 3
        type DaemonSetCondition
          lastTransitionTime time 3
          message string 5
          reason string 4
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=v1.DaemonSetConditionType
        type DaemonSetList kind=apps/v1/DaemonSetList
          apiVersion string -
          items []DaemonSet 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type DaemonSetSpec
          minReadySeconds int32 4
          revisionHistoryLimit *int32 6 default=10
          selector *meta.v1.LabelSelector 1 !
          template core.v1.PodTemplateSpec 2 ! +
          updateStrategy DaemonSetUpdateStrategy 3
        type DaemonSetStatus
          collisionCount *int32 9
          conditions []DaemonSetCondition 10 patch=merge merge=type list=map keys=type
          currentNumberScheduled int32 1 ! +
          desiredNumberScheduled int32 3 ! +
          numberAvailable int32 7
          numberMisscheduled int32 2 ! +
          numberReady int32 4 ! +
          numberUnavailable int32 8
          observedGeneration int64 5
          updatedNumberScheduled int32 6
        type DaemonSetUpdateStrategy
          rollingUpdate *RollingUpdateDaemonSet 2
          type string 1 go=v1.DaemonSetUpdateStrategyType enum=OnDelete|RollingUpdate
        type Deployment kind=apps/v1/Deployment
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec DeploymentSpec 2
          status DeploymentStatus 3
        type DeploymentCondition
          lastTransitionTime time 7
          lastUpdateTime time 6
          message string 5
          reason string 4
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=v1.DeploymentConditionType
        type DeploymentList kind=apps/v1/DeploymentList
          apiVersion string -
          items []Deployment 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type DeploymentSpec
          minReadySeconds int32 5
          paused bool 7
          progressDeadlineSeconds *int32 9 default=600
          replicas *int32 1 default=1
          revisionHistoryLimit *int32 6 default=10
          selector *meta.v1.LabelSelector 2 !
          strategy DeploymentStrategy 4 patch=retainKeys
          template core.v1.PodTemplateSpec 3 ! +
        type DeploymentStatus
          availableReplicas int32 4
          collisionCount *int32 8
          conditions []DeploymentCondition 6 patch=merge merge=type list=map keys=type
          observedGeneration int64 1
          readyReplicas int32 7
          replicas int32 2
          terminatingReplicas *int32 9
          unavailableReplicas int32 5
          updatedReplicas int32 3
        type DeploymentStrategy
          rollingUpdate *RollingUpdateDeployment 2
          type string 1 go=v1.DeploymentStrategyType enum=Recreate|RollingUpdate
        type ReplicaSet kind=apps/v1/ReplicaSet
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec ReplicaSetSpec 2
          status ReplicaSetStatus 3
        type ReplicaSetCondition
          lastTransitionTime time 3
          message string 5
          reason string 4
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=v1.ReplicaSetConditionType
        type ReplicaSetList kind=apps/v1/ReplicaSetList
          apiVersion string -
          items []ReplicaSet 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type ReplicaSetSpec
          minReadySeconds int32 4
          replicas *int32 1 default=1
          selector *meta.v1.LabelSelector 2 !
          template core.v1.PodTemplateSpec 3
        type ReplicaSetStatus
          availableReplicas int32 5
          conditions []ReplicaSetCondition 6 patch=merge merge=type list=map keys=type
          fullyLabeledReplicas int32 2
          observedGeneration int64 3
          readyReplicas int32 4
          replicas int32 1 ! +
          terminatingReplicas *int32 7
        type RollingUpdateDaemonSet
          maxSurge *intOrString 2
          maxUnavailable *intOrString 1
        type RollingUpdateDeployment
          maxSurge *intOrString 2
          maxUnavailable *intOrString 1
        type RollingUpdateStatefulSetStrategy
          maxUnavailable *intOrString 2
          partition *int32 1
        type StatefulSet kind=apps/v1/StatefulSet
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec StatefulSetSpec 2
          status StatefulSetStatus 3
        type StatefulSetCondition
          lastTransitionTime time 3
          message string 5
          reason string 4
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=v1.StatefulSetConditionType
        type StatefulSetList kind=apps/v1/StatefulSetList
          apiVersion string -
          items []StatefulSet 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type StatefulSetOrdinals
          start int32 1 +
        type StatefulSetPersistentVolumeClaimRetentionPolicy
          whenDeleted string 1 go=v1.PersistentVolumeClaimRetentionPolicyType
          whenScaled string 2 go=v1.PersistentVolumeClaimRetentionPolicyType
        type StatefulSetSpec
          minReadySeconds int32 9
          ordinals *StatefulSetOrdinals 11
          persistentVolumeClaimRetentionPolicy *StatefulSetPersistentVolumeClaimRetentionPolicy 10
          podManagementPolicy string 6 go=v1.PodManagementPolicyType enum=OrderedReady|Parallel default="OrderedReady"
          replicas *int32 1 default=1
          revisionHistoryLimit *int32 8 default=10
          selector *meta.v1.LabelSelector 2 !
          serviceName string 5 +
          template core.v1.PodTemplateSpec 3 ! +
          updateStrategy StatefulSetUpdateStrategy 7
          volumeClaimTemplates []core.v1.PersistentVolumeClaim 4 list=atomic
        type StatefulSetStatus
          availableReplicas int32 11 +
          collisionCount *int32 9
          conditions []StatefulSetCondition 10 patch=merge merge=type list=map keys=type
          currentReplicas int32 4
          currentRevision string 6
          observedGeneration int64 1
          readyReplicas int32 3
          replicas int32 2 ! +
          updateRevision string 7
          updatedReplicas int32 5
        type StatefulSetUpdateStrategy
          rollingUpdate *RollingUpdateStatefulSetStrategy 2
          type string 1 go=v1.StatefulSetUpdateStrategyType enum=OnDelete|RollingUpdate
        """
}
