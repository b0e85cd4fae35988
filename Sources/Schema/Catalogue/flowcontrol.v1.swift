extension CatalogueText {
    /// Types of flowcontrol.v1.
    static let flowcontrolV1: StaticString = """
        package flowcontrol.v1
        type ExemptPriorityLevelConfiguration
          lendablePercent *int32 2
          nominalConcurrencyShares *int32 1
        type FlowDistinguisherMethod
          type string 1 ! + go=v1.FlowDistinguisherMethodType
        type FlowSchema kind=flowcontrol.apiserver.k8s.io/v1/FlowSchema
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec FlowSchemaSpec 2
          status FlowSchemaStatus 3
        type FlowSchemaCondition
          lastTransitionTime time 3
          message string 5
          reason string 4
          status string 2 go=v1.ConditionStatus
          type string 1 go=v1.FlowSchemaConditionType
        type FlowSchemaList kind=flowcontrol.apiserver.k8s.io/v1/FlowSchemaList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []FlowSchema 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type FlowSchemaSpec
          distinguisherMethod *FlowDistinguisherMethod 3
          matchingPrecedence int32 2 +
          priorityLevelConfiguration PriorityLevelConfigurationReference 1 ! +
          rules []PolicyRulesWithSubjects 4 list=atomic
        type FlowSchemaStatus
          conditions []FlowSchemaCondition 1 patch=merge merge=type list=map keys=type
        type GroupSubject
          name string 1 ! +
        type LimitResponse union=type:queuing>Queuing
          queuing *QueuingConfiguration 2
          type string 1 ! + go=v1.LimitResponseType
        type LimitedPriorityLevelConfiguration
          borrowingLimitPercent *int32 4
          lendablePercent *int32 3
          limitResponse LimitResponse 2
          nominalConcurrencyShares *int32 1 +
        type NonResourcePolicyRule
          nonResourceURLs []string 6 ! + list=set
          verbs []string 1 ! + list=set
        type PolicyRulesWithSubjects
          nonResourceRules []NonResourcePolicyRule 3 list=atomic
          resourceRules []ResourcePolicyRule 2 list=atomic
          subjects []Subject 1 ! + list=atomic
        type PriorityLevelConfiguration kind=flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfiguration
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec PriorityLevelConfigurationSpec 2
          status PriorityLevelConfigurationStatus 3
        type PriorityLevelConfigurationCondition
          lastTransitionTime time 3
          message string 5
          reason string 4
          status string 2 go=v1.ConditionStatus
          type string 1 go=v1.PriorityLevelConfigurationConditionType
        type PriorityLevelConfigurationList kind=flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfigurationList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []PriorityLevelConfiguration 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type PriorityLevelConfigurationReference
          name string 1 ! +
        type PriorityLevelConfigurationSpec union=type:exempt>Exempt|limited>Limited
          exempt *ExemptPriorityLevelConfiguration 3
          limited *LimitedPriorityLevelConfiguration 2
          type string 1 ! + go=v1.PriorityLevelEnablement
        type PriorityLevelConfigurationStatus
          conditions []PriorityLevelConfigurationCondition 1 patch=merge merge=type list=map keys=type
        type QueuingConfiguration
          handSize int32 2 +
          queueLengthLimit int32 3 +
          queues int32 1 +
        type ResourcePolicyRule
          apiGroups []string 2 ! + list=set
          clusterScope bool 4
          namespaces []string 5 + list=set
          resources []string 3 ! + list=set
          verbs []string 1 ! + list=set
        type ServiceAccountSubject
          name string 2 ! +
          namespace string 1 ! +
        type Subject union=kind:group>Group|serviceAccount>ServiceAccount|user>User
          group *GroupSubject 3
          kind string 1 ! + go=v1.SubjectKind
          serviceAccount *ServiceAccountSubject 4
          user *UserSubject 2
        type UserSubject
          name string 1 ! +
        """
}
