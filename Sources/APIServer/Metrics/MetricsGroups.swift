internal import Document
package import Resources

/// The metrics APIs, served by this server itself.
package enum MetricsGroups {
    /// - Parameter pause: sleeps for a number of seconds.
    package static func all(
        registry: ResourceRegistry, kubelets: KubeletAccess, now: @escaping @Sendable () -> Timestamp,
        pause: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) -> [any ComputedGroup] {
        let scraper = PodScraper(history: ReadingHistory(now: now, pause: pause))
        let pods = MetricPods(registry: registry)
        return [
            ResourceMetricsGroup(registry: registry, kubelets: kubelets, now: now, history: ReadingHistory(now: now, pause: pause)),
            CustomMetricsGroup(pods: pods, scraper: scraper), ExternalMetricsGroup(pods: pods, scraper: scraper),
        ]
    }

    /// The APIServices that tell clients of these groups.
    static let services: [JSON] = [
        service(group: ResourceMetricsGroup.name, version: "v1beta1"), service(group: CustomMetricsGroup.name, version: "v1beta1"),
        service(group: CustomMetricsGroup.name, version: "v1beta2"), service(group: ExternalMetricsGroup.name, version: "v1beta1"),
    ]

    private static func service(group: String, version: String) -> JSON {
        [
            "apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService",
            "metadata": ["name": .string("\(version).\(group)"), "labels": ["kube-aggregator.kubernetes.io/automanaged": "true"]],
            "spec": ["group": .string(group), "version": .string(version), "groupPriorityMinimum": 100, "versionPriority": 100],
        ]
    }

    /// What is said of a group that the server answers for itself.
    static func available(now: Timestamp) -> JSON {
        [
            "conditions": [
                [
                    "type": "Available", "status": "True", "lastTransitionTime": .string(now.wholeSeconds.description), "reason": "Local",
                    "message": "Local APIServices are always available",
                ]
            ]
        ]
    }
}
