extension CatalogueText {
    /// Types of networking.v1.
    static let networkingV1: StaticString = """
        package networking.v1
        type HTTPIngressPath
          backend IngressBackend 2 ! +
          path string 1
          pathType *string 3 ! + go=.PathType
        type HTTPIngressRuleValue
          paths []HTTPIngressPath 1 ! + list=atomic
        type IPAddress kind=networking.k8s.io/v1/IPAddress
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec IPAddressSpec 2 !
        type IPAddressList kind=networking.k8s.io/v1/IPAddressList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []IPAddress 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type IPAddressSpec
          parentRef *ParentReference 1 !
        type IPBlock
          cidr string 1 ! +
          except []string 2 list=atomic
        type Ingress kind=networking.k8s.io/v1/Ingress ~ Routes HTTP requests from outside to services.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec IngressSpec 2 ~ Which hosts and paths go where.
          status IngressStatus 3 ~ Addresses to reach it at.
        type IngressBackend
          resource *core.v1.TypedLocalObjectReference 3
          service *IngressServiceBackend 4
        type IngressClass kind=networking.k8s.io/v1/IngressClass
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec IngressClassSpec 2
        type IngressClassList kind=networking.k8s.io/v1/IngressClassList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []IngressClass 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type IngressClassParametersReference
          apiGroup *string -
          kind string 2 ! +
          name string 3 ! +
          namespace *string 5
          scope *string 4 +
        type IngressClassSpec
          controller string 1
          parameters *IngressClassParametersReference 2
        type IngressList kind=networking.k8s.io/v1/IngressList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []Ingress 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type IngressLoadBalancerIngress
          hostname string 2
          ip string 1
          ports []IngressPortStatus 4 list=atomic
        type IngressLoadBalancerStatus
          ingress []IngressLoadBalancerIngress 1 list=atomic
        type IngressPortStatus
          error *string 3
          port int32 1 ! +
          protocol string 2 ! + go=v1.Protocol enum=SCTP|TCP|UDP
        type IngressRule
          host string 1
          http *HTTPIngressRuleValue -
        type IngressServiceBackend
          name string 1 ! +
          port ServiceBackendPort 2
        type IngressSpec
          defaultBackend *IngressBackend 1
          ingressClassName *string 4
          rules []IngressRule 3 list=atomic
          tls []IngressTLS 2 list=atomic
        type IngressStatus
          loadBalancer IngressLoadBalancerStatus 1
        type IngressTLS
          hosts []string 1 list=atomic
          secretName string 2
        type NetworkPolicy kind=networking.k8s.io/v1/NetworkPolicy
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec NetworkPolicySpec 2
        type NetworkPolicyEgressRule
          ports []NetworkPolicyPort 1 list=atomic
          to []NetworkPolicyPeer 2 list=atomic
        type NetworkPolicyIngressRule
          from []NetworkPolicyPeer 2 list=atomic
          ports []NetworkPolicyPort 1 list=atomic
        type NetworkPolicyList kind=networking.k8s.io/v1/NetworkPolicyList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []NetworkPolicy 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type NetworkPolicyPeer
          ipBlock *IPBlock 3
          namespaceSelector *meta.v1.LabelSelector 2
          podSelector *meta.v1.LabelSelector 1
        type NetworkPolicyPort
          endPort *int32 3
          port *intOrString 2
          protocol *string 1 kindchecks go=v1.Protocol enum=SCTP|TCP|UDP default="TCP"
        type NetworkPolicySpec
          egress []NetworkPolicyEgressRule 3 list=atomic
          ingress []NetworkPolicyIngressRule 2 list=atomic
          podSelector meta.v1.LabelSelector 1 +
          policyTypes []string 4 kindchecks list=atomic go=.PolicyType enum=Egress|Ingress
        type ParentReference
          group string 1
          name string 4 !
          namespace string 3
          resource string 2 !
        type ServiceBackendPort atomic
          name string 1
          number int32 2
        type ServiceCIDR kind=networking.k8s.io/v1/ServiceCIDR
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ServiceCIDRSpec 2
          status ServiceCIDRStatus 3
        type ServiceCIDRList kind=networking.k8s.io/v1/ServiceCIDRList
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
