extension CatalogueText {
    /// Types of apiregistration.v1.
    static let apiregistrationV1: StaticString = """
        package apiregistration.v1
        type APIService kind=apiregistration.k8s.io/v1/APIService
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec APIServiceSpec 2
          status APIServiceStatus 3
        type APIServiceCondition
          lastTransitionTime time 3
          message string 5
          reason string 4
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=v1.APIServiceConditionType
        type APIServiceList kind=apiregistration.k8s.io/v1/APIServiceList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []APIService 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type APIServiceSpec
          caBundle bytes 5 list=atomic
          group string 2
          groupPriorityMinimum int32 7 ! +
          insecureSkipTLSVerify bool 4
          service *ServiceReference 1
          version string 3
          versionPriority int32 8 ! +
        type APIServiceStatus
          conditions []APIServiceCondition 1 patch=merge merge=type list=map keys=type
        type ServiceReference
          name string 2
          namespace string 1
          port *int32 3 default=443
        """
}
