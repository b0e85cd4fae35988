internal import Client
internal import Document
internal import Resources

/// One earlier state of a workload's pods.
struct Revision: Sendable {
    var number: Int
    /// Why, as the annotation `kubernetes.io/change-cause` says.
    var cause: String
    /// The pod template for Deployments, the patch that brings it back for the others.
    var content: JSON
    var name: String
}

/// The revisions of a workload: its ReplicaSets, or its ControllerRevisions.
enum RevisionHistory {
    static let causeAnnotation = "kubernetes.io/change-cause"

    /// Oldest first.
    static func read(_ info: ObjectInfo, _ session: Session) async throws -> [Revision] {
        let isDeployment = info.type.kind == "Deployment"
        guard isDeployment || ["DaemonSet", "StatefulSet"].contains(info.type.kind) else {
            throw Failure("no history viewer has been implemented for \(info.type.groupVersionKind.kind.goQuoted)")
        }
        let resource = try await session.discovery().resource(isDeployment ? "replicasets.apps" : "controllerrevisions.apps")
        var selection = ResourceSelection()
        selection.labelSelector = LabelSelectorText.query(info.object["spec"]["selector"])
        let owned = try await ResourceBuilder(session: session).list(resource, namespace: info.namespace, selection).filter { child in
            child.object["metadata"]["ownerReferences"].array?.contains { $0["uid"] == info.object["metadata"]["uid"] } ?? false
        }
        let revisions = owned.compactMap { child -> Revision? in
            let number =
                isDeployment
                ? child.object["metadata"]["annotations"][RolloutProgress.revisionAnnotation].string.flatMap { Int($0) }
                : child.object["revision"].int
            guard let number else { return nil }
            return Revision(
                number: number, cause: child.object["metadata"]["annotations"][causeAnnotation].string ?? "",
                content: isDeployment ? child.object["spec"]["template"] : child.object["data"], name: child.name)
        }
        return revisions.sorted { $0.number < $1.number }
    }
}

/// A selector of an object as a query carries it.
enum LabelSelectorText {
    static func query(_ selector: JSON) -> String {
        var parts = selector["matchLabels"].stringMap.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        for expression in selector["matchExpressions"].array ?? [] {
            let key = expression["key"].string ?? ""
            let values = expression["values"].strings.joined(separator: ",")
            switch expression["operator"].string {
            case "In": parts.append("\(key) in (\(values))")
            case "NotIn": parts.append("\(key) notin (\(values))")
            case "Exists": parts.append(key)
            case "DoesNotExist": parts.append("!\(key)")
            default: break
            }
        }
        if selector["matchLabels"].isNull, selector["matchExpressions"].isNull {
            parts = selector.stringMap.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        }
        return parts.joined(separator: ",")
    }
}

/// `rollout history`
enum RolloutHistory {
    private static let flags: [Flag] = [.int("revision", "Show the pod template of this revision."), RolloutCommand.selectorFlag]

    static let command = Command(
        "history", usage: RolloutCommand.usage, summary: "List the revisions of a workload",
        examples: [
            ("All", "kubectl rollout history deployment/kubia"), ("One, in full", "kubectl rollout history deployment/kubia --revision=3"),
        ],
        flags: ResourceSelection.fileFlags("to look up") + OutputFormat.flags + flags, arguments: .resources, run: run)

    static func run(_ invocation: Invocation) async throws {
        let wanted = invocation.flags.int("revision")
        if wanted < 0 { throw Failure("revision must be a positive integer: \(wanted)") }
        for info in try await RolloutCommand.objects(invocation, "required resource not specified") {
            let revisions = try await RevisionHistory.read(info, invocation.session)
            if wanted > 0 {
                guard let revision = revisions.first(where: { $0.number == wanted }) else {
                    throw Failure("unable to find the specified revision")
                }
                invocation.console.line("\(info.title) with revision #\(wanted)")
                let template = revision.content["spec"]["template"].isNull ? revision.content : revision.content["spec"]["template"]
                invocation.console.out(YAML.write(["Pod Template": template]))
                continue
            }
            invocation.console.line("\(info.title) ")
            invocation.console.line(table(revisions))
        }
    }

    private static func table(_ revisions: [Revision]) -> String {
        if revisions.isEmpty { return "No rollout history found." }
        var text = "REVISION  CHANGE-CAUSE\n"
        for revision in revisions {
            let number = String(revision.number)
            text +=
                number + String(repeating: " ", count: max(10 - number.count, 2)) + (revision.cause.isEmpty ? "<none>" : revision.cause)
                + "\n"
        }
        return text
    }
}

/// `rollout undo`
enum RolloutUndo {
    private static let flags: [Flag] = [
        .int("to-revision", "The revision to go back to; 0 is the one before."), RolloutCommand.selectorFlag, DryRun.flag,
    ]

    static let command = Command(
        "undo", usage: RolloutCommand.usage, summary: "Go back to an earlier revision",
        examples: [
            ("To the one before", "kubectl rollout undo deployment/kubia"),
            ("To a certain one", "kubectl rollout undo daemonset/foo --to-revision=3"),
        ],
        flags: ResourceSelection.fileFlags("to go back with") + OutputFormat.flags + flags, arguments: .resources, run: run)

    static func run(_ invocation: Invocation) async throws {
        let wanted = invocation.flags.int("to-revision")
        let dryRun = try DryRun.read(invocation)
        let printer = try ResultPrinter(invocation, dryRun: dryRun)
        for info in try await RolloutCommand.objects(invocation, "required resource not specified") {
            let revisions = try await RevisionHistory.read(info, invocation.session)
            let target = try choose(revisions, wanted, info)
            if info.object["spec"]["paused"].bool ?? false {
                throw Failure("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again")
            }
            let client = try invocation.session.client()
            if info.type.kind == "Deployment" {
                var template = target.content
                template["metadata"]["labels"]["pod-template-hash"] = .null
                if template == info.object["spec"]["template"] {
                    try printer.tell(info.object, "skipped rollback (current template already matches revision \(target.number))")
                    continue
                }
                let patch: JSON = [["op": "replace", "path": "/spec/template", "value": template]]
                let changed = dryRun == .client ? info.object : try await client.patch(info, .json(patch), query: dryRun.query)
                try printer.tell(changed, "rolled back")
            } else {
                let changed =
                    dryRun == .client ? info.object : try await client.patch(info, .strategic(target.content), query: dryRun.query)
                try printer.tell(changed, "rolled back")
            }
        }
    }

    private static func choose(_ revisions: [Revision], _ wanted: Int, _ info: ObjectInfo) throws(Failure) -> Revision {
        if wanted > 0 {
            guard let found = revisions.first(where: { $0.number == wanted }) else {
                throw Failure("unable to find specified revision \(wanted) in history")
            }
            return found
        }
        guard revisions.count > 1 else {
            throw Failure("no rollout history found for \(info.type.kind.lowercased()) \(info.name.goQuoted)")
        }
        return revisions[revisions.count - 2]
    }
}
