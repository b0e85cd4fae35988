extension CatalogueText {
    /// Types of admissionregistration.v1.
    static let admissionregistrationV1: StaticString = """
        package admissionregistration.v1
        type ApplyConfiguration
          expression string 1
        type AuditAnnotation
          key string 1 ! +
          valueExpression string 2 ! +
        type ExpressionWarning
          fieldRef string 2 ! +
          warning string 3 ! +
        type JSONPatch
          expression string 1
        type MatchCondition
          expression string 2 ! +
          name string 1 ! +
        type MatchResources atomic
          excludeResourceRules []NamedRuleWithOperations 4 list=atomic
          matchPolicy *string 7 go=.MatchPolicyType enum=Equivalent|Exact default="Equivalent"
          namespaceSelector *meta.v1.LabelSelector 1 default={}
          objectSelector *meta.v1.LabelSelector 2 default={}
          resourceRules []NamedRuleWithOperations 3 list=atomic
        type MutatingAdmissionPolicy kind=admissionregistration.k8s.io/v1/MutatingAdmissionPolicy
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec MutatingAdmissionPolicySpec 2
        type MutatingAdmissionPolicyBinding kind=admissionregistration.k8s.io/v1/MutatingAdmissionPolicyBinding
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec MutatingAdmissionPolicyBindingSpec 2
        type MutatingAdmissionPolicyBindingList kind=admissionregistration.k8s.io/v1/MutatingAdmissionPolicyBindingList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []MutatingAdmissionPolicyBinding 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type MutatingAdmissionPolicyBindingSpec
          matchResources *MatchResources 3
          paramRef *ParamRef 2
          policyName string 1
        type MutatingAdmissionPolicyList kind=admissionregistration.k8s.io/v1/MutatingAdmissionPolicyList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []MutatingAdmissionPolicy 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type MutatingAdmissionPolicySpec
          failurePolicy *string 5 go=.FailurePolicyType enum=Fail|Ignore
          matchConditions []MatchCondition 6 patch=merge merge=name list=map keys=name
          matchConstraints *MatchResources 2
          mutations []Mutation 4 list=atomic
          paramKind *ParamKind 1
          reinvocationPolicy string 7 go=.ReinvocationPolicyType enum=IfNeeded|Never
          variables []Variable 3 list=atomic
        type MutatingWebhook
          admissionReviewVersions []string 8 ! + list=atomic
          clientConfig WebhookClientConfig 2 ! +
          failurePolicy *string 4 go=.FailurePolicyType enum=Fail|Ignore default="Fail"
          matchConditions []MatchCondition 12 patch=merge merge=name list=map keys=name
          matchPolicy *string 9 go=.MatchPolicyType enum=Equivalent|Exact default="Equivalent"
          name string 1 ! +
          namespaceSelector *meta.v1.LabelSelector 5 default={}
          objectSelector *meta.v1.LabelSelector 11 default={}
          reinvocationPolicy *string 10 go=.ReinvocationPolicyType enum=IfNeeded|Never default="Never"
          rules []RuleWithOperations 3 list=atomic
          sideEffects *string 6 kindchecks ! + go=.SideEffectClass enum=None|NoneOnDryRun|Some|Unknown
          timeoutSeconds *int32 7 default=10
        type MutatingWebhookConfiguration kind=admissionregistration.k8s.io/v1/MutatingWebhookConfiguration
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          webhooks []MutatingWebhook - patch=merge merge=name list=map keys=name
        type MutatingWebhookConfigurationList kind=admissionregistration.k8s.io/v1/MutatingWebhookConfigurationList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []MutatingWebhookConfiguration 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type Mutation
          applyConfiguration *ApplyConfiguration 3
          jsonPatch *JSONPatch 4
          patchType string 2 ! + go=.PatchType enum=ApplyConfiguration|JSONPatch
        type NamedRuleWithOperations atomic
          apiGroups []string - list=atomic
          apiVersions []string - list=atomic
          operations []string - list=atomic go=v1.OperationType enum=*|CONNECT|CREATE|DELETE|UPDATE
          resourceNames []string 1 list=atomic
          resources []string - list=atomic
          scope *string - go=v1.ScopeType enum=*|Cluster|Namespaced default="*"
        type ParamKind atomic
          apiVersion string 1
          kind string 2
        type ParamRef atomic
          name string 1
          namespace string 2
          parameterNotFoundAction *string 4 go=.ParameterNotFoundActionType
          selector *meta.v1.LabelSelector 3
        type RuleWithOperations
          apiGroups []string - list=atomic
          apiVersions []string - list=atomic
          operations []string 1 list=atomic go=v1.OperationType enum=*|CONNECT|CREATE|DELETE|UPDATE
          resources []string - list=atomic
          scope *string - go=v1.ScopeType enum=*|Cluster|Namespaced default="*"
        type ServiceReference
          name string 2 ! +
          namespace string 1 ! +
          path *string 3
          port *int32 4 default=443
        type TypeChecking
          expressionWarnings []ExpressionWarning 1 list=atomic
        type ValidatingAdmissionPolicy kind=admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ValidatingAdmissionPolicySpec 2
          status ValidatingAdmissionPolicyStatus 3
        type ValidatingAdmissionPolicyBinding kind=admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ValidatingAdmissionPolicyBindingSpec 2 !
        type ValidatingAdmissionPolicyBindingList kind=admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBindingList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ValidatingAdmissionPolicyBinding 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ValidatingAdmissionPolicyBindingSpec
          matchResources *MatchResources 3
          paramRef *ParamRef 2
          policyName string 1 !
          validationActions []string 4 ! list=set go=.ValidationAction enum=Audit|Deny|Warn
        type ValidatingAdmissionPolicyList kind=admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ValidatingAdmissionPolicy 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ValidatingAdmissionPolicySpec
          auditAnnotations []AuditAnnotation 5 list=atomic
          failurePolicy *string 4 go=.FailurePolicyType enum=Fail|Ignore default="Fail"
          matchConditions []MatchCondition 6 patch=merge merge=name list=map keys=name
          matchConstraints *MatchResources 2
          paramKind *ParamKind 1
          validations []Validation 3 list=atomic
          variables []Variable 7 patch=merge merge=name list=map keys=name
        type ValidatingAdmissionPolicyStatus
          conditions []meta.v1.Condition 3 list=map keys=type
          observedGeneration int64 1
          typeChecking *TypeChecking 2
        type ValidatingWebhook
          admissionReviewVersions []string 8 ! + list=atomic
          clientConfig WebhookClientConfig 2 ! +
          failurePolicy *string 4 go=.FailurePolicyType enum=Fail|Ignore default="Fail"
          matchConditions []MatchCondition 11 patch=merge merge=name list=map keys=name
          matchPolicy *string 9 go=.MatchPolicyType enum=Equivalent|Exact default="Equivalent"
          name string 1 ! +
          namespaceSelector *meta.v1.LabelSelector 5 default={}
          objectSelector *meta.v1.LabelSelector 10 default={}
          rules []RuleWithOperations 3 list=atomic
          sideEffects *string 6 kindchecks ! + go=.SideEffectClass enum=None|NoneOnDryRun|Some|Unknown
          timeoutSeconds *int32 7 default=10
        type ValidatingWebhookConfiguration kind=admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          webhooks []ValidatingWebhook - patch=merge merge=name list=map keys=name
        type ValidatingWebhookConfigurationList kind=admissionregistration.k8s.io/v1/ValidatingWebhookConfigurationList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ValidatingWebhookConfiguration 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type Validation
          expression string - ! +
          message string 2
          messageExpression string 4
          reason *string 3 go=v1.StatusReason
        type Variable atomic
          expression string - ! +
          name string - ! +
        type WebhookClientConfig
          caBundle bytes 2
          service *ServiceReference 1
          url *string 3
        """
}
