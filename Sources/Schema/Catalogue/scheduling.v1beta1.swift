extension CatalogueText {
    /// Types of scheduling.v1beta1, told by how they differ from today's.
    static let schedulingV1beta1: StaticString = """
        package scheduling.v1beta1
        same scheduling.v1
        """
}
