extension CatalogueText {
    /// Types of coordination.v1alpha2, told by how they differ from today's.
    static let coordinationV1alpha2: StaticString = """
        package coordination.v1alpha2
        same coordination.v1beta1 LeaseCandidate*
        """
}
