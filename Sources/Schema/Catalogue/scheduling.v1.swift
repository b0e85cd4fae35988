extension CatalogueText {
    /// Types of scheduling.v1.
    static let schedulingV1: StaticString = """
        package scheduling.v1
        type PriorityClass kind=scheduling.k8s.io/v1/PriorityClass
          apiVersion string -
          description string 4
          globalDefault bool 3
          kind string -
          metadata meta.v1.ObjectMeta 1
          preemptionPolicy *string 5 default="PreemptLowerPriority"
          value int32 2 +
        type PriorityClassList kind=scheduling.k8s.io/v1/PriorityClassList
          apiVersion string -
          items []PriorityClass 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        """
}
