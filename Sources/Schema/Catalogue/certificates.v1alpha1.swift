extension CatalogueText {
    /// Types of certificates.v1alpha1, told by how they differ from today's.
    static let certificatesV1alpha1: StaticString = """
        package certificates.v1alpha1
        same certificates.v1beta1 ClusterTrustBundle*
        """
}
