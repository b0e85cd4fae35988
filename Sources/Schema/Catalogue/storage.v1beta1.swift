extension CatalogueText {
    /// Types of storage.v1beta1, told by how they differ from today's.
    static let storageV1beta1: StaticString = """
        package storage.v1beta1
        same storage.v1
        """
}
