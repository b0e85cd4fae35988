internal import Client
internal import Document
internal import Resources

/// Asks the metrics APIs, as any autoscaler would.
struct MetricsReader: Sendable {
    /// Seconds a custom metric is taken to cover when it does not say (upstream's default).
    static let defaultWindowSeconds = 60.0

    let client: any APIClient

    /// - Parameters:
    ///   - selector: of the pods, as text.
    ///   - container: the only container that counts; empty for all.
    func resource(
        _ resource: String, namespace: String, selector: String, container: String
    ) async throws -> [String: PodMetric] {
        let path = "/apis/metrics.k8s.io/v1beta1/namespaces/\(namespace)/pods"
        let items = try await items(path, [("labelSelector", selector)], "resource")
        var result: [String: PodMetric] = [:]
        for item in items {
            var containers = item["containers"].array ?? []
            if !container.isEmpty { containers = containers.filter { $0["name"].string == container } }
            let amounts = containers.compactMap { Quantity(field: $0["usage"][resource])?.milliValue }
            guard let name = item["metadata"]["name"].string, !amounts.isEmpty, amounts.count == containers.count else { continue }
            result[name] = PodMetric(
                value: amounts.reduce(0, ReplicaCalculator.saturating), time: Timestamp(item["timestamp"].string ?? "") ?? .zero,
                window: GoDuration.seconds(item["window"].string ?? "") ?? 0)
        }
        return result
    }

    /// A metric of each of the pods.
    func pods(_ metric: String, namespace: String, selector: String, metricSelector: String) async throws -> [String: PodMetric] {
        let path = "/apis/custom.metrics.k8s.io/v1beta2/namespaces/\(namespace)/pods/*/\(metric)"
        var result: [String: PodMetric] = [:]
        for item in try await items(path, [("labelSelector", selector), ("metricLabelSelector", metricSelector)], "custom") {
            guard let name = item["describedObject"]["name"].string, let value = Quantity(field: item["value"]) else { continue }
            result[name] = PodMetric(
                value: value.milliValue, time: Timestamp(item["timestamp"].string ?? "") ?? .zero,
                window: item["windowSeconds"].int.map(Double.init) ?? Self.defaultWindowSeconds)
        }
        return result
    }

    /// A metric of one object, in thousandths.
    /// - Parameter resource: `services`, `deployments.apps`; nil for the namespace itself.
    func object(_ metric: String, namespace: String, resource: String?, name: String, metricSelector: String) async throws -> Int64 {
        let place = resource.map { "\($0)/\(name)" } ?? "metrics"
        let path = "/apis/custom.metrics.k8s.io/v1beta2/namespaces/\(namespace)/\(place)/\(metric)"
        let values = try await items(path, [("metricLabelSelector", metricSelector)], "custom")
        return Quantity(field: values[0]["value"])?.milliValue ?? 0
    }

    /// The sum of all values of a metric that belongs to no object, in thousandths.
    func external(_ metric: String, namespace: String, metricSelector: String) async throws -> Int64 {
        let path = "/apis/external.metrics.k8s.io/v1beta1/namespaces/\(namespace)/\(metric)"
        return try await items(path, [("labelSelector", metricSelector)], "external")
            .compactMap { Quantity(field: $0["value"])?.milliValue }.reduce(0, ReplicaCalculator.saturating)
    }

    /// At least one.
    private func items(_ path: String, _ query: [(String, String)], _ which: String) async throws -> [JSON] {
        let list: JSON
        do {
            let parameters = query.filter { !$0.1.isEmpty }.map { (name: $0.0, value: $0.1) }
            list = try await JSON.parse(client.send(APIRequest(path: path, query: parameters, accept: MediaType.json)).body)
        } catch let error as APIError {
            throw CalculationError("unable to fetch metrics from \(which) metrics API: \(error.message)")
        }
        guard let items = list["items"].array, !items.isEmpty else {
            throw CalculationError("no metrics returned from \(which) metrics API")
        }
        return items
    }
}

/// Lengths of time as Go writes them.
enum GoDuration {
    private static let units: [(name: String, seconds: Double)] = [
        ("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("h", 3600), ("m", 60), ("s", 1),
    ]

    /// Of a text such as `1m2.5s`; nil when it is none.
    static func seconds(_ text: String) -> Double? {
        var rest = Substring(text)
        var sum = 0.0
        if rest.isEmpty { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest.dropFirst(digits.count)
            guard let number = Double(digits), let unit = units.first(where: { rest.hasPrefix($0.name) }) else { return nil }
            rest = rest.dropFirst(unit.name.count)
            sum += number * unit.seconds
        }
        return sum
    }
}
