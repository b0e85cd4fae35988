extension CatalogueText {
    /// Types of admissionregistration.v1alpha1, told by how they differ from today's.
    static let admissionregistrationV1alpha1: StaticString = """
        package admissionregistration.v1alpha1
        same admissionregistration.v1beta1 -*Webhook* -ServiceReference
        """
}
