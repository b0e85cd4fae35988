internal import Resources

/// The metrics that one pod told of itself at one moment.
struct PodReading: Sendable {
    /// Samples kept of one pod.
    static let sampleLimit = 5_000

    private struct Series: Sendable {
        var labels: [String: String]
        var value: Double
    }

    private var series: [String: [Series]] = [:]
    private var counters: Set<String> = []

    init(_ text: PrometheusText) {
        for sample in text.samples.prefix(Self.sampleLimit) where sample.value.isFinite {
            series[sample.name, default: []].append(Series(labels: sample.labels, value: sample.value))
        }
        for name in series.keys where text.isCounter(name) { counters.insert(name) }
    }

    /// The names under which the metrics of a reading may be asked for.
    var names: Set<String> { Set(series.keys.map { counters.contains($0) ? Self.rateName($0) : $0 }) }

    /// A counter's rate is named after it, without `_total`.
    private static func rateName(_ counter: String) -> String {
        counter.hasSuffix("_total") ? String(counter.dropLast("_total".count)) : counter
    }

    /// What a metric is, by its labels: a gauge as it was told, a counter as its growth per second since the reading before.
    /// A counter `x_total` is asked for as `x`, `x_total` or `x_per_second`.
    /// - Parameter seconds: between the two readings.
    static func values(
        _ name: String, matching selector: LabelSelector, old: PodReading, new: PodReading, seconds: Double
    ) -> [[String: String]: Double] {
        if let gauges = new.series[name], !new.counters.contains(name) {
            return Dictionary(gauges.filter { selector.matches($0.labels) }.map { ($0.labels, $0.value) }, uniquingKeysWith: +)
        }
        var candidates = [name, name + "_total"]
        if name.hasSuffix("_per_second") {
            let stem = String(name.dropLast("_per_second".count))
            candidates += [stem, stem + "_total"]
        }
        guard let counter = candidates.first(where: { new.counters.contains($0) }) else { return [:] }
        let before = Dictionary((old.series[counter] ?? []).map { ($0.labels, $0.value) }, uniquingKeysWith: +)
        var rates: [[String: String]: Double] = [:]
        for one in new.series[counter] ?? [] where selector.matches(one.labels) {
            // A series that was not there before had counted nothing; one that is smaller than it was has begun anew.
            let start = before[one.labels] ?? 0
            rates[one.labels, default: 0] += (one.value >= start ? one.value - start : one.value) / seconds
        }
        return rates
    }
}

extension Double {
    /// As an amount, to the thousandth.
    var milliQuantity: Quantity {
        let scaled = (self * 1000).rounded()
        return Quantity(milli: scaled >= 9e18 ? .max : scaled <= -9e18 ? .min : Int64(scaled))
    }
}
