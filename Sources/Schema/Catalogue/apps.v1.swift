extension CatalogueText {
    /// Types of apps.v1.
    static let appsV1: StaticString = """
        package apps.v1
        type ControllerRevision kind=apps/v1/ControllerRevision
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          data runtime.RawExtension 2
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          revision int64 3 ! +
        type ControllerRevisionList kind=apps/v1/ControllerRevisionList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ControllerRevision 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type DaemonSet kind=apps/v1/DaemonSet ~ Keeps one pod on every node, or on chosen ones.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec DaemonSetSpec 2 ~ What each pod looks like.
          status DaemonSetStatus 3 ~ How many there are.
        type DaemonSetCondition
          lastTransitionTime time 3
          message string 5
          reason string 4
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=.DaemonSetConditionType
        type DaemonSetList kind=apps/v1/DaemonSetList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []DaemonSet 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type DaemonSetSpec
          minReadySeconds int32 4
          revisionHistoryLimit *int32 6 default=10
          selector *meta.v1.LabelSelector 1 ! +
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
          type string 1 kindchecks go=.DaemonSetUpdateStrategyType enum=OnDelete|RollingUpdate
        type Deployment kind=apps/v1/Deployment ~ Brings pods to a new version step by step, and back.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec DeploymentSpec 2 ~ How many pods, what they look like, and how they are replaced.
          status DeploymentStatus 3 ~ How far it has come.
        type DeploymentCondition
          lastTransitionTime time 7
          lastUpdateTime time 6
          message string 5
          reason string 4
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=.DeploymentConditionType
        type DeploymentList kind=apps/v1/DeploymentList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []Deployment 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type DeploymentSpec ~ What a Deployment wishes for.
          minReadySeconds int32 5 ~ Seconds a pod has to be ready to count as available.
          paused bool 7 ~ While true, changes of the template start nothing.
          progressDeadlineSeconds *int32 9 default=600 ~ Seconds without progress after which the rollout counts as failed.
          replicas *int32 1 default=1 ~ How many pods there shall be.
          revisionHistoryLimit *int32 6 default=10 ~ How many old ReplicaSets are kept to go back to.
          selector *meta.v1.LabelSelector 2 ! + ~ Chooses the pods that are its own; it never changes.
          strategy DeploymentStrategy 4 patch=retainKeys ~ How old pods give way to new ones.
          template core.v1.PodTemplateSpec 3 ! + ~ The mould for pods; a change starts a rollout.
        type DeploymentStatus ~ How far a Deployment has come.
          availableReplicas int32 4 ~ Pods that have been ready long enough.
          collisionCount *int32 8
          conditions []DeploymentCondition 6 patch=merge merge=type list=map keys=type ~ Facts such as Available and Progressing.
          observedGeneration int64 1 ~ The generation this speaks of.
          readyReplicas int32 7 ~ Pods that are ready.
          replicas int32 2 ~ Pods there are.
          terminatingReplicas *int32 9
          unavailableReplicas int32 5 ~ Pods still missing.
          updatedReplicas int32 3 ~ Pods of the newest template.
        type DeploymentStrategy ~ How old pods give way to new ones.
          rollingUpdate *RollingUpdateDeployment 2 ~ Limits of a rolling update.
          type string 1 kindchecks go=.DeploymentStrategyType enum=Recreate|RollingUpdate ~ Recreate or RollingUpdate.
        type ReplicaSet kind=apps/v1/ReplicaSet ~ Keeps a number of pods of one kind running; usually made by a Deployment.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ReplicaSetSpec 2 ~ How many pods, and what they look like.
          status ReplicaSetStatus 3 ~ How many there are.
        type ReplicaSetCondition
          lastTransitionTime time 3
          message string 5
          reason string 4
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=.ReplicaSetConditionType
        type ReplicaSetList kind=apps/v1/ReplicaSetList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ReplicaSet 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ReplicaSetSpec ~ What a ReplicaSet keeps.
          minReadySeconds int32 4 ~ Seconds a pod has to be ready to count as available.
          replicas *int32 1 default=1 ~ How many pods there shall be.
          selector *meta.v1.LabelSelector 2 ! + ~ Chooses the pods that count.
          template core.v1.PodTemplateSpec 3 ~ The mould for new pods.
        type ReplicaSetStatus ~ What a ReplicaSet has.
          availableReplicas int32 5 ~ Pods that have been ready long enough.
          conditions []ReplicaSetCondition 6 patch=merge merge=type list=map keys=type
          fullyLabeledReplicas int32 2
          observedGeneration int64 3 ~ The generation this speaks of.
          readyReplicas int32 4 ~ Pods that are ready.
          replicas int32 1 ! + ~ Pods there are.
          terminatingReplicas *int32 7
        type RollingUpdateDaemonSet
          maxSurge *intOrString 2
          maxUnavailable *intOrString 1
        type RollingUpdateDeployment ~ Limits of a rolling update.
          maxSurge *intOrString 2 ~ How many pods there may be above the wish, as a number or percentage.
          maxUnavailable *intOrString 1 ~ How many pods may be missing, as a number or percentage.
        type RollingUpdateStatefulSetStrategy
          maxUnavailable *intOrString 2
          partition *int32 1
        type StatefulSet kind=apps/v1/StatefulSet ~ Keeps pods with lasting names and storage.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec StatefulSetSpec 2 ~ How many pods, and what they look like.
          status StatefulSetStatus 3 ~ How many there are.
        type StatefulSetCondition
          lastTransitionTime time 3
          message string 5
          reason string 4
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=.StatefulSetConditionType
        type StatefulSetList kind=apps/v1/StatefulSetList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []StatefulSet 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type StatefulSetOrdinals
          start int32 1 +
        type StatefulSetPersistentVolumeClaimRetentionPolicy
          whenDeleted string 1 go=.PersistentVolumeClaimRetentionPolicyType
          whenScaled string 2 go=.PersistentVolumeClaimRetentionPolicyType
        type StatefulSetSpec
          minReadySeconds int32 9
          ordinals *StatefulSetOrdinals 11
          persistentVolumeClaimRetentionPolicy *StatefulSetPersistentVolumeClaimRetentionPolicy 10
          podManagementPolicy string 6 kindchecks go=.PodManagementPolicyType enum=OrderedReady|Parallel default="OrderedReady"
          replicas *int32 1 default=1
          revisionHistoryLimit *int32 8 default=10
          selector *meta.v1.LabelSelector 2 ! +
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
          type string 1 kindchecks go=.StatefulSetUpdateStrategyType enum=OnDelete|RollingUpdate
        """
}
