internal import Document
internal import Resources

/// The core/v1 Endpoints of a service.
enum EndpointsPlan {
    static let managedByLabel = "endpoints.kubernetes.io/managed-by"
    static let headlessLabel = "service.kubernetes.io/headless"

    /// Subsets: one for each set of ports, with the ready and the other addresses.
    static func subsets(_ backends: ServiceBackends) -> JSON {
        var groups: [(ports: [EndpointPort], ready: [JSON], unready: [JSON])] = []
        for backend in backends.backends where !backend.isTerminating || backends.publishesUnready {
            let address: JSON = [
                "ip": .string(backend.address), "hostname": JSON(backend.hostname),
                "nodeName": backend.pod.spec.nodeName.isEmpty ? .null : .string(backend.pod.spec.nodeName),
                "targetRef": ServiceBackends.reference(backend.pod),
            ]
            if backend.ports.isEmpty, !(backends.service.json["spec", "ports"].array ?? []).isEmpty { continue }
            let index = groups.firstIndex { $0.ports == backend.ports } ?? {
                groups.append((backend.ports, [], []))
                return groups.count - 1
            }()
            if backend.isReady || backends.publishesUnready { groups[index].ready.append(address) } else { groups[index].unready.append(address) }
        }
        return .array(
            groups.map { group in
                [
                    "addresses": group.ready.isEmpty ? .null : .array(group.ready), "notReadyAddresses": group.unready.isEmpty ? .null : .array(group.unready),
                    "ports": group.ports.isEmpty ? .null : .array(group.ports.map(\.json)),
                ]
            })
    }

    /// What the object should be; nil when it is that already.
    static func wished(_ backends: ServiceBackends, existing: Endpoints?) -> Endpoints? {
        let service = backends.service
        var endpoints = existing ?? Endpoints(name: service.name, namespace: service.namespace)
        var labels = service.labels
        labels[managedByLabel] = "endpoint-controller"
        if service.json["spec", "clusterIP"].string == "None" { labels[headlessLabel] = "" }
        endpoints.metadata.labels = labels
        let subsets = subsets(backends)
        endpoints.json["subsets"] = subsets.array?.isEmpty ?? true ? .null : subsets
        return endpoints.json == existing?.json ? nil : endpoints
    }
}
