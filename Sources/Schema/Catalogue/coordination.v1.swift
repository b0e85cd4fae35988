extension CatalogueText {
    /// Types of coordination.v1.
    static let coordinationV1: StaticString = """
        package coordination.v1
        type Lease kind=coordination.k8s.io/v1/Lease
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec LeaseSpec 2
        type LeaseList kind=coordination.k8s.io/v1/LeaseList
          apiVersion string -
          items []Lease 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type LeaseSpec
          acquireTime *microTime 3
          holderIdentity *string 1
          leaseDurationSeconds *int32 2
          leaseTransitions *int32 5
          preferredHolder *string 7
          renewTime *microTime 4
          strategy *string 6 go=v1.CoordinatedLeaseStrategy
        """
}
