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

    /// Without metrics an autoscaler aims at 80 % of the requested CPU.
    func applyDefaults(_ object: inout JSON) {
        guard isV2, object["spec"]["metrics"].array?.isEmpty ?? true else { return }
        object["spec"]["metrics"] = [
            ["type": "Resource", "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": 80]]]
        ]
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        let (low, high) = (spec["minReplicas"].int ?? 1, spec["maxReplicas"].int ?? 0)
        if low < 1 { errors.append(.invalid("spec.minReplicas", low, "must be greater than or equal to 1")) }
        if high < 1 { errors.append(.invalid("spec.maxReplicas", high, "must be greater than 0")) }
        if high < low { errors.append(.invalid("spec.maxReplicas", high, "must be greater than or equal to `minReplicas`")) }
        let target = spec["scaleTargetRef"]
        for key in ["kind", "name"] where target[key].string?.isEmpty ?? true {
            errors.append(.required(FieldPath("spec.scaleTargetRef").child(key)))
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
        let texts = metrics.enumerated().map { index, metric -> String in
            let type = metric["type"].string ?? ""
            let key = type.prefix(1).lowercased() + type.dropFirst()
            let wanted = metric[key]["target"]
            let name = metric[key]["name"].string ?? metric[key]["metric"]["name"].string ?? ""
            let seen = index < current.count ? current[index][key]["current"] : .null
            if let share = wanted["averageUtilization"].int {
                return "\(name): \(seen["averageUtilization"].int.map { "\($0)%" } ?? "<unknown>")/\(share)%"
            }
            let amount = wanted["averageValue"].string ?? wanted["value"].string ?? ""
            return "\(name): \(seen["averageValue"].string ?? seen["value"].string ?? "<unknown>")/\(amount)"
        }
        return texts.count > 2 ? texts.prefix(2).joined(separator: ", ") + " + \(texts.count - 2) more..." : texts.joined(separator: ", ")
    }
}
