extension CatalogueText {
    /// Types of coordination.v1.
    static let coordinationV1: StaticString = """
        package coordination.v1
        type Lease kind=coordination.k8s.io/v1/Lease ~ A lock with an end, renewed by its holder.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec LeaseSpec 2 ~ Who holds it until when.
        type LeaseList kind=coordination.k8s.io/v1/LeaseList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []Lease 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type LeaseSpec
          acquireTime *microTime 3
          holderIdentity *string 1
          leaseDurationSeconds *int32 2
          leaseTransitions *int32 5
          preferredHolder *string 7
          renewTime *microTime 4
          strategy *string 6 go=.CoordinatedLeaseStrategy
        """
}
