/// The two ways of asking what an API server serves.
package enum DiscoveryForm: Sendable, Hashable {
    /// One document per group and version (meta/v1).
    case separate
    /// All groups in one document (KEP-3352), in version `v2` or `v2beta1` of apidiscovery.k8s.io.
    case aggregated(version: String)

    package var contentType: String {
        switch self {
        case .separate: "application/json"
        case .aggregated(let version): "application/json;g=apidiscovery.k8s.io;v=\(version);as=APIGroupDiscoveryList"
        }
    }

    /// What a request for `/api` or `/apis` wants according to its Accept header: the first form it names that is served.
    package init(accept: String) {
        for clause in accept.split(separator: ",") {
            let parts = clause.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let type = parts.first, type == "application/json" || type == "application/*" || type == "*/*" else { continue }
            let parameters = parts.dropFirst()
            guard parameters.contains("as=APIGroupDiscoveryList"), parameters.contains("g=apidiscovery.k8s.io") else {
                if parameters.contains(where: { $0.hasPrefix("as=") }) { continue }
                self = .separate
                return
            }
            guard let version = parameters.first(where: { $0 == "v=v2" || $0 == "v=v2beta1" }) else { continue }
            self = .aggregated(version: String(version.dropFirst(2)))
            return
        }
        self = .separate
    }
}
