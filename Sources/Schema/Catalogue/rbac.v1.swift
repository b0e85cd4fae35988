extension CatalogueText {
    /// Types of rbac.v1.
    static let rbacV1: StaticString = """
        package rbac.v1
        type AggregationRule
          clusterRoleSelectors []meta.v1.LabelSelector 1 list=atomic
        type ClusterRole kind=rbac.authorization.k8s.io/v1/ClusterRole ~ What may be done in the whole cluster.
          aggregationRule *AggregationRule 3 ~ Chooses roles whose rules are collected here.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          rules []PolicyRule 2 + list=atomic ~ What is allowed.
        type ClusterRoleBinding kind=rbac.authorization.k8s.io/v1/ClusterRoleBinding ~ Gives a role to users in the whole cluster.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          roleRef RoleRef 3 ! + ~ The role.
          subjects []Subject 2 list=atomic ~ Who gets it.
        type ClusterRoleBindingList kind=rbac.authorization.k8s.io/v1/ClusterRoleBindingList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ClusterRoleBinding 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ClusterRoleList kind=rbac.authorization.k8s.io/v1/ClusterRoleList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ClusterRole 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type PolicyRule ~ Allows some verbs on some resources.
          apiGroups []string 2 list=atomic ~ Groups of the resources; "" is the core group.
          nonResourceURLs []string 5 list=atomic ~ URL paths that are no resources.
          resourceNames []string 4 list=atomic ~ Only objects of these names.
          resources []string 3 list=atomic ~ The resources.
          verbs []string 1 ! + list=atomic ~ What may be done; * is everything.
        type Role kind=rbac.authorization.k8s.io/v1/Role ~ What may be done in one namespace.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          rules []PolicyRule 2 + list=atomic ~ What is allowed.
        type RoleBinding kind=rbac.authorization.k8s.io/v1/RoleBinding ~ Gives a role to users within one namespace.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          roleRef RoleRef 3 ! + ~ The role.
          subjects []Subject 2 list=atomic ~ Who gets it.
        type RoleBindingList kind=rbac.authorization.k8s.io/v1/RoleBindingList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []RoleBinding 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type RoleList kind=rbac.authorization.k8s.io/v1/RoleList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []Role 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
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
