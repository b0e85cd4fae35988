// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// networking.k8s.io/v1 Ingress: HTTP requests by host and path to services.
package struct Ingress: Resource {
    package static let type = ResourceType.ingresses
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: IngressSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: IngressStatus { get { self["status"] } set { self["status"] = newValue } }

    /// The older way to choose who implements an Ingress.
    package static let classAnnotation = "kubernetes.io/ingress.class"
}

/// Which requests go where.
package struct IngressSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var ingressClassName: String? { get { self["ingressClassName"] } set { self["ingressClassName"] = newValue } }
    package var defaultBackend: IngressBackend? { get { self["defaultBackend"] } set { self["defaultBackend"] = newValue } }
    package var tls: [IngressTLS] { get { self["tls"] } set { self["tls"] = newValue } }
    package var rules: [IngressRule] { get { self["rules"] } set { self["rules"] = newValue } }
}

/// Hosts and the Secret with their certificate.
package struct IngressTLS: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var hosts: [String] { get { self["hosts"] } set { self["hosts"] = newValue } }
    package var secretName: String { get { self["secretName"] } set { self["secretName"] = newValue } }
}

/// The paths of one host; no host stands for every host, no `http` for the default backend.
package struct IngressRule: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var host: String { get { self["host"] } set { self["host"] = newValue } }
    package var http: IngressRuleValue? { get { self["http"] } set { self["http"] = newValue } }
}

package struct IngressRuleValue: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var paths: [IngressPath] { get { self["paths"] } set { self["paths"] = newValue } }
}

/// `pathType` is Exact, Prefix or ImplementationSpecific.
package struct IngressPath: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var path: String { get { self["path"] } set { self["path"] = newValue } }
    package var pathType: String { get { self["pathType"] } set { self["pathType"] = newValue } }
    package var backend: IngressBackend { get { self["backend"] } set { self["backend"] = newValue } }
}

/// A service's port, or another resource.
package struct IngressBackend: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var service: IngressServiceBackend? { get { self["service"] } set { self["service"] = newValue } }
    package var resource: JSON? { get { self["resource"] } set { self["resource"] = newValue } }
}

package struct IngressServiceBackend: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var port: ServiceBackendPort { get { self["port"] } set { self["port"] = newValue } }
}

/// Either a name or a number.
package struct ServiceBackendPort: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var number: Int { get { self["number"] } set { self["number"] = newValue } }
}

package struct IngressStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var loadBalancer: LoadBalancerStatus { get { self["loadBalancer"] } set { self["loadBalancer"] = newValue } }
}

/// networking.k8s.io/v1 IngressClass: names who implements Ingresses that ask for it.
package struct IngressClass: Resource {
    package static let type = ResourceType.ingressClasses
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var controller: String { json["spec"]["controller"].string ?? "" }

    package static let defaultAnnotation = "ingressclass.kubernetes.io/is-default-class"
    package var isDefault: Bool { annotations[Self.defaultAnnotation] == "true" }
}
