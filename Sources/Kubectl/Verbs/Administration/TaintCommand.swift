internal import Client
internal import Document
internal import Resources

/// `kubectl taint`
enum TaintCommand {
    static let command = Command(
        "taint", group: .cluster, usage: "NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N",
        summary: "Update the taints on one or more nodes",
        details: "Effects are NoSchedule, PreferNoSchedule and NoExecute. A minus at the end removes a taint.",
        examples: [
            ("Add a taint", "kubectl taint nodes foo dedicated=special-user:NoSchedule"),
            ("Remove one effect", "kubectl taint nodes foo dedicated:NoSchedule-"),
            ("Remove all taints with a key", "kubectl taint nodes foo dedicated-"),
            ("Nodes with a label", "kubectl taint node -l myLabel=X dedicated=foo:PreferNoSchedule"),
        ],
        flags: OutputFormat.flags + [
            .string("selector", "l", values: .nothing, "Nodes whose labels match."), .bool("all", "All nodes of the cluster."),
            .bool("overwrite", "Replace taints that are there already."), DryRun.flag,
            .string("field-manager", nil, "kubectl-taint", values: .nothing, "Name under which the change is recorded."),
            .string("validate", nil, "strict", implied: "strict", values: .nothing, "How the server treats unknown fields."),
        ], arguments: .resources, run: run)

    private static func run(_ call: Invocation) async throws {
        var resources: [String] = []
        var words: [String] = []
        for argument in call.arguments {
            if TaintChange.isTaint(argument) {
                words.append(argument)
            } else if words.isEmpty {
                resources.append(argument)
            } else {
                throw Failure("all resources must be specified before taint changes: \(argument)")
            }
        }
        guard let type = resources.first else { throw Failure("one or more resources must be specified as <resource> <name>") }
        if words.isEmpty { throw Failure("at least one taint update is required") }
        let change: TaintChange
        do {
            change = try TaintChange(words)
        } catch {
            throw call.usageFailure(error.description)
        }
        try await check(call, type, resources, change)
        let dryRun = try DryRun.read(call)
        let printer = try ResultPrinter(call, dryRun: dryRun)
        var failures: [any Error] = []
        for node in try await nodes(call, Array(resources.dropFirst())) {
            do {
                try await apply(change, node, call, dryRun, printer)
            } catch {
                failures.append(error)
            }
        }
        try Failures.throwing(failures)
    }

    private static func check(_ call: Invocation, _ type: String, _ resources: [String], _ change: TaintChange) async throws {
        let resource = try await call.session.discovery().resource(type.lowercased())
        guard resource.type.kind == "Node" else {
            throw Failure("invalid resource type \(type.lowercased()), only node types are supported")
        }
        if !change.contradictions.isEmpty {
            throw Failure(
                "can not both modify and remove the following taint(s) in the same command: "
                    + change.contradictions.joined(separator: ", "))
        }
        let selects = !call.flags.string("selector").isEmpty
        if call.flags.bool("all"), selects { throw Failure("setting 'all' parameter with a non empty selector is prohibited") }
        if !call.flags.bool("all"), !selects, resources.count < 2 {
            throw Failure("at least one resource name must be specified since 'all' parameter is not set")
        }
    }

    private static func nodes(_ call: Invocation, _ names: [String]) async throws -> [JSON] {
        let client = try call.session.client()
        let selector = call.flags.string("selector")
        if call.flags.bool("all") || !selector.isEmpty {
            let query = selector.isEmpty ? [] : [(name: "labelSelector", value: selector)]
            return try await client.document("GET", ResourceType.nodes.path(namespace: ""), query: query)["items"].items
        }
        var nodes: [JSON] = []
        for name in names { nodes.append(try await client.document("GET", ResourceType.nodes.path(namespace: "", name: name))) }
        return nodes
    }

    private static func apply(
        _ change: TaintChange, _ node: JSON, _ call: Invocation, _ dryRun: DryRun, _ printer: ResultPrinter
    ) async throws {
        let (taints, operation) = try change.apply(to: node, overwrites: call.flags.bool("overwrite"))
        var result = node
        result["apiVersion"] = "v1"
        result["kind"] = "Node"
        result["spec"]["taints"] = taints.isEmpty ? .null : .array(taints)
        if dryRun != .client {
            var spec = JSONObject()
            spec.append("taints", taints.isEmpty ? .null : .array(taints))
            // With the version: two that change taints at once must not lose one.
            let body: JSON = .object(
                JSONObject(uniqueMembers: [
                    ("metadata", ["resourceVersion": node["metadata"]["resourceVersion"]]), ("spec", .object(spec)),
                ]))
            let query = dryRun.query + [("fieldManager", call.flags.string("field-manager"))]
            result = try await call.session.client().document(
                "PATCH", ResourceType.nodes.path(namespace: "", name: node["metadata"]["name"].words), query: query, body: body,
                contentType: "application/merge-patch+json")
        }
        try printer.tell(result, operation)
    }
}
