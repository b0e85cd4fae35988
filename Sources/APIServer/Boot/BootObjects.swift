internal import Document
internal import Resources

/// The objects every cluster starts with, beside roles and bindings.
enum BootObjects {
    static let namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"]

    /// The two classes of the system's own pods. Their values lie above all that users may give.
    static let priorityClasses: [(name: String, value: Int, description: String)] = [
        (
            "system-cluster-critical", 2_000_000_000,
            "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."
        ),
        (
            "system-node-critical", 2_000_001_000,
            "Used for system critical pods that must not be moved from their current node."
        ),
    ]

    static func namespace(_ name: String) -> JSON {
        [
            "apiVersion": "v1", "kind": "Namespace",
            "metadata": ["name": .string(name), "labels": ["kubernetes.io/metadata.name": .string(name)]],
        ]
    }

    static func priorityClass(_ name: String, _ value: Int, _ description: String) -> JSON {
        [
            "apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": ["name": .string(name)],
            "value": .int(Int64(value)), "description": .string(description),
        ]
    }

    static func serviceRange(_ range: CIDR) -> JSON {
        [
            "apiVersion": "networking.k8s.io/v1", "kind": "ServiceCIDR", "metadata": ["name": "kubernetes"],
            "spec": ["cidrs": [.string(range.description)]],
        ]
    }

    /// What servers of aggregated APIs have to know to find out who sends a request: whose certificates count, and how a proxy speaks for
    /// users. The keys are upstream's, lists are JSON in strings.
    static func authentication(_ clientAuthorityPEM: String?, _ proxy: FrontProxy?) -> JSON {
        var data: [String: String] = [:]
        data["client-ca-file"] = clientAuthorityPEM
        if let proxy {
            data["requestheader-client-ca-file"] = proxy.authorityPEM
            data["requestheader-allowed-names"] = JSON(proxy.names).text
            data["requestheader-username-headers"] = JSON(proxy.headers.users).text
            data["requestheader-uid-headers"] = JSON(proxy.headers.uids).text
            data["requestheader-group-headers"] = JSON(proxy.headers.groups).text
            data["requestheader-extra-headers-prefix"] = JSON(proxy.headers.extraPrefixes).text
        }
        return [
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": ["name": "extension-apiserver-authentication", "namespace": "kube-system"],
            "data": data.isEmpty ? .null : JSON(data),
        ]
    }

    /// The default class: directories of the node that the first pod runs on, which this cluster makes itself.
    static let storageClass: JSON = [
        "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass",
        "metadata": [
            "name": .string(LocalVolumes.defaultClass), "annotations": ["storageclass.kubernetes.io/is-default-class": "true"],
        ],
        "provisioner": .string(LocalVolumes.provisioner), "reclaimPolicy": "Delete", "volumeBindingMode": "WaitForFirstConsumer",
        "allowVolumeExpansion": true,
    ]

    private static let apiLabels: JSON = ["component": "apiserver", "provider": "kubernetes"]

    /// The service `kubernetes` in `default`: the API server at the first address of the service range.
    static func apiService(clusterIP: String, port: Int) -> JSON {
        [
            "apiVersion": "v1", "kind": "Service", "metadata": ["name": "kubernetes", "namespace": "default", "labels": apiLabels],
            "spec": [
                "clusterIP": .string(clusterIP), "ipFamilyPolicy": "SingleStack", "sessionAffinity": "None", "type": "ClusterIP",
                "ports": [["name": "https", "port": 443, "protocol": "TCP", "targetPort": .int(Int64(port))]],
            ],
        ]
    }

    static func apiEndpoints(addresses: [String], port: Int) -> JSON {
        [
            "apiVersion": "v1", "kind": "Endpoints",
            "metadata": [
                "name": "kubernetes", "namespace": "default", "labels": ["endpointslice.kubernetes.io/skip-mirror": "true"],
            ],
            "subsets": [
                [
                    "addresses": .array(addresses.map { ["ip": .string($0)] }),
                    "ports": [["name": "https", "port": .int(Int64(port)), "protocol": "TCP"]],
                ]
            ],
        ]
    }

    static func apiEndpointSlice(addresses: [String], port: Int) -> JSON {
        [
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": ["name": "kubernetes", "namespace": "default", "labels": ["kubernetes.io/service-name": "kubernetes"]],
            "addressType": "IPv4",
            "endpoints": .array(addresses.map { ["addresses": [.string($0)], "conditions": ["ready": true]] }),
            "ports": [["name": "https", "port": .int(Int64(port)), "protocol": "TCP"]],
        ]
    }
}
