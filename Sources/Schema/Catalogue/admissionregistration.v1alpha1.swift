extension CatalogueText {
    /// Types of admissionregistration.v1alpha1.
    static let admissionregistrationV1alpha1: StaticString = """
        package admissionregistration.v1alpha1
        type ApplyConfiguration
          expression string 1
        type JSONPatch
          expression string 1
        type MatchCondition
          expression string 2 !
          name string 1 !
        type MatchResources atomic
          excludeResourceRules []NamedRuleWithOperations 4 list=atomic
          matchPolicy *string 7 go=v1alpha1.MatchPolicyType enum=Equivalent|Exact
          namespaceSelector *meta.v1.LabelSelector 1
          objectSelector *meta.v1.LabelSelector 2
          resourceRules []NamedRuleWithOperations 3 list=atomic
        type MutatingAdmissionPolicy kind=admissionregistration.k8s.io/v1alpha1/MutatingAdmissionPolicy
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec MutatingAdmissionPolicySpec 2
        type MutatingAdmissionPolicyBinding kind=admissionregistration.k8s.io/v1alpha1/MutatingAdmissionPolicyBinding
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec MutatingAdmissionPolicyBindingSpec 2
        type MutatingAdmissionPolicyBindingList kind=admissionregistration.k8s.io/v1alpha1/MutatingAdmissionPolicyBindingList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []MutatingAdmissionPolicyBinding 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type MutatingAdmissionPolicyBindingSpec
          matchResources *MatchResources 3
          paramRef *ParamRef 2
          policyName string 1
        type MutatingAdmissionPolicyList kind=admissionregistration.k8s.io/v1alpha1/MutatingAdmissionPolicyList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []MutatingAdmissionPolicy 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type MutatingAdmissionPolicySpec
          failurePolicy *string 5 go=v1alpha1.FailurePolicyType enum=Fail|Ignore
          matchConditions []MatchCondition 6 patch=merge merge=name list=map keys=name
          matchConstraints *MatchResources 2
          mutations []Mutation 4 list=atomic
          paramKind *ParamKind 1
          reinvocationPolicy string 7
          variables []Variable 3 list=atomic
        type Mutation
          applyConfiguration *ApplyConfiguration 3
          jsonPatch *JSONPatch 4
          patchType string 2 ! + go=v1alpha1.PatchType enum=ApplyConfiguration|JSONPatch
        type NamedRuleWithOperations atomic
          apiGroups []string - list=atomic
          apiVersions []string - list=atomic
          operations []string - list=atomic
          resourceNames []string 1 list=atomic
          resources []string - list=atomic
          scope string -
        type ParamKind atomic
          apiVersion string 1
          kind string 2
        type ParamRef atomic
          name string 1
          namespace string 2
          parameterNotFoundAction *string 4 go=v1alpha1.ParameterNotFoundActionType enum=Allow|Deny
          selector *meta.v1.LabelSelector 3
        type Variable
          expression string - ! +
          name string - ! +
        """
}
