extension CatalogueText {
    /// Types of coordination.v1alpha2.
    static let coordinationV1alpha2: StaticString = """
        package coordination.v1alpha2
        type LeaseCandidate kind=coordination.k8s.io/v1alpha2/LeaseCandidate
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec LeaseCandidateSpec 2 !
        type LeaseCandidateList kind=coordination.k8s.io/v1alpha2/LeaseCandidateList
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
