extension CatalogueText {
    /// Types of discovery.v1beta1, told by how they differ from today's.
    static let discoveryV1beta1: StaticString = """
        package discovery.v1beta1
        same discovery.v1
        type Endpoint same
          deprecatedTopology -
          hints *EndpointHints 7
          topology {}string 5
          zone -
        type EndpointSlice same
          endpoints []Endpoint 2 + list=atomic ~ The addresses.
        """
}
