package import Document
package import Resources

/// Gives an Ingress that names no class, in either way, the cluster's default one.
package struct DefaultIngressClass: AdmissionPlugin {
    package let name = "DefaultIngressClass"
    private let caches: ObjectCaches

    package init(caches: ObjectCaches) { self.caches = caches }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        operation == .create && type.isSame(as: .ingresses) && subresource.isEmpty
    }

    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) throws(APIError) {
        guard object["spec"]["ingressClassName"].isNull, object["metadata"]["annotations"][Ingress.classAnnotation].isNull else { return }
        if let name = DefaultClass.name(in: caches, .ingressClasses, annotations: [IngressClass.defaultAnnotation]) {
            object["spec"]["ingressClassName"] = .string(name)
        }
    }
}
