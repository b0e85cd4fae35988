internal import Document
internal import Kinds
internal import Resources
internal import Schema

/// metrics.k8s.io: what nodes and pods use of processor and memory, as `kubectl top` and autoscalers ask for it. The numbers come from
/// the kubelets of just the nodes asked about, at the moment they are asked for.
struct ResourceMetricsGroup: ComputedGroup {
    static let name = "metrics.k8s.io"
    var group: String { Self.name }
    static let apiVersion = "metrics.k8s.io/v1beta1"

    let registry: ResourceRegistry
    let kubelets: KubeletAccess
    let now: @Sendable () -> Timestamp
    let history: ReadingHistory<String, NodeReading>

    func outcome(_ call: Call) throws(APIError) -> Outcome {
        guard call.info.version == "v1beta1", call.info.subresource.isEmpty else { throw .resourceNotFound }
        guard call.info.verb == "get" || call.info.verb == "list" else { throw .methodNotAllowed() }
        let type: ResourceType
        switch call.info.resource {
        case "nodes": type = .nodes
        case "pods": type = .pods
        default: throw .resourceNotFound
        }
        guard let served = registry.served(type) else { throw .resourceNotFound }
        if type == .pods, call.info.verb == "get", call.info.namespace.isEmpty { throw .resourceNotFound }
        let representation = try Representation.negotiate(call.headers, call.query, hasProtobuf: false)
        let isList = call.info.verb == "list"
        let records =
            isList
            ? try served.store.cache.list(try ListQuery(call, served), now: now()).records
            : [try named(call, served)].compactMap { $0 }
        return .later {
            let found = type == .nodes ? await nodes(records) : await pods(records)
            if isList { return answer(found, isList: true, type, representation) }
            guard !found.isEmpty else { return .failure(Self.missing(call, type)) }
            return answer(found, isList: false, type, representation)
        }
    }

    private func named(_ call: Call, _ served: ServedResource) throws(APIError) -> ObjectRecord? {
        let key = ObjectKey(namespace: served.type.namespaced ? call.info.namespace : "", name: call.info.name)
        guard let record = served.store[key] else { throw Self.missing(call, served.type) }
        return record
    }

    private static func missing(_ call: Call, _ type: ResourceType) -> APIError {
        let shown = type.namespaced ? "\(call.info.namespace)/\(call.info.name)" : call.info.name
        return .notFound(QualifiedName(group: name, name: type == .nodes ? "nodemetrics" : "podmetrics"), shown)
    }

    // MARK: Reading

    private func readings(_ names: Set<String>) async -> [String: ReadingHistory<String, NodeReading>.Pair] {
        await MetricsFetch.each(names) { name in
            guard let record = registry[.nodes, ObjectKey(name: name)] else { throw APIError.notFound(.nodes, name) }
            let node = record.view(Node.self)
            return try await history.pair(name) {
                NodeReading(try await MetricsFetch.text(kubelets.connection(to: node), "/metrics/resource"), now: now())
            }
        }
    }

    private func nodes(_ records: [ObjectRecord]) async -> [JSON] {
        let readings = await readings(Set(records.map(\.key.name)))
        return records.compactMap { record in
            guard let pair = readings[record.key.name], let new = pair.new.node, let usage = Usage(pair.old.node, new) else { return nil }
            return Self.document("NodeMetrics", record, usage, ["usage": Self.amounts(usage)], now())
        }
    }

