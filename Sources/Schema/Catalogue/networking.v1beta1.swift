extension CatalogueText {
    /// Types of networking.v1beta1.
    static let networkingV1beta1: StaticString = """
        package networking.v1beta1
        type IPAddress kind=networking.k8s.io/v1beta1/IPAddress
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec IPAddressSpec 2 !
        type IPAddressList kind=networking.k8s.io/v1beta1/IPAddressList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []IPAddress 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type IPAddressSpec
          parentRef *ParentReference 1 !
        type ParentReference
          group string 1
          name string 4 !
          namespace string 3
          resource string 2 !
        type ServiceCIDR kind=networking.k8s.io/v1beta1/ServiceCIDR
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ServiceCIDRSpec 2
          status ServiceCIDRStatus 3
        type ServiceCIDRList kind=networking.k8s.io/v1beta1/ServiceCIDRList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ServiceCIDR 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ServiceCIDRSpec
          cidrs []string 1 list=atomic
        type ServiceCIDRStatus
          conditions []meta.v1.Condition 1 patch=merge merge=type list=map keys=type
        """
}
