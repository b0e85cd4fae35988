internal import Document
internal import Resources
internal import Schema

/// flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration.
struct PriorityLevelConfigurationRules: KindBehaviour {
    private static let queueLimit = 10_000_000

    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] {
        [
            .name, TableColumn("Type"), TableColumn("NominalConcurrencyShares"), TableColumn("Queues"), TableColumn("HandSize"),
            TableColumn("QueueLengthLimit"), .age,
        ]
    }

    func applyDefaults(_ object: inout JSON) {
        if !object["spec"]["limited"].isNull {
            if object["spec"]["limited"]["nominalConcurrencyShares"].isNull { object["spec"]["limited"]["nominalConcurrencyShares"] = 30 }
            if object["spec"]["limited"]["lendablePercent"].isNull { object["spec"]["limited"]["lendablePercent"] = 0 }
            let queuing = object["spec"]["limited"]["limitResponse"]["queuing"]
            if !queuing.isNull {
                for (key, value) in [("queues", 64), ("handSize", 8), ("queueLengthLimit", 50)] where queuing[key].isEmptyValue {
                    object["spec"]["limited"]["limitResponse"]["queuing"][key] = JSON(value)
                }
            }
        }
        if object["spec"]["type"].string == "Exempt" {
            for key in ["nominalConcurrencyShares", "lendablePercent"] where object["spec"]["exempt"][key].isNull {
                object["spec"]["exempt"][key] = 0
            }
        }
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        let name = object["metadata"]["name"].string ?? ""
        let type = spec["type"].string ?? ""
        if (name == "exempt") != (type == "Exempt") {
            errors.append(.invalid("spec.type", type, "must be 'Exempt' if and only if `name` is 'exempt'"))
        }
        switch type {
        case "Exempt":
            if !spec["limited"].isNull { errors.append(.forbidden("spec.limited", "must be nil if the type is not Limited")) }
            shares(spec["exempt"], "spec.exempt", &errors)
        case "Limited":
            if !spec["exempt"].isNull { errors.append(.forbidden("spec.exempt", "must be nil if the type is Limited")) }
            if spec["limited"].isNull {
                errors.append(.required("spec.limited", "must not be empty when type is Limited"))
            } else {
                limited(spec["limited"], "spec.limited", &errors)
            }
        default: errors.append(.notSupported("spec.type", type, ["Exempt", "Limited"]))
        }
        mandatory(spec, name, &errors)
    }

    private func mandatory(_ spec: JSON, _ name: String, _ errors: inout [FieldError]) {
        guard var fixed = FlowControlDefaults.mandatory(FlowControlDefaults.priorityLevels, name) else { return }
        guard name == "exempt" else {
            if fixed != spec { errors.append(.invalid("spec", spec, "spec of '\(name)' must equal the fixed value")) }
            return
        }
        fixed["exempt"] = spec["exempt"]
        if fixed != spec {
            errors.append(.invalid("spec", spec, "spec of '\(name)' except the 'spec.exempt' field must equal the fixed value"))
        }
    }

    private func shares(_ level: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if let shares = level["nominalConcurrencyShares"].int, shares < 0 {
            errors.append(.invalid(path.child("nominalConcurrencyShares"), shares, "must be a non-negative integer"))
        }
        if let percent = level["lendablePercent"].int, !(0...100).contains(percent) {
            errors.append(.invalid(path.child("lendablePercent"), percent, "must be between 0 and 100, inclusive"))
        }
    }

    private func limited(_ level: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        shares(level, path, &errors)
        if let percent = level["borrowingLimitPercent"].int, percent < 0 {
            errors.append(.invalid(path.child("borrowingLimitPercent"), percent, "if specified, must be a non-negative integer"))
        }
        let response = level["limitResponse"]
        let inner = path.child("limitResponse")
        switch response["type"].string ?? "" {
        case "Reject":
            if !response["queuing"].isNull {
                errors.append(.forbidden(inner.child("queuing"), "must be nil if limited.limitResponse.type is not Limited"))
            }
        case "Queue":
            if response["queuing"].isNull {
                errors.append(.required(inner.child("queuing"), "must not be empty if limited.limitResponse.type is Limited"))
            } else {
                queuing(response["queuing"], inner.child("queuing"), &errors)
            }
        case let other: errors.append(.notSupported(inner.child("type"), other, ["Queue", "Reject"]))
        }
    }

    private func queuing(_ queuing: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let (length, queues, hand) = (queuing["queueLengthLimit"].int ?? 0, queuing["queues"].int ?? 0, queuing["handSize"].int ?? 0)
        if length <= 0 { errors.append(.invalid(path.child("queueLengthLimit"), length, "must be positive")) }
        if queues <= 0 {
            errors.append(.invalid(path.child("queues"), queues, "must be positive"))
        } else if queues > Self.queueLimit {
            errors.append(.invalid(path.child("queues"), queues, "must not be greater than \(Self.queueLimit)"))
        }
        if hand <= 0 {
            errors.append(.invalid(path.child("handSize"), hand, "must be positive"))
        } else if hand > queues {
            errors.append(.invalid(path.child("handSize"), hand, "should not be greater than queues (\(queues))"))
        } else if Self.hands(of: hand, from: queues) > 1 << Self.hashBits {
            let bits = "required entropy bits of deckSize \(queues) and handSize \(hand) should not be greater than \(Self.hashBits)"
            errors.append(.invalid(path.child("handSize"), hand, bits))
        }
    }

    /// Bits of the number by which a user's hand of queues is dealt.
    private static let hashBits = 60

    /// In how many ways a hand can be dealt, roughly; more than `hashBits` can tell is as good as any larger number.
    private static func hands(of size: Int, from queues: Int) -> Int {
        var count = 1
        for _ in 0..<size where queues > 1 {
            let (product, overflows) = count.multipliedReportingOverflow(by: queues)
            if overflows || product > 1 << hashBits { return .max }
            count = product
        }
        return count
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let limited = object["spec"]["limited"]
        let queuing = limited["limitResponse"]["queuing"]
        func cell(_ json: JSON) -> JSON { json.isNull ? "<none>" : json }
        return [
            object.nameCell, object["spec"]["type"].textCell, cell(limited["nominalConcurrencyShares"]), cell(queuing["queues"]),
            cell(queuing["handSize"]), cell(queuing["queueLengthLimit"]), object.ageCell(now: now),
        ]
    }
}
