internal import Document
internal import Resources

extension VersionConversion {
    /// autoscaling/v1 knows one metric: CPU in percent of the request. What else there is it carries in annotations, so that
    /// reading and writing an autoscaler through it loses nothing.
    static let autoscalerV1 = VersionConversion(
        toServed: { object in
            var served = object
            dropAnnotations(&served)
            let metrics = object["spec"]["metrics"].array ?? []
            if let cpu = metrics.first(where: isCPU) {
                served["spec"]["targetCPUUtilizationPercentage"] = cpu["resource"]["target"]["averageUtilization"]
            }
            let others = metrics.filter { !isCPU($0) }
            if !others.isEmpty { annotate(&served, "metrics", .array(others.map(OlderMetric.spec))) }
            annotate(&served, "behavior", object["spec"]["behavior"])
            served["spec"]["metrics"] = .null
            served["spec"]["behavior"] = .null
            let current = object["status"]["currentMetrics"].array ?? []
            if let cpu = current.first(where: { $0["resource"]["name"].string == "cpu" }) {
                served["status"]["currentCPUUtilizationPercentage"] = cpu["resource"]["current"]["averageUtilization"]
            }
            if !current.isEmpty { annotate(&served, "current-metrics", .array(current.map(OlderMetric.status))) }
            annotate(&served, "conditions", object["status"]["conditions"])
            if !object["status"].isNull {
                served["status"]["currentMetrics"] = .null
                served["status"]["conditions"] = .null
                if served["status"]["currentReplicas"].isNull { served["status"]["currentReplicas"] = 0 }
            }
            return served
        },
        toStored: { object in
            var stored = object
            var metrics = (annotated(object, "metrics").array ?? []).map(OlderMetric.today)
            let target = object["spec"]["targetCPUUtilizationPercentage"]
            if !target.isNull {
                metrics.append(
                    ["type": "Resource", "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": target]]])
            }
            stored["spec"]["metrics"] = metrics.isEmpty ? .null : .array(metrics)
            stored["spec"]["targetCPUUtilizationPercentage"] = .null
            stored["spec"]["behavior"] = annotated(object, "behavior")
            if !object["status"].isNull {
                let current = object["status"]["currentCPUUtilizationPercentage"]
                stored["status"]["currentCPUUtilizationPercentage"] = .null
                if let all = annotated(object, "current-metrics").array {
                    stored["status"]["currentMetrics"] = .array(all.map(OlderMetric.todaysStatus))
                } else if !current.isNull {
                    stored["status"]["currentMetrics"] = [
                        ["type": "Resource", "resource": ["name": "cpu", "current": ["averageUtilization": current]]]
                    ]
                }
                stored["status"]["conditions"] = annotated(object, "conditions")
            }
            dropAnnotations(&stored)
            return stored
        })

    /// autoscaling/v2beta1 has other shapes for its metrics and no behavior.
    static let autoscalerV2beta1 = VersionConversion(
        toServed: { object in
            var served = object
            dropAnnotations(&served)
            annotate(&served, "behavior", object["spec"]["behavior"])
            served["spec"]["behavior"] = .null
            served["spec"].changeElements("metrics") { $0 = OlderMetric.spec($0) }
            if !object["status"].isNull { served["status"].changeElements("currentMetrics") { $0 = OlderMetric.status($0) } }
            return served
        },
        toStored: { object in
            var stored = object
            stored["spec"]["behavior"] = annotated(object, "behavior")
            stored["spec"].changeElements("metrics") { $0 = OlderMetric.today($0) }
            if !object["status"].isNull { stored["status"].changeElements("currentMetrics") { $0 = OlderMetric.todaysStatus($0) } }
            dropAnnotations(&stored)
            return stored
        })

    private static func isCPU(_ metric: JSON) -> Bool {
        metric["type"].string == "Resource" && metric["resource"]["name"].string == "cpu"
            && !metric["resource"]["target"]["averageUtilization"].isNull
    }

    // MARK: Annotations

    private static let prefix = "autoscaling.alpha.kubernetes.io/"
    private static let names = ["metrics", "current-metrics", "conditions", "behavior"]

    private static func annotate(_ object: inout JSON, _ name: String, _ value: JSON) {
        if !value.isEmptyValue { object["metadata"]["annotations"][prefix + name] = .string(value.text) }
    }

    /// What an annotation holds; null when there is none or it is no JSON.
    private static func annotated(_ object: JSON, _ name: String) -> JSON {
        guard let text = object["metadata"]["annotations"][prefix + name].string else { return .null }
        return (try? JSON.parse(text: text)) ?? .null
    }

    private static func dropAnnotations(_ object: inout JSON) {
        guard !object["metadata"]["annotations"].isNull else { return }
        for name in names where !object["metadata"]["annotations"][prefix + name].isNull {
            object["metadata"]["annotations"][prefix + name] = .null
        }
        if object["metadata"]["annotations"].isEmptyValue { object["metadata"]["annotations"] = .null }
    }
}

