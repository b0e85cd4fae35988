extension CatalogueText {
    /// Types of batch.v1.
    static let batchV1: StaticString = """
        package batch.v1
        type CronJob kind=batch/v1/CronJob ~ Starts a Job at set times.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec CronJobSpec 2 ! ~ When, and which Job.
          status CronJobStatus 3 ~ What runs now, and when it ran last.
        type CronJobList kind=batch/v1/CronJobList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []CronJob 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type CronJobSpec
          concurrencyPolicy string 3 go=.ConcurrencyPolicy enum=Allow|Forbid|Replace default="Allow"
          failedJobsHistoryLimit *int32 7 default=1
          jobTemplate JobTemplateSpec 5 ! +
          schedule string 1 ! +
          startingDeadlineSeconds *int64 2
          successfulJobsHistoryLimit *int32 6 default=3
          suspend *bool 4 default=false
          timeZone *string 8
        type CronJobStatus
          active []core.v1.ObjectReference 1 list=atomic
          lastScheduleTime *time 4
          lastSuccessfulTime *time 5
        type Job kind=batch/v1/Job ~ Runs pods until enough of them have ended well.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec JobSpec 2 ~ What to run, how often and how many at a time.
          status JobStatus 3 ~ How far it has come.
        type JobCondition
          lastProbeTime time 3
          lastTransitionTime time 4
          message string 6
          reason string 5
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=.JobConditionType
        type JobList kind=batch/v1/JobList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []Job 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type JobSpec
          activeDeadlineSeconds *int64 3
          backoffLimit *int32 7
          backoffLimitPerIndex *int32 12
          completionMode *string 9 go=.CompletionMode enum=Indexed|NonIndexed
          completions *int32 2
          managedBy *string 15
          manualSelector *bool 5
          maxFailedIndexes *int32 13
          parallelism *int32 1
          podFailurePolicy *PodFailurePolicy 11
          podReplacementPolicy *string 14 kindchecks go=.PodReplacementPolicy enum=Failed|TerminatingOrFailed
          selector *meta.v1.LabelSelector 4
          successPolicy *SuccessPolicy 16
          suspend *bool 10
          template core.v1.PodTemplateSpec 6 ! +
          ttlSecondsAfterFinished *int32 8
        type JobStatus
          active int32 4
          completedIndexes string 7
          completionTime *time 3
          conditions []JobCondition 1 patch=merge merge=type list=atomic
          failed int32 6
          failedIndexes *string 10
          ready *int32 9
          startTime *time 2
          succeeded int32 5
          terminating *int32 11
          uncountedTerminatedPods *UncountedTerminatedPods 8
        type JobTemplateSpec
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec JobSpec 2
        type PodFailurePolicy
          rules []PodFailurePolicyRule 1 ! + list=atomic
        type PodFailurePolicyOnExitCodesRequirement
          containerName *string 1
          operator string 2 ! + go=.PodFailurePolicyOnExitCodesOperator enum=In|NotIn
          values []int32 3 ! + list=set
        type PodFailurePolicyOnPodConditionsPattern
          status string 2 + go=v1.ConditionStatus
          type string 1 ! + go=v1.PodConditionType
        type PodFailurePolicyRule
          action string 1 ! + go=.PodFailurePolicyAction enum=Count|FailIndex|FailJob|Ignore
          onExitCodes *PodFailurePolicyOnExitCodesRequirement 2
          onPodConditions []PodFailurePolicyOnPodConditionsPattern 3 list=atomic
        type SuccessPolicy
          rules []SuccessPolicyRule 1 ! + list=atomic
        type SuccessPolicyRule
          succeededCount *int32 2
          succeededIndexes *string 1
        type UncountedTerminatedPods
          failed []string 2 list=set go=types.UID
          succeeded []string 1 list=set go=types.UID
        """
}
