extension CatalogueText {
    /// Types of networking.v1beta1, told by how they differ from today's.
    static let networkingV1beta1: StaticString = """
        package networking.v1beta1
        same networking.v1 -IPBlock -IngressServiceBackend -NetworkPolicy* -ServiceBackendPort
        type HTTPIngressPath same
          pathType *string 3 go=.PathType default="ImplementationSpecific"
        type IngressBackend same
          service -
          serviceName string 1
          servicePort intOrString 2
        type IngressSpec same
          backend *IngressBackend 1
          defaultBackend -
        """
}
