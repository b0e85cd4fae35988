internal import Client
internal import Document
internal import Resources

/// What one metric of an autoscaler recommends, and what was measured.
struct MetricProposal: Sendable {
    var replicas: Int
    /// How events and conditions call the metric.
    var name: String
    /// An entry of `status.currentMetrics`.
    var status: JSON
}

/// A metric that recommends nothing.
struct MetricFailure: Error, CustomStringConvertible {
    /// Of the event and the condition ScalingActive.
    var reason: String
    /// What went wrong, as the event and the condition say it.
    var cause: String
    /// The same with what it was about.
    var description: String
}

/// Asks for the metrics of an autoscaler and calculates what they recommend.
struct MetricEvaluation: Sendable {
    let reader: MetricsReader
    let namespace: String
    /// Selects the pods of what is scaled.
    let selector: LabelSelector
    let selectorText: String
    let pods: [PodSummary]
    /// Replicas wished for, and there.
    let specReplicas: Int
    let statusReplicas: Int
    let tolerances: Tolerances
    let now: Timestamp
    /// Finds the resource of a kind, as `services` or `deployments.apps`.
    let resource: @Sendable (_ apiVersion: String, _ kind: String) async throws -> String

    func propose(_ metric: JSON) async throws(MetricFailure) -> MetricProposal {
        let type = metric["type"].string ?? ""
        let source = metric[type.prefix(1).lowercased() + type.dropFirst()]
        let (reason, about): (String, String)
        switch type {
        case "Resource": (reason, about) = ("FailedGetResourceMetric", "failed to get \(source["name"].string ?? "") resource metric value")
        case "ContainerResource":
            (reason, about) = (
                "FailedGetContainerResourceMetric", "failed to get \(source["container"].string ?? "") container metric value"
            )
        case "Pods": (reason, about) = ("FailedGetPodsMetric", "failed to get pods metric value")
        case "Object": (reason, about) = ("FailedGetObjectMetric", "failed to get object metric value")
        case "External":
            (reason, about) = ("FailedGetExternalMetric", "failed to get \(source["metric"]["name"].string ?? "") external metric value")
        default:
            let cause = "unknown metric source type \"\(type)\""
            throw MetricFailure(reason: "InvalidMetricSourceType", cause: cause, description: cause)
        }
        do {
            switch type {
            case "Pods": return try await ofPods(source)
            case "Object": return try await ofObject(source)
            case "External": return try await external(source)
            default: return try await ofResource(source, type)
            }
        } catch {
            let cause = (error as? APIError)?.message ?? "\(error)"
            throw MetricFailure(reason: reason, cause: cause, description: "\(about): \(cause)")
        }
    }

    // MARK: Processor and memory

    private func ofResource(_ source: JSON, _ type: String) async throws -> MetricProposal {
        let (name, container) = (source["name"].string ?? "", source["container"].string ?? "")
        let target = source["target"]
        var current = JSON.null
        let replicas: Int
        var title = "\(name) resource"
        if let aim = Quantity(field: target["averageValue"])?.milliValue {
            do {
                let metrics = try await measured(name, container)
                let (wanted, average) = try plain(metrics, aim: aim, isCPU: name == "cpu")
                replicas = wanted
                current["averageValue"] = .string(Self.amount(name, average))
            } catch {
                throw CalculationError("failed to get \(name) usage: \((error as? APIError)?.message ?? "\(error)")")
            }
        } else if let aim = target["averageUtilization"].int {
            do {
                let (wanted, percent, average) = try await utilized(name, container, aim)
                replicas = wanted
                current["averageUtilization"] = .int(Int64(percent))
                current["averageValue"] = .string(Self.amount(name, average))
            } catch {
                throw CalculationError("failed to get \(name) utilization: \((error as? APIError)?.message ?? "\(error)")")
            }
            let kind = type == "ContainerResource" ? "container resource" : "resource"
            title = "\(name) \(kind) utilization (percentage of request)"
        } else {
            throw CalculationError(
                "invalid resource metric source: neither an average utilization target nor an average value (usage) target was set")
        }
        var entry: JSON = ["name": .string(name)]
        if !container.isEmpty { entry["container"] = .string(container) }
        entry["current"] = current
        let key = type == "ContainerResource" ? "containerResource" : "resource"
        return MetricProposal(replicas: replicas, name: title, status: ["type": .string(type), key: entry])
    }

