extension CatalogueText {
    /// Types of policy.v1beta1, told by how they differ from today's.
    static let policyV1beta1: StaticString = """
        package policy.v1beta1
        same policy.v1
        type PodDisruptionBudgetSpec same
          selector *meta.v1.LabelSelector 2
        """
}
