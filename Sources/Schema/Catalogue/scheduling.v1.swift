extension CatalogueText {
    /// Types of scheduling.v1.
    static let schedulingV1: StaticString = """
        package scheduling.v1
        type PriorityClass kind=scheduling.k8s.io/v1/PriorityClass ~ A name for how important pods are.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          description string 4 ~ When to use it.
          globalDefault bool 3 ~ Whether pods without a class get this one.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          preemptionPolicy *string 5 default="PreemptLowerPriority" ~ Whether pods of lower priority are moved aside.
          value int32 2 + ~ The priority; greater goes first.
        type PriorityClassList kind=scheduling.k8s.io/v1/PriorityClassList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []PriorityClass 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        """
}
