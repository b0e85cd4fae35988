internal import Client
internal import Document
internal import Resources

/// `kubectl auth reconcile`
enum ReconcileCommand {
    /// Attempts at an object that somebody else changes at the same time.
    private static let attempts = 3

    static let command = Command(
        "reconcile", usage: "-f FILENAME",
        summary: "Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects",
        details:
            "Makes sure that the cluster allows at least what the file says: adds what is missing, and takes away more only when asked.",
        examples: [
            ("Bring roles up to a file", "kubectl auth reconcile -f my-rbac-rules.yaml"),
            ("And take away what is not in it", "kubectl auth reconcile -f rbac.yaml --remove-extra-subjects --remove-extra-permissions"),
        ],
        flags: OutputFormat.flags + ResourceSelection.fileFlags("to reconcile") + [
            .bool("remove-extra-permissions", "Take away permissions that roles have beyond the file."),
            .bool("remove-extra-subjects", "Take away subjects that bindings have beyond the file."), DryRun.flag,
        ], run: run)

    private static func run(_ call: Invocation) async throws {
        var selection = try ResourceSelection(call)
        if !selection.hasFiles { throw Failure("must specify one of -f and -k") }
        if !call.arguments.isEmpty { throw Failure("no arguments are allowed") }
        let dryRun = try DryRun.read(call)
        if dryRun == .server { throw Failure("--dry-run=server for command reconcile is not supported yet") }
        selection.isLocal = true
        let printer = try ResultPrinter(call, dryRun: dryRun)
        for info in try await ResourceBuilder(session: call.session).manifests(selection) {
            guard info.type.group == "rbac.authorization.k8s.io" else { continue }
            if info.type.version != "v1" {
                throw Failure("only rbac.authorization.k8s.io/v1 is supported: not *\(info.type.version).\(info.type.kind)")
            }
            let isBinding = info.type.kind.hasSuffix("Binding")
            let removes = call.flags.bool(isBinding ? "remove-extra-subjects" : "remove-extra-permissions")
            let plan = try await reconcile(info, removes, call, dryRun)
            try printer.tell(plan.result, "reconciled")
            tell(plan, isBinding: isBinding, removes: removes, call)
        }
    }

    private static func reconcile(_ info: ObjectInfo, _ removes: Bool, _ call: Invocation, _ dryRun: DryRun) async throws
        -> RoleReconciliation
    {
        let client = try call.session.client()
        var attempt = 0
        while true {
            let existing = try await find(info, client)
            var plan = RoleReconciliation(wanted: info.object, existing: existing, removesExtra: removes)
            if plan.isProtected || dryRun == .client { return plan }
            do {
                switch plan.operation {
                case .none: break
                case .create:
                    try await ensureNamespace(info.namespace, client)
                    plan.result = try await client.document("POST", info.collectionPath, body: plan.result)
                case .update: plan.result = try await client.document("PUT", info.path, body: plan.result)
                case .recreate:
                    _ = try await client.document("DELETE", info.path)
                    plan.result = try await client.document("POST", info.collectionPath, body: plan.result)
                }
                return plan
            } catch let error as APIError where error.isConflict && attempt < attempts {
                attempt += 1
            }
        }
    }

    private static func find(_ info: ObjectInfo, _ client: RESTClient) async throws -> JSON? {
        do {
            return try await client.read(info)
        } catch let error as APIError where error.isNotFound {
            return nil
        }
    }

    private static func ensureNamespace(_ name: String, _ client: RESTClient) async throws {
        if name.isEmpty { return }
        do {
            _ = try await client.document("GET", ResourceType.namespaces.path(namespace: "", name: name))
        } catch let error as APIError where error.isNotFound {
            _ = try await client.document(
                "POST", ResourceType.namespaces.path(namespace: ""),
                body: ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]])
        }
    }

    private static func tell(_ plan: RoleReconciliation, isBinding: Bool, removes: Bool, _ call: Invocation) {
        if plan.operation == .none { return }
        let caveat = plan.isProtected ? ", but object opted out (rbac.authorization.kubernetes.io/autoupdate: false)" : ""
        var text = "\treconciliation required \(plan.operation.rawValue)\(caveat)\n"
        let noun = isBinding ? "subjects" : "rules"
        func list(_ items: [JSON]) -> String {
            items.map { "\t\t\(isBinding ? RuleCover.text(subject: $0) : RuleCover.text($0))\n" }.joined()
        }
        if !plan.missing.isEmpty { text += "\tmissing \(noun) added:\n" + list(plan.missing) }
        if removes, !plan.extra.isEmpty { text += "\textra \(noun) removed:\n" + list(plan.extra) }
        call.console.err(text)
    }
}
