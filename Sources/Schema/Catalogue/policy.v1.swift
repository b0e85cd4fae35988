extension CatalogueText {
    /// Types of policy.v1.
    static let policyV1: StaticString = """
        package policy.v1
        type Eviction kind=policy/v1/Eviction
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          deleteOptions *meta.v1.DeleteOptions 2
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
        type PodDisruptionBudget kind=policy/v1/PodDisruptionBudget ~ How many pods may be missing on purpose.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec PodDisruptionBudgetSpec 2 ~ Which pods, and how many.
          status PodDisruptionBudgetStatus 3 ~ How many may go right now.
        type PodDisruptionBudgetList kind=policy/v1/PodDisruptionBudgetList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []PodDisruptionBudget 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type PodDisruptionBudgetSpec
          maxUnavailable *intOrString 3
          minAvailable *intOrString 1
          selector *meta.v1.LabelSelector 2 patch=replace
          unhealthyPodEvictionPolicy *string 4 go=.UnhealthyPodEvictionPolicyType enum=AlwaysAllow|IfHealthyBudget
        type PodDisruptionBudgetStatus
          conditions []meta.v1.Condition 7 patch=merge merge=type list=map keys=type
          currentHealthy int32 4 +
          desiredHealthy int32 5 +
          disruptedPods {}time 2
          disruptionsAllowed int32 3 +
          expectedPods int32 6 +
          observedGeneration int64 1
        """
}
