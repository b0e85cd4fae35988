internal import Document
internal import Resources
internal import Schema

/// autoscaling/v1 and autoscaling/v2 HorizontalPodAutoscaler.
struct HorizontalPodAutoscalerRules: KindBehaviour {
    var isV2: Bool

    var separatesStatus: Bool { true }
    var columns: [TableColumn] {
        [
            .name, TableColumn("Reference"), TableColumn("Targets"), TableColumn("MinPods"), TableColumn("MaxPods"),
            TableColumn("Replicas"), .age,
        ]
    }

    /// Without metrics an autoscaler aims at 80 % of the requested CPU; rules for one direction fill up those of the other.
    func applyDefaults(_ object: inout JSON) {
        if isV2, object["spec"]["metrics"].array?.isEmpty ?? true {
            object["spec"]["metrics"] = [
                ["type": "Resource", "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": 80]]]
            ]
        }
        guard isV2, !object["spec"]["behavior"].isNull else { return }
        var behavior = object["spec"]["behavior"]
        Self.fill(&behavior["scaleUp"], [Self.policy("Pods", 4), Self.policy("Percent", 100)], window: 0)
        Self.fill(&behavior["scaleDown"], [Self.policy("Percent", 100)], window: nil)
        object["spec"]["behavior"] = behavior
    }

    private static func policy(_ type: String, _ value: Int64) -> JSON {
        ["type": .string(type), "value": .int(value), "periodSeconds": 15]
    }

    private static func fill(_ rules: inout JSON, _ policies: [JSON], window: Int64?) {
        if let window, rules["stabilizationWindowSeconds"].isNull { rules["stabilizationWindowSeconds"] = .int(window) }
        if rules["selectPolicy"].isNull { rules["selectPolicy"] = "Max" }
        if rules["policies"].isNull { rules["policies"] = .array(policies) }
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        let (low, high) = (spec["minReplicas"].int, spec["maxReplicas"].int ?? 0)
        if let low, low < 1 { errors.append(.invalid("spec.minReplicas", low, "must be greater than or equal to 1")) }
        if high == 0 {
            errors.append(.required("spec.maxReplicas", "must be set and greater than 0"))
        } else if high < 0 {
            errors.append(.invalid("spec.maxReplicas", high, "must be greater than or equal to 1"))
        }
        if let low, high < low { errors.append(.invalid("spec.maxReplicas", high, "must be greater than or equal to `minReplicas`")) }
        AutoscalerChecks.reference(spec["scaleTargetRef"], "spec.scaleTargetRef", needsGroup: true, &errors)
        for (index, metric) in (spec["metrics"].array ?? []).enumerated() {
            AutoscalerChecks.metric(metric, FieldPath("spec.metrics").index(index), &errors)
        }
        let reachesZero = (spec["metrics"].array ?? []).contains { $0["type"].string == "Object" || $0["type"].string == "External" }
        if low == 0, !reachesZero {
            let detail = "must specify at least one Object or External metric to support scaling to zero replicas"
            errors.append(.forbidden("spec.metrics", detail))
        }
        for direction in ["scaleUp", "scaleDown"] where !spec["behavior"][direction].isNull {
            AutoscalerChecks.rules(spec["behavior"][direction], FieldPath("spec.behavior").child(direction), &errors)
        }
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        for key in ["currentReplicas", "desiredReplicas"] {
            SpecChecks.nonNegative(object["status"][key], FieldPath("status").child(key), &errors)
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let (spec, status) = (object["spec"], object["status"])
        let target = spec["scaleTargetRef"]
        return [
            object.nameCell, .string("\(target["kind"].string ?? "")/\(target["name"].string ?? "")"), .string(targets(spec, status)),
            .string(spec["minReplicas"].int.map(String.init) ?? "<unset>"), .int(Int64(spec["maxReplicas"].int ?? 0)),
            .int(Int64(status["currentReplicas"].int ?? 0)), object.ageCell(now: now),
        ]
    }

    private func targets(_ spec: JSON, _ status: JSON) -> String {
        if !isV2 {
            let now = status["currentCPUUtilizationPercentage"].int.map { "\($0)%" } ?? "<unknown>"
            return spec["targetCPUUtilizationPercentage"].int.map { "cpu: \(now)/\($0)%" } ?? "<none>"
        }
        let metrics = spec["metrics"].array ?? []
        if metrics.isEmpty { return "<none>" }
        let current = status["currentMetrics"].array ?? []
        let texts = metrics.enumerated().map { Self.target($1, $0 < current.count ? current[$0] : .null) }
        return texts.count > 2 ? texts.prefix(2).joined(separator: ", ") + " + \(texts.count - 2) more..." : texts.joined(separator: ", ")
    }

    /// What a metric is and should be, as upstream's column shows it.
    private static func target(_ metric: JSON, _ status: JSON) -> String {
        let type = metric["type"].string ?? ""
        let key = type.prefix(1).lowercased() + type.dropFirst()
        let (wanted, seen) = (metric[key]["target"], status[key]["current"])
        let isResource = type == "Resource" || type == "ContainerResource"
        let name = isResource ? "\(metric[key]["name"].string ?? ""): " : ""
        if let average = wanted["averageValue"].string {
            let suffix = type == "Object" || type == "External" ? " (avg)" : ""
            return "\(name)\(seen["averageValue"].string ?? "<unknown>")/\(average)\(suffix)"
        }
        if isResource {
            let share = wanted["averageUtilization"].int.map { "\($0)%" } ?? "<auto>"
            return "\(name)\(seen["averageUtilization"].int.map { "\($0)%" } ?? "<unknown>")/\(share)"
        }
        return "\(seen["value"].string ?? "<unknown>")/\(wanted["value"].string ?? "")"
    }
}
