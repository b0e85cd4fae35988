extension CatalogueText {
    /// Types of rbac.v1.
    static let rbacV1: StaticString = """
        package rbac.v1
        type AggregationRule
          clusterRoleSelectors []meta.v1.LabelSelector 1 list=atomic
        type ClusterRole kind=rbac.authorization.k8s.io/v1/ClusterRole
          aggregationRule *AggregationRule 3
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          rules []PolicyRule 2 + list=atomic
        type ClusterRoleBinding kind=rbac.authorization.k8s.io/v1/ClusterRoleBinding
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          roleRef RoleRef 3 ! +
          subjects []Subject 2 list=atomic
        type ClusterRoleBindingList kind=rbac.authorization.k8s.io/v1/ClusterRoleBindingList
          apiVersion string -
          items []ClusterRoleBinding 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type ClusterRoleList kind=rbac.authorization.k8s.io/v1/ClusterRoleList
          apiVersion string -
          items []ClusterRole 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type PolicyRule
          apiGroups []string 2 list=atomic
          nonResourceURLs []string 5 list=atomic
          resourceNames []string 4 list=atomic
          resources []string 3 list=atomic
          verbs []string 1 ! + list=atomic
        type Role kind=rbac.authorization.k8s.io/v1/Role
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          rules []PolicyRule 2 + list=atomic
        type RoleBinding kind=rbac.authorization.k8s.io/v1/RoleBinding
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          roleRef RoleRef 3 ! +
          subjects []Subject 2 list=atomic
        type RoleBindingList kind=rbac.authorization.k8s.io/v1/RoleBindingList
          apiVersion string -
          items []RoleBinding 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type RoleList kind=rbac.authorization.k8s.io/v1/RoleList
          apiVersion string -
          items []Role 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type RoleRef atomic
          apiGroup string 1 +
          kind string 2 ! +
          name string 3 ! +
        type Subject atomic
          apiGroup string 2
          kind string 1 ! +
          name string 3 ! +
          namespace string 4
        """
}
