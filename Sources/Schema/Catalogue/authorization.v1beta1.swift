extension CatalogueText {
    /// Types of authorization.v1beta1, told by how they differ from today's.
    static let authorizationV1beta1: StaticString = """
        package authorization.v1beta1
        same authorization.v1 -FieldSelectorAttributes -LabelSelectorAttributes
        type ResourceAttributes same
          fieldSelector *authorization.v1.FieldSelectorAttributes 8
          labelSelector *authorization.v1.LabelSelectorAttributes 9
        type SubjectAccessReviewSpec same
          group []string 4
          groups -
        """
}
