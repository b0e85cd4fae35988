internal import Client
internal import Document
internal import Resources

/// `kubectl top`: what nodes and pods use, as metrics.k8s.io tells it.
enum TopCommand {
    static let command = Command(
        "top", group: .cluster, summary: "Display resource (CPU/memory) usage",
        details: "Shows what nodes and pods use at the moment. The figures come from the metrics API, a minute old at most.",
        subcommands: [node, pod])

    private static let common: [Flag] = [
        .string("selector", "l", values: .nothing, "Only objects whose labels match."),
        .string("sort-by", nil, values: .words(["cpu", "memory"]), "Sort by cpu or memory."),
        .bool("no-headers", "Leave out the headings."), .bool("show-swap", "Show swap memory as well."),
        .bool("use-protocol-buffers", nil, true, hidden: true, "Has no effect: JSON is asked for."),
    ]

    private static let node = Command(
        "node", aliases: ["nodes", "no"], usage: "[NAME | -l label]", summary: "Display resource (CPU/memory) usage of nodes",
        examples: [("All nodes", "kubectl top node"), ("One node", "kubectl top node NODE_NAME")],
        flags: common + [.bool("show-capacity", "Percent of capacity instead of what is allocatable.")], arguments: .names(of: "nodes"),
        run: { try await NodeUsage($0).run() })

    private static let pod = Command(
        "pod", aliases: ["pods", "po"], usage: "[NAME | -l label]", summary: "Display resource (CPU/memory) usage of pods",
        examples: [
            ("All pods of the namespace", "kubectl top pod"), ("One pod's containers", "kubectl top pod POD_NAME --containers"),
            ("The hungriest first", "kubectl top pod -A --sort-by=cpu"),
        ],
        flags: common + [
            .string("field-selector", nil, values: .nothing, "Only pods whose fields match."),
            .bool("containers", "Each container of the pods."), .bool("all-namespaces", "A", "Pods of all namespaces."),
            .bool("sum", "Add a line with the sum."),
        ], arguments: .names(of: "pods"), run: { try await PodUsage($0).run() })
}

/// What both forms of `top` have in common.
private struct UsageQuery {
    static let nodeMetrics = ResourceType(
        group: "metrics.k8s.io", version: "v1beta1", plural: "nodes", kind: "NodeMetrics", namespaced: false)
    static let podMetrics = ResourceType(group: "metrics.k8s.io", version: "v1beta1", plural: "pods", kind: "PodMetrics")

    let call: Invocation
    let resources: [String]

    init(_ call: Invocation, usage: String) throws {
        self.call = call
        if call.arguments.count > 1 { throw call.usageFailure(usage) }
        let order = call.flags.string("sort-by")
        if !order.isEmpty, order != "cpu", order != "memory" { throw Failure("--sort-by accepts only cpu or memory") }
        resources = ["cpu", "memory"] + (call.flags.bool("show-swap") ? ["swap"] : [])
    }

    var name: String? { call.arguments.first }

    func requireAPI() async throws {
        let groups = try await call.session.discovery().api().groups
        if groups.contains(where: { $0.name == "metrics.k8s.io" }) { return }
        let fresh = try await call.session.discovery().refresh().groups
        if !fresh.contains(where: { $0.name == "metrics.k8s.io" }) { throw Failure("Metrics API not available") }
    }

    func read(_ type: ResourceType, namespace: String, query: [(name: String, value: String)]) async throws -> [JSON] {
        let client = try call.session.client()
        if let name { return [try await client.document("GET", type.path(namespace: namespace, name: name))] }
        return try await client.document("GET", type.path(namespace: namespace), query: query)["items"].items
    }

    static func text(_ resource: String, _ amount: Quantity) -> String {
        resource == "cpu" ? "\(amount.milliValue)m" : "\(amount.value / (1024 * 1024))Mi"
    }

    /// By the resource that was asked for, most first; otherwise by name.
    func sorted<T>(_ items: [T], name: (T) -> String, amount: (T, String) -> Quantity) -> [T] {
        let order = call.flags.string("sort-by")
        if order.isEmpty { return items.sorted { name($0) < name($1) } }
        return items.enumerated().sorted { a, b in
            let (left, right) = (amount(a.element, order), amount(b.element, order))
            return left == right ? a.offset < b.offset : left > right
        }.map(\.element)
    }

    /// Rows end with an empty cell: the last column is padded like all others.
    func print(_ rows: [[String]]) {
        var writer = TabWriter()
        for row in rows { writer.add(row + [""]) }
        call.console.out(writer.text())
    }
}

private struct NodeUsage {
    let query: UsageQuery

    init(_ call: Invocation) throws {
        query = try UsageQuery(call, usage: "node [NAME | -l label]")
        if query.name != nil, !call.flags.string("selector").isEmpty { throw Failure("only one of NAME or --selector can be provided") }
    }

