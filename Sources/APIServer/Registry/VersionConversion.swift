package import Document
package import Resources

/// How an object looks in a version other than the one it is stored in.
package struct VersionConversion: Sendable {
    /// From the stored to the served version, apiVersion and kind excepted.
    package var toServed: @Sendable (JSON) -> JSON
    package var toStored: @Sendable (JSON) -> JSON

    /// Versions that differ in nothing but their name.
    package static let sameShape = VersionConversion(toServed: { $0 }, toStored: { $0 })

    /// Versions that differ in the names of top-level fields: pairs of stored and served name.
    package static func renaming(_ names: [(stored: String, served: String)]) -> VersionConversion {
        VersionConversion(
            toServed: { rename($0, names.map { ($0.stored, $0.served) }) }, toStored: { rename($0, names.map { ($0.served, $0.stored) }) })
    }

    private static func rename(_ object: JSON, _ names: [(String, String)]) -> JSON {
        guard let members = object.object else { return object }
        var result = JSONObject(minimumCapacity: members.count)
        for (key, value) in members { result.append(names.first { $0.0 == key }?.1 ?? key, value) }
        return .object(result)
    }

    /// The conversion between two versions of one resource; nil when they are the same.
    package static func between(stored: ResourceType, served: ResourceType) -> VersionConversion? {
        if stored == served { return nil }
        switch (stored.group, served.group, served.plural) {
        case ("", "events.k8s.io", "events"): return events
        case ("autoscaling", "autoscaling", "horizontalpodautoscalers") where served.version == "v1": return horizontalPodAutoscalerV1
        default: return .sameShape
        }
    }

    /// core/v1 events are served as events.k8s.io/v1 too.
    private static let events = renaming([
        ("involvedObject", "regarding"), ("message", "note"), ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"), ("reportingComponent", "reportingController"),
    ])

    /// autoscaling/v1 knows one metric: CPU in percent of the request.
    private static let horizontalPodAutoscalerV1 = VersionConversion(
        toServed: { object in
            var served = object
            var metrics = object["spec"]["metrics"].array ?? []
            if let index = metrics.firstIndex(where: isCPU) {
                served["spec"]["targetCPUUtilizationPercentage"] = metrics[index]["resource"]["target"]["averageUtilization"]
                metrics.remove(at: index)
            }
            served["spec"]["metrics"] = .null
            if let current = (object["status"]["currentMetrics"].array ?? []).first(where: { $0["resource"]["name"].string == "cpu" }) {
                served["status"]["currentCPUUtilizationPercentage"] = current["resource"]["current"]["averageUtilization"]
            }
            served["status"]["currentMetrics"] = .null
            served["status"]["conditions"] = .null
            return served
        },
        toStored: { object in
            var stored = object
            let target = object["spec"]["targetCPUUtilizationPercentage"]
            if !target.isNull {
                stored["spec"]["metrics"] = [
                    ["type": "Resource", "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": target]]]
                ]
            }
            stored["spec"]["targetCPUUtilizationPercentage"] = .null
            stored["status"]["currentCPUUtilizationPercentage"] = .null
            return stored
        })

    private static func isCPU(_ metric: JSON) -> Bool {
        metric["type"].string == "Resource" && metric["resource"]["name"].string == "cpu"
            && !metric["resource"]["target"]["averageUtilization"].isNull
    }
}