    /// Pods are told of when all their running containers are.
    private func pods(_ records: [ObjectRecord]) async -> [JSON] {
        let running = records.compactMap { record -> (record: ObjectRecord, node: String)? in
            guard let node = record.field("spec.nodeName"), !node.isEmpty else { return nil }
            return (record, node)
        }
        let readings = await readings(Set(running.map(\.node)))
        var containers: [String: [ObjectKey: [(String, NodeReading.Point?, NodeReading.Point)]]] = [:]
        for (node, pair) in readings {
            for (name, point) in pair.new.containers {
                containers[node, default: [:]][ObjectKey(namespace: name.namespace, name: name.pod), default: []]
                    .append((name.container, pair.old.containers[name], point))
            }
        }
        return running.compactMap { record, node in
            guard let found = containers[node]?[record.key], !found.isEmpty else { return nil }
            var usages: [(name: String, usage: Usage)] = []
            for (name, old, new) in found.sorted(by: { $0.0 < $1.0 }) {
                guard let usage = Usage(old, new) else { return nil }
                usages.append((name, usage))
            }
            guard let first = usages.min(by: { $0.usage.time < $1.usage.time })?.usage else { return nil }
            let list = JSON.array(usages.map { ["name": .string($0.name), "usage": Self.amounts($0.usage)] })
            return Self.document("PodMetrics", record, first, ["containers": list], now())
        }
    }

    // MARK: Writing

    private static func amounts(_ usage: Usage) -> JSON {
        ["cpu": .string("\(Int64((usage.cores * 1e9).rounded()))n"), "memory": .string("\(Int64(usage.memoryBytes / 1024))Ki")]
    }

    private static func document(_ kind: String, _ record: ObjectRecord, _ usage: Usage, _ rest: JSON, _ now: Timestamp) -> JSON {
        var metadata: JSON = ["name": .string(record.key.name)]
        if !record.key.namespace.isEmpty { metadata["namespace"] = .string(record.key.namespace) }
        metadata["creationTimestamp"] = .string(now.wholeSeconds.description)
        if !record.labels.isEmpty {
            var labels = JSONObject(minimumCapacity: record.labels.count)
            for label in record.labels { labels.append(label.key, .string(label.value)) }
            metadata["labels"] = .object(labels)
        }
        var document: JSON = [
            "kind": .string(kind), "apiVersion": .string(apiVersion), "metadata": metadata,
            "timestamp": .string(usage.time.wholeSeconds.description), "window": .string(goDuration(usage.window)),
        ]
        for (key, value) in rest.object ?? JSONObject() { document[key] = value }
        return document
    }

    /// As Go writes durations, to the millisecond: `15.023s`, `1m2s`.
    static func goDuration(_ seconds: Double) -> String {
        let milliseconds = Int64((seconds * 1000).rounded())
        let (minutes, rest) = (milliseconds / 60_000, milliseconds % 60_000)
        var text = String(rest / 1000)
        var fraction = String(rest % 1000 + 1000).dropFirst()
        while fraction.last == "0" { fraction = fraction.dropLast() }
        if !fraction.isEmpty { text += "." + fraction }
        return minutes > 0 ? "\(minutes)m\(text)s" : text + "s"
    }

    private func answer(_ items: [JSON], isList: Bool, _ type: ResourceType, _ representation: Representation) -> Answer {
        if case .table(let apiVersion) = representation.shape { return table(items, apiVersion) }
        if !isList, let item = items.first { return Presenter.document(200, item, representation) }
        let kind = type == .nodes ? "NodeMetricsList" : "PodMetricsList"
        let list: JSON = ["kind": .string(kind), "apiVersion": .string(Self.apiVersion), "metadata": [:], "items": .array(items)]
        return Presenter.document(200, list, representation)
    }

    private func table(_ items: [JSON], _ apiVersion: String) -> Answer {
        let writer = TableWriter(
            columns: [.name, TableColumn("cpu"), TableColumn("memory"), TableColumn("window", format: "duration")], apiVersion: apiVersion)
        var bytes: [UInt8] = []
        writer.write(items.map { ObjectRecord(document: $0) }, header: ListHeader(resourceVersion: ""), into: &bytes) { record in
            let item = (try? record.document()) ?? .null
            var total = ResourceList(item["usage"])
            for container in item["containers"].array ?? [] { total.add(ResourceList(container["usage"])) }
            return TableWriter.Row(cells: [
                item["metadata"]["name"], .string((total["cpu"] ?? Quantity(0)).description),
                .string((total["memory"] ?? Quantity(0)).description), item["window"],
            ])
        }
        return .bytes(200, bytes)
    }
}
