package import Document

/// The flow schemas and priority levels that every API server has (upstream: `flowcontrol/bootstrap`).
/// Two of each are mandatory: they cannot be changed, and are made again when they are deleted.
package enum FlowControlDefaults {
    private static let apiVersion: JSON = "flowcontrol.apiserver.k8s.io/v1"

    package static let priorityLevels: [JSON] = [
        level("exempt", ["type": "Exempt", "exempt": ["nominalConcurrencyShares": 0, "lendablePercent": 0]]),
        level(
            "catch-all",
            [
                "type": "Limited",
                "limited": ["nominalConcurrencyShares": 5, "lendablePercent": 0, "limitResponse": ["type": "Reject"]],
            ]),
        limited("system", shares: 30, lendable: 33, queues: 64, hand: 6),
        limited("node-high", shares: 40, lendable: 25, queues: 64, hand: 6),
        limited("leader-election", shares: 10, lendable: 0, queues: 16, hand: 4),
        limited("workload-high", shares: 40, lendable: 50, queues: 128, hand: 6),
        limited("workload-low", shares: 100, lendable: 90, queues: 128, hand: 6),
        limited("global-default", shares: 20, lendable: 50, queues: 128, hand: 6),
    ]

    package static let flowSchemas: [JSON] = [
        schema("exempt", "exempt", 1, nil, groups("system:masters"), [everything], everyURL),
        schema("probes", "exempt", 2, nil, everyone, [], [["verbs": ["get"], "nonResourceURLs": ["/healthz", "/readyz", "/livez"]]]),
        schema(
            "system-leader-election", "leader-election", 100, "ByUser",
            users("system:kube-controller-manager", "system:kube-scheduler") + kubeSystem,
            [rule(["get", "create", "update"], ["coordination.k8s.io"], ["leases"], clusterScope: false)], []),
        schema(
            "system-node-high", "node-high", 400, "ByUser", groups("system:nodes"),
            [
                rule(["*"], [""], ["nodes", "nodes/status"], clusterScope: true),
                rule(["*"], ["coordination.k8s.io"], ["leases"], clusterScope: false),
            ], []),
        schema("system-nodes", "system", 500, "ByUser", groups("system:nodes"), [everything], everyURL),
        schema(
            "kube-controller-manager", "workload-high", 800, "ByNamespace", users("system:kube-controller-manager"), [everything], everyURL),
        schema("kube-scheduler", "workload-high", 800, "ByNamespace", users("system:kube-scheduler"), [everything], everyURL),
        schema("kube-system-service-accounts", "workload-high", 900, "ByNamespace", kubeSystem, [everything], everyURL),
        schema("service-accounts", "workload-low", 9000, "ByUser", groups("system:serviceaccounts"), [everything], everyURL),
        schema("global-default", "global-default", 9900, "ByUser", everyone, [everything], everyURL),
        schema("catch-all", "catch-all", 10000, "ByUser", everyone, [everything], everyURL),
    ]

    package static func isMandatory(_ name: String) -> Bool { name == "exempt" || name == "catch-all" }

    /// Those whose spec nobody may change.
    static func mandatory(_ documents: [JSON], _ name: String) -> JSON? {
        guard isMandatory(name) else { return nil }
        return documents.first { $0["metadata"]["name"].string == name }?["spec"]
    }

    // MARK: Pieces

    private static func metadata(_ name: String) -> JSON {
        ["name": .string(name), "annotations": ["apf.kubernetes.io/autoupdate-spec": "true"]]
    }

    private static func level(_ name: String, _ spec: JSON) -> JSON {
        ["apiVersion": apiVersion, "kind": "PriorityLevelConfiguration", "metadata": metadata(name), "spec": spec]
    }

    private static func limited(_ name: String, shares: Int, lendable: Int, queues: Int, hand: Int) -> JSON {
        let queuing: JSON = ["queues": JSON(queues), "handSize": JSON(hand), "queueLengthLimit": 50]
        return level(
            name,
            [
                "type": "Limited",
                "limited": [
                    "nominalConcurrencyShares": JSON(shares), "lendablePercent": JSON(lendable),
                    "limitResponse": ["type": "Queue", "queuing": queuing],
                ],
            ])
    }

    private static func schema(
        _ name: String, _ level: String, _ precedence: Int, _ distinguisher: String?, _ subjects: [JSON], _ resources: [JSON],
        _ urls: [JSON]
    ) -> JSON {
        let rule: JSON = [
            "subjects": .array(subjects), "resourceRules": resources.isEmpty ? .null : .array(resources),
            "nonResourceRules": urls.isEmpty ? .null : .array(urls),
        ]
        var method = JSON.null
        if let distinguisher { method = ["type": .string(distinguisher)] }
        return [
            "apiVersion": apiVersion, "kind": "FlowSchema", "metadata": metadata(name),
            "spec": [
                "priorityLevelConfiguration": ["name": .string(level)], "matchingPrecedence": JSON(precedence),
                "distinguisherMethod": method, "rules": [rule],
            ],
        ]
    }

    private static let everything = rule(["*"], ["*"], ["*"], clusterScope: true)
    private static let everyURL: [JSON] = [["verbs": ["*"], "nonResourceURLs": ["*"]]]
    private static let everyone = groups("system:unauthenticated", "system:authenticated")
    private static let kubeSystem: [JSON] = [["kind": "ServiceAccount", "serviceAccount": ["name": "*", "namespace": "kube-system"]]]

    private static func rule(_ verbs: [String], _ groups: [String], _ resources: [String], clusterScope: Bool) -> JSON {
        [
            "verbs": JSON(verbs), "apiGroups": JSON(groups), "resources": JSON(resources),
            "clusterScope": clusterScope ? true : .null, "namespaces": ["*"],
        ]
    }

    private static func groups(_ names: String...) -> [JSON] { names.map { ["kind": "Group", "group": ["name": .string($0)]] } }
    private static func users(_ names: String...) -> [JSON] { names.map { ["kind": "User", "user": ["name": .string($0)]] } }
}