    func run() async throws {
        let call = query.call
        let selector = call.flags.string("selector")
        let filter = selector.isEmpty ? [] : [(name: "labelSelector", value: try ResourceBuilder.selector(selector).description)]
        try await query.requireAPI()
        let metrics = try await query.read(UsageQuery.nodeMetrics, namespace: "", query: filter)
        if metrics.isEmpty { throw Failure("metrics not available yet") }
        let nodes = try await query.read(.nodes, namespace: "", query: filter)
        var rows: [[String]] = []
        if !call.flags.bool("no-headers") {
            rows.append(
                ["NAME", "CPU(cores)", "CPU(%)", "MEMORY(bytes)", "MEMORY(%)"]
                    + (query.resources.count > 2 ? ["SWAP(bytes)", "SWAP(%)"] : []))
        }
        let sorted = query.sorted(metrics, name: { $0["metadata"]["name"].words }, amount: { $0["usage"][$1].quantity })
        for metric in sorted {
            let name = metric["metadata"]["name"].words
            rows.append([name] + cells(metric["usage"], nodes.first { $0["metadata"]["name"].words == name }))
        }
        let measured = Set(metrics.map { $0["metadata"]["name"].words })
        for node in nodes where !measured.contains(node["metadata"]["name"].words) {
            rows.append([node["metadata"]["name"].words] + query.resources.flatMap { _ in ["<unknown>", "<unknown>"] })
        }
        query.print(rows)
    }

    private func cells(_ usage: JSON, _ node: JSON?) -> [String] {
        let status = node?["status"] ?? .null
        let available = status[query.call.flags.bool("show-capacity") ? "capacity" : "allocatable"]
        return query.resources.flatMap { resource -> [String] in
            let whole = resource == "swap" ? status["nodeInfo"]["swap"]["capacity"].quantity : available[resource].quantity
            if resource == "swap", status["nodeInfo"]["swap"]["capacity"].isNull { return ["<unknown>", "<unknown>"] }
            let amount = usage[resource].quantity
            let percent = whole.isZero ? 0 : Int(Double(amount.milliValue) / Double(whole.milliValue) * 100)
            return [UsageQuery.text(resource, amount), "\(percent)%"]
        }
    }
}

private struct PodUsage {
    /// Seconds a new pod may be without figures.
    private static let delaySeconds = 120.0

    let query: UsageQuery

    init(_ call: Invocation) throws {
        query = try UsageQuery(call, usage: "pod [NAME | -l label]")
        if query.name != nil, !call.flags.string("selector").isEmpty || !call.flags.string("field-selector").isEmpty {
            throw Failure("only one of NAME or selector can be provided")
        }
    }

    func run() async throws {
        let call = query.call
        let flags = call.flags
        var filter: [(name: String, value: String)] = []
        if !flags.string("selector").isEmpty {
            filter.append(("labelSelector", try ResourceBuilder.selector(flags.string("selector")).description))
        }
        if !flags.string("field-selector").isEmpty { filter.append(("fieldSelector", flags.string("field-selector"))) }
        let isEverywhere = flags.bool("all-namespaces")
        let own = try call.session.namespace()
        let namespace = isEverywhere ? "" : own
        try await query.requireAPI()
        let metrics = try await query.read(UsageQuery.podMetrics, namespace: namespace, query: filter)
        if metrics.isEmpty {
            try await explainAbsence(own, filter)
            call.console.err(isEverywhere ? "No resources found\n" : "No resources found in \(own) namespace.\n")
            return
        }
        query.print(rows(metrics, isEverywhere))
    }

    private func total(_ pod: JSON, _ resource: String) -> Quantity {
        pod["containers"].items.reduce(.zero) { $0 + $1["usage"][resource].quantity }
    }

    private func rows(_ metrics: [JSON], _ isEverywhere: Bool) -> [[String]] {
        let flags = query.call.flags
        let showsContainers = flags.bool("containers")
        let headings =
            (isEverywhere ? ["NAMESPACE"] : []) + (showsContainers ? ["POD"] : []) + ["NAME", "CPU(cores)", "MEMORY(bytes)"]
            + (query.resources.count > 2 ? ["SWAP(bytes)"] : [])
        var rows = flags.bool("no-headers") ? [] : [headings]
        func order(_ pod: JSON) -> String {
            (isEverywhere ? pod["metadata"]["namespace"].words + "\u{0}" : "") + pod["metadata"]["name"].words
        }
        for pod in query.sorted(metrics, name: order, amount: total) {
            let place = isEverywhere ? [pod["metadata"]["namespace"].words] : []
            let name = pod["metadata"]["name"].words
            if showsContainers {
                let containers = query.sorted(
                    pod["containers"].items, name: { $0["name"].words }, amount: { $0["usage"][$1].quantity })
                for container in containers {
                    let cells = query.resources.map { UsageQuery.text($0, container["usage"][$0].quantity) }
                    rows.append(place + [name, container["name"].words] + cells)
                }
            } else {
                rows.append(place + [name] + query.resources.map { UsageQuery.text($0, total(pod, $0)) })
            }
        }
        if flags.bool("sum") {
            let empty = [String](repeating: "", count: headings.count - 2)
            rows.append(empty + ["________", "________"])
            let sums = query.resources.map { resource in
                UsageQuery.text(resource, metrics.reduce(.zero) { $0 + total($1, resource) })
            }
            rows.append(Array(empty.dropLast()) + [""] + sums)
        }
        return rows
    }

    /// Pods that have existed for a while should have figures.
    private func explainAbsence(_ namespace: String, _ filter: [(name: String, value: String)]) async throws {
        let pods = try await query.read(.pods, namespace: namespace, query: filter)
        if pods.isEmpty { return }
        for pod in pods {
            let age = pod["metadata"]["creationTimestamp"].timestamp.map { Timestamp.now().secondsSince($0) } ?? 0
            if age > Self.delaySeconds {
                throw Failure(
                    "Metrics not available for pod \(namespace)/\(pod["metadata"]["name"].words), "
                        + "age: \(GoDuration.text(.seconds(Int(age))))")
            }
        }
        throw Failure("metrics not available yet")
    }
}
