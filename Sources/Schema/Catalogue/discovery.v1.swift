extension CatalogueText {
    /// Types of discovery.v1.
    static let discoveryV1: StaticString = """
        package discovery.v1
        type Endpoint
          addresses []string 1 ! + list=set
          conditions EndpointConditions 2
          deprecatedTopology {}string 5
          hints *EndpointHints 8
          hostname *string 3
          nodeName *string 6
          targetRef *core.v1.ObjectReference 4
          zone *string 7
        type EndpointConditions
          ready *bool 1
          serving *bool 2
          terminating *bool 3
        type EndpointHints
          forNodes []ForNode 2 list=atomic
          forZones []ForZone 1 list=atomic
        type EndpointPort atomic
          appProtocol *string 4
          name *string 1 default=""
          port *int32 3
          protocol *string 2 go=v1.Protocol enum=SCTP|TCP|UDP default="TCP"
        type EndpointSlice kind=discovery.k8s.io/v1/EndpointSlice ~ Some of the addresses behind a service.
          addressType string 4 ! + go=.AddressType ~ IPv4, IPv6 or FQDN.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          endpoints []Endpoint 2 + list=atomic ~ The addresses.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          ports []EndpointPort 3 + list=atomic ~ The ports they all have.
        type EndpointSliceList kind=discovery.k8s.io/v1/EndpointSliceList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []EndpointSlice 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ForNode
          name string 1 ! +
        type ForZone
          name string 1 ! +
        """
}
