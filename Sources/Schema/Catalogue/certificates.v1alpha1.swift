extension CatalogueText {
    /// Types of certificates.v1alpha1.
    static let certificatesV1alpha1: StaticString = """
        package certificates.v1alpha1
        type ClusterTrustBundle kind=certificates.k8s.io/v1alpha1/ClusterTrustBundle
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec ClusterTrustBundleSpec 2 ! +
        type ClusterTrustBundleList kind=certificates.k8s.io/v1alpha1/ClusterTrustBundleList
          apiVersion string -
          items []ClusterTrustBundle 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type ClusterTrustBundleSpec
          signerName string 1
          trustBundle string 2 ! +
        """
}