    private func measured(_ resource: String, _ container: String) async throws -> [String: PodMetric] {
        do {
            return try await reader.resource(resource, namespace: namespace, selector: selectorText, container: container)
        } catch let error as CalculationError {
            throw CalculationError("unable to get metrics for resource \(resource): \(error)")
        }
    }

    private func utilized(
        _ resource: String, _ container: String, _ aim: Int
    ) async throws -> (replicas: Int, percent: Int, average: Int64) {
        let metrics = try await measured(resource, container)
        try requirePods()
        let groups = MeasuredPods(pods, metrics: metrics, isCPU: resource == "cpu", now: now)
        let values = metrics.mapValues(\.value)
        let counted = ReplicaCalculator.counted(values, groups)
        if counted.isEmpty { throw CalculationError("did not receive metrics for targeted pods (pods might be unready)") }
        let requests = try PodRequests.milli(pods, resource, container: container)
        let (percent, average) = try ReplicaCalculator.utilization(counted, requests: requests)
        let replicas = try ReplicaCalculator.replicas(
            current: specReplicas, pods: groups, metrics: values, tolerances: tolerances,
            // A pod of unknown load is taken to use all it requested, or as much as it should.
            fallback: { (requests[$0] ?? 0) * Int64(max(100, aim)) / 100 },
            ratio: { (values) throws(CalculationError) in
                Double(try ReplicaCalculator.utilization(values, requests: requests).percent) / Double(aim)
            })
        return (replicas, percent, average)
    }

    /// Memory is told in bytes, everything else in thousandths.
    private static func amount(_ resource: String, _ milli: Int64) -> String {
        resource == "memory" ? Quantity(milli / 1000, .binarySI).description : Quantity(milli: milli).description
    }

    private func requirePods() throws(CalculationError) {
        if pods.isEmpty { throw CalculationError("no pods returned by selector while calculating replica count") }
    }

    // MARK: Metrics of pods

    private func plain(_ metrics: [String: PodMetric], aim: Int64, isCPU: Bool) throws(CalculationError) -> (replicas: Int, average: Int64)
    {
        try requirePods()
        let groups = MeasuredPods(pods, metrics: metrics, isCPU: isCPU, now: now)
        let values = metrics.mapValues(\.value)
        let replicas = try ReplicaCalculator.replicas(
            current: specReplicas, pods: groups, metrics: values, tolerances: tolerances, fallback: { _ in aim },
            ratio: { (values) throws(CalculationError) in Double(ReplicaCalculator.average(values)) / Double(aim) })
        return (replicas, ReplicaCalculator.average(ReplicaCalculator.counted(values, groups)))
    }

    private func ofPods(_ source: JSON) async throws -> MetricProposal {
        let (name, selector) = try Self.identity(source)
        let aim = Quantity(field: source["target"]["averageValue"])?.milliValue ?? 0
        let metrics: [String: PodMetric]
        do {
            metrics = try await reader.pods(name, namespace: namespace, selector: selectorText, metricSelector: selector)
        } catch let error as CalculationError {
            throw CalculationError("unable to get metric \(name): \(error)")
        }
        let (replicas, average) = try plain(metrics, aim: aim, isCPU: false)
        let entry: JSON = ["metric": source["metric"], "current": ["averageValue": .string(Quantity(milli: average).description)]]
        return MetricProposal(replicas: replicas, name: "pods metric \(name)", status: ["type": "Pods", "pods": entry])
    }

    private static func identity(_ source: JSON) throws -> (name: String, selector: String) {
        let selector = source["metric"]["selector"]
        return (source["metric"]["name"].string ?? "", selector.isNull ? "" : try LabelSelector(json: selector).description)
    }

