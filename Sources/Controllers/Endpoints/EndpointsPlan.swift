internal import Document
internal import Resources

/// The core/v1 Endpoints of a service.
enum EndpointsPlan {
    static let managedByLabel = "endpoints.kubernetes.io/managed-by"
    static let managedByValue = "endpoint-controller"
    static let headlessLabel = "service.kubernetes.io/headless"
    static let overCapacityAnnotation = "endpoints.kubernetes.io/over-capacity"
    /// Addresses in one object; EndpointSlices have them all.
    static let addressLimit = 1000

    private struct Subset {
        var ports: [EndpointPort]
        var ready: [JSON] = []
        var unready: [JSON] = []

        var json: JSON {
            [
                "addresses": ready.isEmpty ? .null : .array(ready), "notReadyAddresses": unready.isEmpty ? .null : .array(unready),
                "ports": ports.isEmpty ? .null : .array(ports.map(\.json)),
            ]
        }
    }

    /// One subset for each set of ports, with the ready and the other addresses.
    static func subsets(_ backends: ServiceBackends) -> (subsets: JSON, isTruncated: Bool) {
        var subsets: [Subset] = []
        let hasPorts = !(backends.service.json["spec", "ports"].array ?? []).isEmpty
        for backend in backends.backends where !backend.pod.isBeingDeleted || backends.publishesUnready {
            // Only a headless service may do without ports.
            if backend.ports.isEmpty, hasPorts || !ServiceBackends.isHeadless(backends.service) { continue }
            let address: JSON = [
                "ip": .string(backend.address), "hostname": JSON(backend.hostname), "nodeName": backend.nodeName,
                "targetRef": backend.reference,
            ]
            let index = subsets.firstIndex { $0.ports == backend.ports } ?? subsets.count
            if index == subsets.count { subsets.append(Subset(ports: backend.ports)) }
            if backend.pod.isReady || backends.publishesUnready {
                subsets[index].ready.append(address)
            } else {
                subsets[index].unready.append(address)
            }
        }
        let isTruncated = truncate(&subsets)
        return (.array(subsets.map(\.json)), isTruncated)
    }

    /// Ready addresses have precedence over the others.
    private static func truncate(_ subsets: inout [Subset]) -> Bool {
        guard subsets.reduce(0, { $0 + $1.ready.count + $1.unready.count }) > addressLimit else { return false }
        var room = addressLimit
        for index in subsets.indices {
            subsets[index].ready = Array(subsets[index].ready.prefix(room))
            room -= subsets[index].ready.count
        }
        for index in subsets.indices {
            subsets[index].unready = Array(subsets[index].unready.prefix(room))
            room -= subsets[index].unready.count
        }
        subsets.removeAll { $0.ready.isEmpty && $0.unready.isEmpty }
        return true
    }

    /// What the object should be; nil when it is that already.
    static func wished(_ backends: ServiceBackends, existing: Endpoints?) -> Endpoints? {
        let service = backends.service
        var endpoints = existing ?? Endpoints(name: service.name, namespace: service.namespace)
        var labels = service.labels
        labels[managedByLabel] = managedByValue
        if ServiceBackends.isHeadless(service) { labels[headlessLabel] = "" }
        if labels != endpoints.labels { endpoints.metadata.labels = labels }
        let (subsets, isTruncated) = subsets(backends)
        endpoints.json["subsets"] = subsets.array?.isEmpty ?? true ? .null : subsets
        if isTruncated != (endpoints.annotations[overCapacityAnnotation] != nil) {
            endpoints.metadata.annotations[overCapacityAnnotation] = isTruncated ? "truncated" : nil
        }
        return endpoints.json == existing?.json ? nil : endpoints
    }
}
