extension CatalogueText {
    /// Types of coordination.v1beta1, told by how they differ from today's.
    static let coordinationV1beta1: StaticString = """
        package coordination.v1beta1
        same coordination.v1
        type LeaseCandidate kind=coordination.k8s.io/v1beta1/LeaseCandidate
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec LeaseCandidateSpec 2 !
        type LeaseCandidateList kind=coordination.k8s.io/v1beta1/LeaseCandidateList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []LeaseCandidate 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type LeaseCandidateSpec
          binaryVersion string 4 ! +
          emulationVersion string 5
          leaseName string 1 ! +
          pingTime *microTime 2
          renewTime *microTime 3
          strategy string 6 !
        """
}
