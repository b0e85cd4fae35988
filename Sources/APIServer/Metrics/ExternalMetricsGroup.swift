internal import Document
internal import Resources

/// external.metrics.k8s.io: metrics that describe no object of the cluster, such as the length of a queue elsewhere. They come from
/// whatever pods of the namespace tell them (exporters), chosen by the labels of the series: one value for each set of labels.
struct ExternalMetricsGroup: ComputedGroup {
    static let name = "external.metrics.k8s.io"
    var group: String { Self.name }

    let pods: MetricPods
    let scraper: PodScraper

    func outcome(_ call: Call) throws(APIError) -> Outcome {
        let info = call.info
        guard info.version == "v1beta1", !info.namespace.isEmpty, !info.resource.isEmpty, info.name.isEmpty else {
            throw .resourceNotFound
        }
        guard info.verb == "list" || info.verb == "get" else { throw .methodNotAllowed() }
        let selector = try CustomMetricsGroup.selector(call, "labelSelector")
        let representation = try Representation.negotiate(call.headers, call.query, hasProtobuf: false)
        let targets = pods.selected(.everything, in: info.namespace).compactMap(PodScraper.target)
        let metric = info.resource
        return .later {
            var values: [[String: String]: Double] = [:]
            var time: Timestamp?
            for pair in await scraper.readings(targets).values {
                let found = PodReading.values(metric, matching: selector, old: pair.old, new: pair.new, seconds: pair.seconds)
                if !found.isEmpty { time = min(time ?? pair.time, pair.time) }
                values.merge(found, uniquingKeysWith: +)
            }
            let items = values.sorted { JSON($0.key).text < JSON($1.key).text }.map { labels, value -> JSON in
                [
                    "metricName": .string(metric), "metricLabels": JSON(labels), "timestamp": JSON(time?.wholeSeconds.description),
                    "value": .string(value.milliQuantity.description),
                ]
            }
            let list: JSON = [
                "kind": "ExternalMetricValueList", "apiVersion": .string("\(group)/v1beta1"), "metadata": [:], "items": .array(items),
            ]
            return Presenter.document(200, list, representation)
        }
    }
}
