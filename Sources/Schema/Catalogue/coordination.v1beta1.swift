extension CatalogueText {
    /// Types of coordination.v1beta1.
    static let coordinationV1beta1: StaticString = """
        package coordination.v1beta1
        type LeaseCandidate kind=coordination.k8s.io/v1beta1/LeaseCandidate
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec LeaseCandidateSpec 2 !
        type LeaseCandidateList kind=coordination.k8s.io/v1beta1/LeaseCandidateList
          apiVersion string -
          items []LeaseCandidate 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type LeaseCandidateSpec
          binaryVersion string 4 ! +
          emulationVersion string 5
          leaseName string 1 ! +
          pingTime *microTime 2
          renewTime *microTime 3
          strategy string 6 !
        """
}
