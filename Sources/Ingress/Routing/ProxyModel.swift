/// Everything the proxy is to do, free of Kubernetes' objects: what the plan yields and the configuration is rendered from.
package struct ProxyModel: Hashable, Sendable {
    /// In the order in which they are tried.
    package var routes: [Route] = []
    /// By name, every backend a route or the default names.
    package var backends: [String: ProxyBackend] = [:]
    /// For what no route takes; nil: 404.
    package var defaultBackend: String?
    /// In the order in which they are looked at.
    package var certificates: [ServedCertificate] = []

    package init() {}

    /// The same without regular expressions, for a proxy that refuses one of them.
    package var withoutExpressions: ProxyModel {
        var model = self
        model.routes.removeAll { $0.path.isExpression }
        let used = Set(model.routes.map(\.backend) + [model.defaultBackend].compactMap { $0 })
        model.backends = model.backends.filter { used.contains($0.key) }
        return model
    }
}

package struct Route: Hashable, Sendable {
    package var host: HostPattern
    package var path: PathPattern
    /// A name among the model's backends.
    package var backend: String
}

/// A port of a service, as one or several Ingresses with the same wishes use it.
package struct ProxyBackend: Hashable, Sendable {
    package var options: BackendOptions
    package var servers: Servers

    package enum Servers: Hashable, Sendable {
        /// Ready endpoints in order; none: 503.
        case addresses([ServerAddress])
        /// A name outside (ExternalName), resolved by the cluster's DNS.
        case name(String, port: UInt16)

        var isName: Bool { if case .name = self { true } else { false } }
    }
}

package struct ServerAddress: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var address: String
    package var port: UInt16

    package init(address: String, port: UInt16) {
        self.address = address
        self.port = port
    }

    package var description: String { "\(address):\(port)" }
    package static func < (left: ServerAddress, right: ServerAddress) -> Bool {
        (left.address, left.port) < (right.address, right.port)
    }
}

/// A certificate with its key for some hosts.
package struct ServedCertificate: Hashable, Sendable {
    /// The file's name, one for each Secret.
    package var file: String
    /// Chain and key as PEM, without empty lines.
    package var pem: String
    /// In order; empty: the names in the certificate itself.
    package var hosts: [String]
}
