internal import Resources
internal import Synchronization

/// Counts and times requests, and prints them for Prometheus (text format 0.0.4).
package final class RequestMetrics: Sendable {
    private struct Series: Hashable {
        var verb: String
        var dryRun: String
        var group: String
        var version: String
        var resource: String
        var subresource: String
        var scope: String
    }

    private struct Values {
        var codes: [Int: Int] = [:]
        var buckets: [Int]
        var seconds = 0.0
        var count = 0

        mutating func add(code: Int, seconds: Double) {
            codes[code, default: 0] += 1
            if let bucket = RequestMetrics.bounds.firstIndex(where: { seconds <= $0 }) { buckets[bucket] += 1 }
            self.seconds += seconds
            count += 1
        }
    }

    /// Upper bounds of the duration histogram, seconds: upstream's, which rules and dashboards name.
    private static let bounds: [Double] = [
        0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60,
    ]
    /// Series are bounded by what is served; unknown paths share one. This is a second bound.
    private static let seriesLimit = 5_000

    private let values = Mutex<[Series: Values]>([:])

    package init() {}

    /// - Parameters:
    ///   - query: the request's parameters, of which `dryRun` is told.
    ///   - contentType: of the request's body.
    ///   - code: the HTTP status of the answer; 0 when nothing was answered.
    func record(_ info: RequestInfo, _ query: QueryParameters, contentType: String?, code: Int, seconds: Double) {
        let isKnown = code != 404 && code != 405
        let (verb, dryRun) = (Self.verb(info, contentType: contentType), Self.dryRun(query))
        let series =
            info.isResourceRequest && isKnown
            ? Series(
                verb: verb, dryRun: dryRun, group: info.group, version: info.version, resource: info.resource,
                subresource: info.subresource,
                scope: info.name.isEmpty && info.verb != "create" ? (info.namespace.isEmpty ? "cluster" : "namespace") : "resource")
            : Series(verb: verb, dryRun: dryRun, group: "", version: "", resource: "", subresource: "", scope: "")
        values.withLock { values in
            if values.count >= Self.seriesLimit, values[series] == nil { return }
            values[series, default: Values(buckets: Array(repeating: 0, count: Self.bounds.count))].add(code: code, seconds: seconds)
        }
    }

    /// Subresources that join a client with something behind the server.
    private static let connections: Set<String> = ["log", "exec", "portforward", "attach", "proxy"]

    /// How metrics name what is asked for, as rules and dashboards written for upstream expect it: the method, with words of their own for
    /// lists, watches, applied configurations and connections.
    static func verb(_ info: RequestInfo, contentType: String?) -> String {
        if info.isResourceRequest, connections.contains(info.subresource) { return "CONNECT" }
        switch info.verb {
        case "create", "post": return "POST"
        case "update", "put": return "PUT"
        case "delete", "deletecollection": return "DELETE"
        case "patch": return contentType.map(MediaType.essence) == MediaType.applyPatch ? "APPLY" : "PATCH"
        case "get", "head": return "GET"
        case "list", "watch", "proxy": return info.verb.uppercased()
        default: return "other"
        }
    }

    /// The stages left out, which can be all of them, or a word for what makes no sense.
    static func dryRun(_ query: QueryParameters) -> String {
        if query.isEmpty { return "" }
        let wishes = query.all("dryRun")
        return wishes.isEmpty ? "" : wishes.allSatisfy { $0 == "All" } ? "All" : "invalid"
    }

    func write(to text: inout String) {
        let snapshot = values.withLock { $0 }
        let sorted = snapshot.sorted { Self.labels($0.key) < Self.labels($1.key) }
        text += "# HELP apiserver_request_total Requests by verb, resource and code.\n# TYPE apiserver_request_total counter\n"
        for (series, values) in sorted {
            for (code, count) in values.codes.sorted(by: { $0.key < $1.key }) {
                text += "apiserver_request_total{code=\"\(code)\",\(Self.labels(series))} \(count)\n"
            }
        }
        text += "# HELP apiserver_request_duration_seconds Time to answer, in seconds.\n"
        text += "# TYPE apiserver_request_duration_seconds histogram\n"
        for (series, values) in sorted {
            let labels = Self.labels(series)
            var sum = 0
            for (bound, count) in zip(Self.bounds, values.buckets) {
                sum += count
                text += "apiserver_request_duration_seconds_bucket{\(labels),le=\"\(Self.text(bound))\"} \(sum)\n"
            }
            text += "apiserver_request_duration_seconds_bucket{\(labels),le=\"+Inf\"} \(values.count)\n"
            text += "apiserver_request_duration_seconds_sum{\(labels)} \(values.seconds)\n"
            text += "apiserver_request_duration_seconds_count{\(labels)} \(values.count)\n"
        }
    }

    /// Whole bounds without a fraction, as Prometheus' own libraries print them.
    private static func text(_ bound: Double) -> String { Int(exactly: bound).map(String.init) ?? "\(bound)" }

    /// In the order of their names, as Prometheus' own libraries print them.
    private static func labels(_ series: Series) -> String {
        "component=\"apiserver\",dry_run=\"\(series.dryRun)\",group=\"\(series.group)\",resource=\"\(series.resource)\","
            + "scope=\"\(series.scope)\",subresource=\"\(series.subresource)\",verb=\"\(series.verb)\",version=\"\(series.version)\""
    }
}
