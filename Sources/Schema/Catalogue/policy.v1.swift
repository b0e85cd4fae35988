extension CatalogueText {
    /// Types of policy.v1.
    static let policyV1: StaticString = """
        package policy.v1
        type Eviction kind=policy/v1/Eviction
          apiVersion string -
          deleteOptions *meta.v1.DeleteOptions 2
          kind string -
          metadata meta.v1.ObjectMeta 1
        type PodDisruptionBudget kind=policy/v1/PodDisruptionBudget
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec PodDisruptionBudgetSpec 2
          status PodDisruptionBudgetStatus 3
        type PodDisruptionBudgetList kind=policy/v1/PodDisruptionBudgetList
          apiVersion string -
          items []PodDisruptionBudget 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type PodDisruptionBudgetSpec
          maxUnavailable *intOrString 3
          minAvailable *intOrString 1
          selector *meta.v1.LabelSelector 2 patch=replace
          unhealthyPodEvictionPolicy *string 4 go=v1.UnhealthyPodEvictionPolicyType enum=AlwaysAllow|IfHealthyBudget
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
