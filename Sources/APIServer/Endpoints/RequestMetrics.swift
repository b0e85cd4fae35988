internal import Resources
internal import Synchronization

/// Counts and times requests, and prints them for Prometheus (text format 0.0.4).
package final class RequestMetrics: Sendable {
    private struct Series: Hashable {
        var verb: String
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

    /// Upper bounds of the duration histogram, seconds.
    private static let bounds: [Double] = [0.0005, 0.001, 0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.5, 2, 5, 10, 30, 60]
    /// Series are bounded by what is served; unknown paths share one. This is a second bound.
    private static let seriesLimit = 5_000

    private let values = Mutex<[Series: Values]>([:])

    package init() {}

    /// - Parameters:
    ///   - contentType: of the request's body.
    ///   - code: the HTTP status of the answer; 0 when nothing was answered.
    func record(_ info: RequestInfo, contentType: String?, code: Int, seconds: Double) {
        let isKnown = code != 404 && code != 405
        let verb = Self.verb(info, contentType: contentType)
        let series =
            info.isResourceRequest && isKnown
            ? Series(
                verb: verb, group: info.group, version: info.version, resource: info.resource, subresource: info.subresource,
                scope: info.name.isEmpty && info.verb != "create" ? (info.namespace.isEmpty ? "cluster" : "namespace") : "resource")
            : Series(verb: verb, group: "", version: "", resource: "", subresource: "", scope: "")
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

    func write(to text: inout String) {
        let snapshot = values.withLock { $0 }
        let sorted = snapshot.sorted { Self.labels($0.key) < Self.labels($1.key) }
        text += "# HELP apiserver_request_total Requests by verb, resource and code.\n# TYPE apiserver_request_total counter\n"
        for (series, values) in sorted {
            for (code, count) in values.codes.sorted(by: { $0.key < $1.key }) {
                text += "apiserver_request_total{\(Self.labels(series)),code=\"\(code)\"} \(count)\n"
            }
        }
        text += "# HELP apiserver_request_duration_seconds Time to answer, in seconds.\n"
        text += "# TYPE apiserver_request_duration_seconds histogram\n"
        for (series, values) in sorted {
            let labels = Self.labels(series)
            var sum = 0
            for (bound, count) in zip(Self.bounds, values.buckets) {
                sum += count
                text += "apiserver_request_duration_seconds_bucket{\(labels),le=\"\(bound)\"} \(sum)\n"
            }
            text += "apiserver_request_duration_seconds_bucket{\(labels),le=\"+Inf\"} \(values.count)\n"
            text += "apiserver_request_duration_seconds_sum{\(labels)} \(values.seconds)\n"
            text += "apiserver_request_duration_seconds_count{\(labels)} \(values.count)\n"
        }
    }

    private static func labels(_ series: Series) -> String {
        "verb=\"\(series.verb)\",group=\"\(series.group)\",version=\"\(series.version)\",resource=\"\(series.resource)\","
            + "subresource=\"\(series.subresource)\",scope=\"\(series.scope)\""
    }
}
