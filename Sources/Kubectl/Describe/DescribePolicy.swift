internal import Document
internal import Resources

extension DescribePage {
    private static let limitHeads = ["Type", "Resource", "Min", "Max", "Default Request", "Default Limit", "Max Limit/Request Ratio"]

    /// - Parameters:
    ///   - quotas: nil when the server has none of that kind.
    ///   - ranges: the same.
    mutating func namespace(_ object: JSON, quotas: [JSON]?, ranges: [JSON]?) {
        field("Name", object["metadata"]["name"].words)
        labelsAndAnnotations(object)
        field("Status", object["status"]["phase"].words)
        if !object["status"]["conditions"].items.isEmpty { changes(object["status"]["conditions"].items) }
        if let quotas {
            line("")
            namespaceQuotas(quotas)
        }
        if let ranges {
            line("")
            if ranges.isEmpty { return line("No LimitRange resource.") }
            line("Resource Limits")
            line(" " + Self.limitHeads.joined(separator: "\t"))
            line(" " + Self.limitHeads.map { String(repeating: "-", count: $0.utf8.count) }.joined(separator: "\t"))
            for range in ranges { limits(range, prefix: " ") }
        }
    }

    private mutating func namespaceQuotas(_ quotas: [JSON]) {
        if quotas.isEmpty { return line("No resource quota.") }
        line("Resource Quotas")
        for quota in quotas.sorted(by: { $0["metadata"]["name"].words < $1["metadata"]["name"].words }) {
            field(1, "Name", quota["metadata"]["name"].words)
            scopes(quota, level: 1, bullet: "* ")
            row(1, ["Resource", "Used", "Hard"])
            row(1, ["--------", "---", "---"])
            for (resource, hard) in Self.sorted(quota["status"]["hard"]) {
                row(1, [resource, quota["status"]["used"][resource].quantityText, hard.quantityText])
            }
        }
    }

    private static func sorted(_ amounts: JSON) -> [(key: String, value: JSON)] { amounts.object?.sorted { $0.key < $1.key } ?? [] }

    private mutating func scopes(_ quota: JSON, level: Int, bullet: String) {
        let scopes = quota["spec"]["scopes"].strings.sorted()
        if scopes.isEmpty { return }
        field(level, "Scopes", scopes.joined(separator: ", "))
        for scope in scopes {
            guard let help = QuotaScopeText.help[scope] else { continue }
            line(level, bullet + help)
        }
    }

    mutating func resourceQuota(_ quota: JSON) {
        nameAndNamespace(quota)
        scopes(quota, level: 0, bullet: " * ")
        head(0, ["Resource", "Used", "Hard"])
        for (resource, hard) in Self.sorted(quota["status"]["hard"]) {
            let amount = quota["status"]["used"][resource].quantity
            let format = hard.quantity.format
            let used = amount.format == format ? amount.description : Quantity(amount.value, format).description
            row(0, [resource, used, hard.quantityText])
        }
    }

    mutating func limitRange(_ range: JSON) {
        nameAndNamespace(range)
        head(0, Self.limitHeads)
        limits(range, prefix: "")
    }

    private mutating func limits(_ range: JSON, prefix: String) {
        let columns = ["min", "max", "defaultRequest", "default", "maxLimitRequestRatio"]
        for item in range["spec"]["limits"].items {
            let resources = Set(columns.flatMap { item[$0].object?.keys ?? [] }).sorted()
            for resource in resources {
                let amounts = columns.map { item[$0][resource].isPresent ? item[$0][resource].quantityText : "-" }
                row(0, [prefix + item["type"].words, resource] + amounts)
            }
        }
    }

    mutating func podDisruptionBudget(_ budget: JSON) {
        let spec = budget["spec"]
        nameAndNamespace(budget)
        if spec["minAvailable"].isPresent {
            field("Min available", spec["minAvailable"].intOrString)
        } else if spec["maxUnavailable"].isPresent {
            field("Max unavailable", spec["maxUnavailable"].intOrString)
        }
        field("Selector", spec["selector"].isPresent ? spec["selector"].selectorOrNone : "<unset>")
        line("Status:")
        for (title, member) in [
            ("Allowed disruptions", "disruptionsAllowed"), ("Current", "currentHealthy"), ("Desired", "desiredHealthy"),
            ("Total", "expectedPods"),
        ] { field(2, title, String(budget["status"][member].count)) }
    }

    mutating func priorityClass(_ object: JSON) {
        field("Name", object["metadata"]["name"].words)
        field("Value", String(object["value"].count))
        field("GlobalDefault", "\(object["globalDefault"].bool ?? false)")
        field("PreemptionPolicy", object["preemptionPolicy"].string ?? "PreemptLowerPriority")
        field("Description", object["description"].words)
        field("Annotations", object["metadata"]["annotations"].labelsText)
    }
}

private enum QuotaScopeText {
    static let help = [
        "Terminating":
            "Matches all pods that have an active deadline. "
            + "These pods have a limited lifespan on a node before being actively terminated by the system.",
        "NotTerminating":
            "Matches all pods that do not have an active deadline. "
            + "These pods usually include long running pods whose container command is not expected to terminate.",
        "BestEffort":
            "Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.",
        "NotBestEffort":
            "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.",
    ]
}
