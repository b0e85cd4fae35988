package import Document

/// networking.k8s.io/v1 ServiceCIDR: ranges that cluster IPs are taken from.
package struct ServiceCIDR: Resource {
    package static let type = ResourceType.serviceCIDRs
    /// The range that the server was started with.
    package static let defaultName = "kubernetes"
    /// Holds up the deletion while addresses of the range are in use.
    package static let finalizer = "networking.k8s.io/service-cidr-finalizer"
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var ranges: [String] { json["spec"]["cidrs"].strings }
    package var isReady: Bool {
        (json["status"]["conditions"].array ?? []).contains { $0["type"] == "Ready" && $0["status"] == "True" }
    }
}

/// networking.k8s.io/v1 IPAddress: says who holds an address, which is its name.
package struct IPAddress: Resource {
    package static let type = ResourceType.ipAddresses
    package static let familyLabel = "ipaddress.kubernetes.io/ip-family"
    package static let managerLabel = "ipaddress.kubernetes.io/managed-by"
    /// The manager of addresses that the API server gave to Services.
    package static let allocator = "ipallocator"
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    /// The Service that holds the address; nil when something else does.
    package var service: ObjectKey? {
        let parent = json["spec"]["parentRef"]
        guard parent["resource"] == "services", (parent["group"].string ?? "").isEmpty else { return nil }
        return ObjectKey(namespace: parent["namespace"].string ?? "", name: parent["name"].string ?? "")
    }

    package var isManagedByAllocator: Bool { json["metadata"]["labels"][Self.managerLabel].string == Self.allocator }

    /// The object for an address of a Service.
    package static func held(_ address: IPv4Address, by service: ObjectKey) -> JSON {
        [
            "apiVersion": "networking.k8s.io/v1", "kind": "IPAddress",
            "metadata": [
                "name": .string(address.description), "labels": [familyLabel: "IPv4", managerLabel: .string(allocator)],
            ],
            "spec": [
                "parentRef": [
                    "resource": "services", "namespace": .string(service.namespace), "name": .string(service.name),
                ]
            ],
        ]
    }
}
