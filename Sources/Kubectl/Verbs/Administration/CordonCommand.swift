internal import Client
internal import Document
internal import Resources

/// `kubectl cordon` and `kubectl uncordon`
enum CordonCommand {
    static let flags: [Flag] = [
        .string("selector", "l", values: .nothing, "Nodes whose labels match."), DryRun.flag,
    ]

    static let cordon = Command(
        "cordon", group: .cluster, usage: "NODE", summary: "Mark node as unschedulable",
        details: "No new pods will be put on the node; those that are there stay.",
        examples: [("Mark node \"foo\" as unschedulable", "kubectl cordon foo")], flags: flags, arguments: .names(of: "nodes"),
        run: { call in
            let nodes = try await NodeSelection(call, usage: "cordon NODE").read()
            try await Cordon(call).mark(nodes, true)
        })

    static let uncordon = Command(
        "uncordon", group: .cluster, usage: "NODE", summary: "Mark node as schedulable",
        examples: [("Mark node \"foo\" as schedulable", "kubectl uncordon foo")], flags: flags, arguments: .names(of: "nodes"),
        run: { call in
            let nodes = try await NodeSelection(call, usage: "uncordon NODE").read()
            try await Cordon(call).mark(nodes, false)
        })
}

/// The nodes a command line names or selects.
struct NodeSelection {
    let call: Invocation
    let usage: String

    init(_ call: Invocation, usage: String) throws {
        self.call = call
        self.usage = usage
        if call.arguments.isEmpty, !call.flags.changed("selector") { throw call.usageFailure("USAGE: \(usage) [flags]") }
        if !call.arguments.isEmpty, !call.flags.string("selector").isEmpty {
            throw call.usageFailure("error: cannot specify both a node name and a --selector option")
        }
    }

    func read() async throws -> [JSON] {
        let client = try call.session.client()
        let selector = call.flags.string("selector")
        if !selector.isEmpty {
            let list = try await client.document("GET", ResourceType.nodes.path(namespace: ""), query: [("labelSelector", selector)])
            return list["items"].items.map(Self.typed)
        }
        var nodes: [JSON] = []
        for name in call.arguments {
            let plain =
                name.hasPrefix("node/") || name.hasPrefix("nodes/")
                ? String(name[name.index(after: name.firstIndex(of: "/") ?? name.startIndex)...]) : name
            nodes.append(try await client.document("GET", ResourceType.nodes.path(namespace: "", name: plain)))
        }
        return nodes
    }

    /// Items of lists do not name their kind.
    private static func typed(_ node: JSON) -> JSON {
        var node = node
        node["apiVersion"] = "v1"
        node["kind"] = "Node"
        return node
    }
}

/// Marks nodes as schedulable or not.
struct Cordon {
    let call: Invocation
    let dryRun: DryRun
    let printer: ResultPrinter

    init(_ call: Invocation) throws {
        self.call = call
        dryRun = try DryRun.read(call)
        printer = try ResultPrinter(call, dryRun: dryRun)
    }

    func mark(_ nodes: [JSON], _ wanted: Bool) async throws {
        let prefix = wanted ? "" : "un"
        for node in nodes {
            let name = node["metadata"]["name"].words
            if (node["spec"]["unschedulable"].bool ?? false) == wanted {
                try printer.tell(node, "already \(prefix)cordoned")
                continue
            }
            do {
                if dryRun != .client { try await patch(name, wanted) }
            } catch {
                call.console.err("error: unable to \(prefix)cordon node \(name.goQuoted): \(ErrorText.plain(error))\n")
                continue
            }
            try printer.tell(node, "\(prefix)cordoned")
        }
    }

    private func patch(_ name: String, _ wanted: Bool) async throws {
        let change: JSON = wanted ? .bool(true) : .null
        var spec = JSONObject()
        spec.append("unschedulable", change)
        _ = try await call.session.client().document(
            "PATCH", ResourceType.nodes.path(namespace: "", name: name), query: dryRun.query,
            body: .object(JSONObject(uniqueMembers: [("spec", .object(spec))])),
            contentType: "application/strategic-merge-patch+json")
    }
}