    // MARK: Metrics of something else

    private func ofObject(_ source: JSON) async throws -> MetricProposal {
        let (name, selector) = try Self.identity(source)
        let (described, target) = (source["describedObject"], source["target"])
        let (kind, objectName) = (described["kind"].string ?? "", described["name"].string ?? "")
        let apiVersion = described["apiVersion"].string ?? ""
        func usage() async throws -> Int64 {
            do {
                let isNamespace = kind == "Namespace" && !apiVersion.contains("/")
                let place = isNamespace ? nil : try await resource(apiVersion, kind)
                return try await reader.object(name, namespace: namespace, resource: place, name: objectName, metricSelector: selector)
            } catch {
                throw CalculationError(
                    "unable to get metric \(name): \((error as? APIError)?.message ?? "\(error)") on \(kind) \(namespace)/\(objectName)")
            }
        }
        var entry: JSON = ["metric": source["metric"], "current": [:], "describedObject": described]
        if target["type"].string == "Value", let aim = Quantity(field: target["value"])?.milliValue {
            let used = try await usage()
            let replicas = ReplicaCalculator.replicas(
                current: specReplicas, usage: used, aim: aim, ready: try ready(used, aim), tolerances: tolerances)
            entry["current"] = ["value": .string(Quantity(milli: used).description)]
            return MetricProposal(replicas: replicas, name: "\(kind) metric \(name)", status: ["type": "Object", "object": entry])
        }
        guard target["type"].string == "AverageValue", let aim = Quantity(field: target["averageValue"])?.milliValue else {
            throw CalculationError("invalid object metric source: neither a value target nor an average value target was set")
        }
        let (replicas, share) = ReplicaCalculator.shared(
            current: statusReplicas, usage: try await usage(), aim: aim, tolerances: tolerances)
        entry["current"] = ["averageValue": .string(Quantity(milli: share).description)]
        return MetricProposal(
            replicas: replicas, name: "external metric \(name)(\(Self.goText(source["metric"]["selector"])))",
            status: ["type": "Object", "object": entry])
    }

    /// Pods that run and are ready, which matters only when something is to be done.
    private func ready(_ usage: Int64, _ aim: Int64) throws(CalculationError) -> Int {
        if specReplicas == 0 || tolerances.cover(Double(usage) / Double(aim)) { return 0 }
        if pods.isEmpty {
            throw CalculationError("unable to calculate ready pods: no pods returned by selector while calculating replica count")
        }
        return pods.count { $0.phase == .running && $0.isReady }
    }

    private func external(_ source: JSON) async throws -> MetricProposal {
        let (name, selector) = try Self.identity(source)
        let target = source["target"]
        let selectorShown = Self.goText(source["metric"]["selector"])
        func usage() async throws -> Int64 {
            do {
                return try await reader.external(name, namespace: namespace, metricSelector: selector)
            } catch {
                throw CalculationError("unable to get external metric \(namespace)/\(name)/\(selectorShown): \(error)")
            }
        }
        var entry: JSON = ["metric": source["metric"], "current": [:]]
        let replicas: Int
        if let aim = Quantity(field: target["averageValue"])?.milliValue {
            let share: Int64
            (replicas, share) = ReplicaCalculator.shared(
                current: statusReplicas, usage: try await usage(), aim: aim, tolerances: tolerances)
            entry["current"] = ["averageValue": .string(Quantity(milli: share).description)]
        } else if let aim = Quantity(field: target["value"])?.milliValue {
            let used = try await usage()
            replicas = ReplicaCalculator.replicas(
                current: specReplicas, usage: used, aim: aim, ready: try ready(used, aim), tolerances: tolerances)
            entry["current"] = ["value": .string(Quantity(milli: used).description)]
        } else {
            throw CalculationError("invalid external metric source: neither a value target nor an average value target was set")
        }
        let title = "external metric \(name)(\(selectorShown))"
        return MetricProposal(replicas: replicas, name: title, status: ["type": "External", "external": entry])
    }
}
