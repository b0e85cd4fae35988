extension CatalogueText {
    /// Types of runtime.
    static let runtime: StaticString = """
        package runtime
        type RawExtension open
        """
}
