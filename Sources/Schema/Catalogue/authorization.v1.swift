extension CatalogueText {
    /// Types of authorization.v1.
    static let authorizationV1: StaticString = """
        package authorization.v1
        type FieldSelectorAttributes
          rawSelector string 1
          requirements []meta.v1.FieldSelectorRequirement 2 list=atomic
        type LabelSelectorAttributes
          rawSelector string 1
          requirements []meta.v1.LabelSelectorRequirement 2 list=atomic
        type LocalSubjectAccessReview kind=authorization.k8s.io/v1/LocalSubjectAccessReview
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec SubjectAccessReviewSpec 2 ! +
          status SubjectAccessReviewStatus 3
        type NonResourceAttributes
          path string 1
          verb string 2
        type NonResourceRule
          nonResourceURLs []string 2 list=atomic
          verbs []string 1 ! + list=atomic
        type ResourceAttributes
          fieldSelector *FieldSelectorAttributes 8
          group string 3
          labelSelector *LabelSelectorAttributes 9
          name string 7
          namespace string 1
          resource string 5
          subresource string 6
          verb string 2
          version string 4
        type ResourceRule
          apiGroups []string 2 list=atomic
          resourceNames []string 4 list=atomic
          resources []string 3 list=atomic
          verbs []string 1 ! + list=atomic
        type SelfSubjectAccessReview kind=authorization.k8s.io/v1/SelfSubjectAccessReview
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec SelfSubjectAccessReviewSpec 2 ! +
          status SubjectAccessReviewStatus 3
        type SelfSubjectAccessReviewSpec
          nonResourceAttributes *NonResourceAttributes 2
          resourceAttributes *ResourceAttributes 1
        type SelfSubjectRulesReview kind=authorization.k8s.io/v1/SelfSubjectRulesReview
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec SelfSubjectRulesReviewSpec 2 ! +
          status SubjectRulesReviewStatus 3
        type SelfSubjectRulesReviewSpec
          namespace string 1
        type SubjectAccessReview kind=authorization.k8s.io/v1/SubjectAccessReview
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec SubjectAccessReviewSpec 2 ! +
          status SubjectAccessReviewStatus 3
        type SubjectAccessReviewSpec
          extra {}[]string 5
          groups []string 4 list=atomic
          nonResourceAttributes *NonResourceAttributes 2
          resourceAttributes *ResourceAttributes 1
          uid string 6
          user string 3
        type SubjectAccessReviewStatus
          allowed bool 1 ! +
          denied bool 4
          evaluationError string 3
          reason string 2
        type SubjectRulesReviewStatus
          evaluationError string 4
          incomplete bool 3 ! +
          nonResourceRules []NonResourceRule 2 ! + list=atomic
          resourceRules []ResourceRule 1 ! + list=atomic
        """
}