/// Metrics of an autoscaler as autoscaling/v2beta1 writes them, and as the annotations of autoscaling/v1 do.
enum OlderMetric {
    private static let kinds = ["resource", "containerResource", "pods", "object", "external"]

    static func spec(_ metric: JSON) -> JSON {
        change(metric) { kind, source in
            let (target, identity) = (source["target"], source["metric"])
            switch kind {
            case "resource", "containerResource":
                source["targetAverageUtilization"] = target["averageUtilization"]
                source["targetAverageValue"] = target["averageValue"]
                source["target"] = .null
            case "pods":
                source = ["metricName": identity["name"], "selector": identity["selector"], "targetAverageValue": target["averageValue"]]
            case "object":
                source = [
                    "target": source["describedObject"], "metricName": identity["name"], "selector": identity["selector"],
                    "targetValue": target["value"].isNull ? "0" : target["value"], "averageValue": target["averageValue"],
                ]
            default:
                source = [
                    "metricName": identity["name"], "metricSelector": identity["selector"], "targetValue": target["value"],
                    "targetAverageValue": target["averageValue"],
                ]
            }
        }
    }

    static func today(_ metric: JSON) -> JSON {
        change(metric) { kind, source in
            var target: JSON
            switch kind {
            case "resource", "containerResource":
                let share = source["targetAverageUtilization"]
                target = [
                    "type": share.isNull ? "AverageValue" : "Utilization", "averageUtilization": share,
                    "averageValue": source["targetAverageValue"],
                ]
                source["targetAverageUtilization"] = .null
                source["targetAverageValue"] = .null
                source["target"] = target
            case "pods":
                target = ["type": "AverageValue", "averageValue": source["targetAverageValue"]]
                source = ["metric": identity(source, "selector"), "target": target]
            case "object":
                let average = source["averageValue"]
                target = ["type": average.isNull ? "Value" : "AverageValue", "averageValue": average]
                if average.isNull || source["targetValue"].string != "0" { target["value"] = source["targetValue"] }
                source = ["describedObject": source["target"], "metric": identity(source, "selector"), "target": target]
            default:
                let value = source["targetValue"]
                target = ["type": value.isNull ? "AverageValue" : "Value", "value": value, "averageValue": source["targetAverageValue"]]
                source = ["metric": identity(source, "metricSelector"), "target": target]
            }
        }
    }

    static func status(_ metric: JSON) -> JSON {
        change(metric) { kind, source in
            let (current, identity) = (source["current"], source["metric"])
            func amount(_ key: String) -> JSON { current[key].isNull ? "0" : current[key] }
            switch kind {
            case "resource", "containerResource":
                source["currentAverageUtilization"] = current["averageUtilization"]
                source["currentAverageValue"] = amount("averageValue")
                source["current"] = .null
            case "pods":
                source = [
                    "metricName": identity["name"], "selector": identity["selector"], "currentAverageValue": amount("averageValue"),
                ]
            case "object":
                source = [
                    "target": source["describedObject"], "metricName": identity["name"], "selector": identity["selector"],
                    "currentValue": amount("value"), "averageValue": current["averageValue"],
                ]
            default:
                source = [
                    "metricName": identity["name"], "metricSelector": identity["selector"], "currentValue": amount("value"),
                    "currentAverageValue": current["averageValue"],
                ]
            }
        }
    }

    static func todaysStatus(_ metric: JSON) -> JSON {
        change(metric) { kind, source in
            switch kind {
            case "resource", "containerResource":
                source["current"] = [
                    "averageUtilization": source["currentAverageUtilization"], "averageValue": source["currentAverageValue"],
                ]
                source["currentAverageUtilization"] = .null
                source["currentAverageValue"] = .null
            case "pods":
                source = ["metric": identity(source, "selector"), "current": ["averageValue": source["currentAverageValue"]]]
            case "object":
                source = [
                    "describedObject": source["target"], "metric": identity(source, "selector"),
                    "current": ["value": source["currentValue"], "averageValue": source["averageValue"]],
                ]
            default:
                source = [
                    "metric": identity(source, "metricSelector"),
                    "current": ["value": source["currentValue"], "averageValue": source["currentAverageValue"]],
                ]
            }
        }
    }

    private static func identity(_ source: JSON, _ selector: String) -> JSON {
        ["name": source["metricName"], "selector": source[selector]]
    }

    private static func change(_ metric: JSON, _ body: (String, inout JSON) -> Void) -> JSON {
        var metric = metric
        for kind in kinds where !metric[kind].isNull { body(kind, &metric[kind]) }
        return metric
    }
}
