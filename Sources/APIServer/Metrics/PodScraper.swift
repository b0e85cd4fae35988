internal import HTTPServing
internal import Resources

/// Asks pods for the metrics they offer by the annotations that Prometheus made common: `prometheus.io/scrape: "true"`, and
/// `prometheus.io/port`, `path` (`/metrics`) and `scheme` (`http`) where they differ.
struct PodScraper: Sendable {
    struct Target: Sendable, Hashable {
        var uid: String
        var host: String
        var port: Int
        var path: String
        var isTLS: Bool
    }

    let history: ReadingHistory<Target, PodReading>

    /// Where a pod offers its metrics; nil when it does not, or cannot yet.
    static func target(_ pod: Pod) -> Target? {
        let annotations = pod.annotations
        guard annotations["prometheus.io/scrape"] == "true", pod.status.phase == Pod.Phase.running, !pod.status.podIP.isEmpty else {
            return nil
        }
        let port: Int?
        if let text = annotations["prometheus.io/port"] {
            port = Int(text)
        } else {
            port = pod.spec.containers.lazy.flatMap(\.ports).first?.containerPort
        }
        guard let port, (1...65_535).contains(port) else { return nil }
        var path = annotations["prometheus.io/path"] ?? "/metrics"
        if !path.hasPrefix("/") { path = "/" + path }
        guard path.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 0x20 }) else { return nil }
        return Target(uid: pod.uid, host: pod.status.podIP, port: port, path: path, isTLS: annotations["prometheus.io/scheme"] == "https")
    }

    /// The readings of those targets that answer.
    func readings(_ targets: some Collection<Target>) async -> [Target: ReadingHistory<Target, PodReading>.Pair] {
        await MetricsFetch.each(targets) { target in
            try await history.pair(target) {
                // What pods show of themselves is signed by nobody in particular.
                let tls = target.isTLS ? try ClientTLS(authority: nil) : nil
                let connection = HTTPClientConnection(host: target.host, port: target.port, tls: tls)
                return PodReading(try await MetricsFetch.text(connection, target.path))
            }
        }
    }
}
