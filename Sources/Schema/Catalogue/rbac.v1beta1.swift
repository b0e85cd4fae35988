extension CatalogueText {
    /// Types of rbac.v1beta1, told by how they differ from today's.
    static let rbacV1beta1: StaticString = """
        package rbac.v1beta1
        same rbac.v1
        """
}
