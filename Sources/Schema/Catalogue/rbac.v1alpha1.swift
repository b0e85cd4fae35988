extension CatalogueText {
    /// Types of rbac.v1alpha1, told by how they differ from today's.
    static let rbacV1alpha1: StaticString = """
        package rbac.v1alpha1
        same rbac.v1
        type PolicyRule same
          apiGroups []string 3 list=atomic ~ Groups of the resources; "" is the core group.
          nonResourceURLs []string 6 list=atomic ~ URL paths that are no resources.
          resourceNames []string 5 list=atomic ~ Only objects of these names.
          resources []string 4 list=atomic ~ The resources.
        type Subject same
          apiGroup -
          apiVersion string 2
        """
}
