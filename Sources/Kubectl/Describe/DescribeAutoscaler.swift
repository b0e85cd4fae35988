internal import Document
internal import Resources

extension DescribePage {
    private mutating func autoscalerHead(_ object: JSON) {
        nameAndNamespace(object)
        labelsAndAnnotations(object)
        created(object)
        let target = object["spec"]["scaleTargetRef"]
        field("Reference", target["kind"].words + "/" + target["name"].words)
    }

    private mutating func autoscalerReplicas(_ object: JSON) {
        field("Min replicas", object["spec"]["minReplicas"].int.map { String($0) } ?? "<unset>")
        field("Max replicas", String(object["spec"]["maxReplicas"].count))
    }

    private mutating func autoscalerPods(_ object: JSON) {
        let status = object["status"]
        field(
            object["spec"]["scaleTargetRef"]["kind"].words + " pods",
            "\(status["currentReplicas"].count) current / \(status["desiredReplicas"].count) desired")
    }

    mutating func autoscalerV1(_ object: JSON) {
        autoscalerHead(object)
        if let target = object["spec"]["targetCPUUtilizationPercentage"].int {
            field("Target CPU utilization", "\(target)%")
            let current = object["status"]["currentCPUUtilizationPercentage"].int.map { String($0) } ?? "<unknown>"
            field("Current CPU utilization", "\(current)%")
        }
        autoscalerReplicas(object)
        autoscalerPods(object)
    }

    mutating func autoscalerV2(_ object: JSON) {
        autoscalerHead(object)
        field("Metrics", "( current / target )")
        let current = object["status"]["currentMetrics"].items
        for (index, metric) in object["spec"]["metrics"].items.enumerated() {
            write(1, MetricText.describe(metric, index < current.count ? current[index] : .null))
        }
        autoscalerReplicas(object)
        let behavior = object["spec"]["behavior"]
        if behavior.isPresent {
            line("Behavior:")
            scalingRules("Scale Up", behavior["scaleUp"])
            scalingRules("Scale Down", behavior["scaleDown"])
        }
        autoscalerPods(object)
        let conditions = object["status"]["conditions"].items
        if conditions.isEmpty { return }
        line("Conditions:")
        head(1, ["Type", "Status", "Reason", "Message"])
        for condition in conditions {
            row(1, ["type", "status", "reason", "message"].map { condition[$0].words })
        }
    }

    private mutating func scalingRules(_ title: String, _ rules: JSON) {
        guard rules.isPresent else { return }
        line(1, title + ":")
        if let window = rules["stabilizationWindowSeconds"].int { line(2, "Stabilization Window: \(window) seconds") }
        if rules["policies"].items.isEmpty { return }
        line(2, "Select Policy: \(rules["selectPolicy"].string ?? "Max")")
        line(2, "Policies:")
        for policy in rules["policies"].items {
            line(
                3, "- Type: \(policy["type"].words)\tValue: \(policy["value"].count)\tPeriod: \(policy["periodSeconds"].count) seconds")
        }
    }
}

/// One metric of an autoscaler: what it is now, and what it should be.
private enum MetricText {
    static func describe(_ metric: JSON, _ status: JSON) -> String {
        switch metric["type"].words {
        case "External":
            let (spec, now) = (metric["external"], status["external"]["current"])
            let name = spec["metric"]["name"].words.goQuoted
            return name + valueLine(spec["target"], now, isKnown: status["external"].isPresent)
        case "Pods":
            let (spec, now) = (metric["pods"], status["pods"]["current"])
            let current = status["pods"].isPresent ? now["averageValue"].quantityText : "<unknown>"
            return "\(spec["metric"]["name"].words.goQuoted) on pods:\t\(current) / \(spec["target"]["averageValue"].quantityText)\n"
        case "Object":
            let (spec, now) = (metric["object"], status["object"]["current"])
            let described = spec["describedObject"]
            let name = "\"\(spec["metric"]["name"].words)\" on \(described["kind"].words)/\(described["name"].words)"
            return name + valueLine(spec["target"], now, isKnown: status["object"].isPresent)
        case "Resource":
            return "resource \(metric["resource"]["name"].words) on pods" + resourceLine(metric["resource"], status["resource"])
        case "ContainerResource":
            let spec = metric["containerResource"]
            return "resource \(spec["name"].words) of container \"\(spec["container"].words)\" on pods"
                + resourceLine(spec, status["containerResource"])
        default: return "<unknown metric type \(metric["type"].words.goQuoted)>\n"
        }
    }

    private static func valueLine(_ target: JSON, _ now: JSON, isKnown: Bool) -> String {
        let isAverage = target["averageValue"].isPresent
        let member = isAverage ? "averageValue" : "value"
        let current = isKnown && (now[member].isPresent || !isAverage) ? now[member].quantityText : "<unknown>"
        return " (target \(isAverage ? "average " : "")value):\t\(current) / \(target[member].quantityText)\n"
    }

    private static func resourceLine(_ spec: JSON, _ status: JSON) -> String {
        let target = spec["target"]
        let now = status["current"]
        if target["averageValue"].isPresent {
            return ":\t\(status.isPresent ? now["averageValue"].quantityText : "<unknown>") / \(target["averageValue"].quantityText)\n"
        }
        let current = now["averageUtilization"].int.map { "\($0)% (\(now["averageValue"].quantityText))" } ?? "<unknown>"
        let wanted = target["averageUtilization"].int.map { "\($0)%" } ?? "<auto>"
        return "  (as a percentage of request):\t\(current) / \(wanted)\n"
    }
}
