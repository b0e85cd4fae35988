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
}
