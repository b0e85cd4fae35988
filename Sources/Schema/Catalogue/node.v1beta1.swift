extension CatalogueText {
    /// Types of node.v1beta1, told by how they differ from today's.
    static let nodeV1beta1: StaticString = """
        package node.v1beta1
        same node.v1
        """
}
