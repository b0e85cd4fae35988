extension CatalogueText {
    /// Types of admissionregistration.v1beta1, told by how they differ from today's.
    static let admissionregistrationV1beta1: StaticString = """
        package admissionregistration.v1beta1
        same admissionregistration.v1 -AuditAnnotation -ExpressionWarning -RuleWithOperations -TypeChecking -ValidatingAdmission* -Validation
        type MutatingWebhook same
          admissionReviewVersions []string 8 list=atomic default=["v1beta1"]
          failurePolicy *string 4 go=.FailurePolicyType enum=Fail|Ignore default="Ignore"
          matchPolicy *string 9 go=.MatchPolicyType enum=Equivalent|Exact default="Exact"
          rules []admissionregistration.v1.RuleWithOperations 3 list=atomic
          sideEffects *string 6 go=.SideEffectClass enum=None|NoneOnDryRun|Some|Unknown default="Unknown"
          timeoutSeconds *int32 7 default=30
        type ValidatingWebhook same
          admissionReviewVersions []string 8 list=atomic default=["v1beta1"]
          failurePolicy *string 4 go=.FailurePolicyType enum=Fail|Ignore default="Ignore"
          matchPolicy *string 9 go=.MatchPolicyType enum=Equivalent|Exact default="Exact"
          rules []admissionregistration.v1.RuleWithOperations 3 list=atomic
          sideEffects *string 6 go=.SideEffectClass enum=None|NoneOnDryRun|Some|Unknown default="Unknown"
          timeoutSeconds *int32 7 default=30
        """
}
