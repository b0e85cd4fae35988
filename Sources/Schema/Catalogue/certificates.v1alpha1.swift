extension CatalogueText {
    /// Types of certificates.v1alpha1.
    static let certificatesV1alpha1: StaticString = """
        package certificates.v1alpha1
        type ClusterTrustBundle kind=certificates.k8s.io/v1alpha1/ClusterTrustBundle
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ClusterTrustBundleSpec 2 ! +
        type ClusterTrustBundleList kind=certificates.k8s.io/v1alpha1/ClusterTrustBundleList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ClusterTrustBundle 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ClusterTrustBundleSpec
          signerName string 1
          trustBundle string 2 ! +
        """
}
