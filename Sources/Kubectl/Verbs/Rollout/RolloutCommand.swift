internal import Client
internal import Document
internal import Resources

/// `kubectl rollout`
enum RolloutCommand {
    static let command = Command(
        "rollout", group: .deploy, summary: "Follow and steer the rollouts of Deployments, DaemonSets and StatefulSets",
        examples: [
            ("Follow one", "kubectl rollout status deployment/kubia"),
            ("Go back to the version before", "kubectl rollout undo deployment/kubia"),
            ("Restart the pods of one", "kubectl rollout restart daemonset/foo"),
        ],
        subcommands: [RolloutHistory.command, pause, RolloutRestart.command, resume, RolloutStatus.command, RolloutUndo.command])

    static let selectorFlag = Flag.string("selector", "l", values: .nothing, "Only objects whose labels match.")
    static let usage = "(TYPE NAME | TYPE/NAME) [flags]"

    private static let pause = switching("pause", paused: true, "Stop a Deployment from rolling out changes", "paused", "is already paused")
    private static let resume = switching("resume", paused: false, "Let a paused Deployment roll out again", "resumed", "is not paused")

    private static func switching(_ name: String, paused: Bool, _ summary: String, _ done: String, _ already: String) -> Command {
        Command(
            name, usage: "RESOURCE", summary: summary, examples: [("For example", "kubectl rollout \(name) deployment/kubia")],
            flags: ResourceSelection.fileFlags("to \(name)") + OutputFormat.flags + [selectorFlag, managerFlag], arguments: .resources
        ) { invocation in
            let infos = try await objects(invocation, "required resource not specified")
            let printer = try ResultPrinter(invocation)
            var errors: [any Error] = []
            for info in infos {
                guard info.type.kind == "Deployment" else {
                    errors.append(
                        Failure(
                            "\(info.resource.groupResource) \(info.name.goQuoted) \(name == "pause" ? "pausing" : "resuming") is not supported"
                        ))
                    continue
                }
                if (info.object["spec"]["paused"].bool ?? false) == paused {
                    errors.append(Failure("\(info.resource.groupResource) \(info.name.goQuoted) \(already)"))
                    continue
                }
                let patch: JSON = ["spec": ["paused": .bool(paused)]]
                let query = [(name: "fieldManager", value: invocation.flags.string("field-manager"))]
                try printer.tell(try await invocation.session.client().patch(info, .merge(patch), query: query), done)
            }
            try Failures.throwing(errors)
        }
    }

    static let managerFlag = Flag.string(
        "field-manager", nil, "kubectl-rollout", values: .nothing, "The name under which fields are owned.")

    static func objects(_ invocation: Invocation, _ missing: String) async throws -> [ObjectInfo] {
        let selection = try ResourceSelection(invocation)
        if selection.arguments.isEmpty, !selection.hasFiles { throw invocation.usageFailure(missing) }
        return try await ResourceBuilder(session: invocation.session).objects(selection)
    }
}

/// `rollout restart`: pods made anew one after the other, by a changed annotation of their template.
enum RolloutRestart {
    static let command = Command(
        "restart", usage: "RESOURCE", summary: "Restart the pods of a workload, one after the other",
        examples: [("For example", "kubectl rollout restart deployment/kubia")],
        flags: ResourceSelection.fileFlags("to restart") + OutputFormat.flags + [RolloutCommand.selectorFlag, RolloutCommand.managerFlag],
        arguments: .resources
    ) { invocation in
        let infos = try await RolloutCommand.objects(invocation, "required resource not specified")
        let printer = try ResultPrinter(invocation)
        var errors: [any Error] = []
        for info in infos {
            guard ["Deployment", "DaemonSet", "StatefulSet"].contains(info.type.kind) else {
                errors.append(Failure("\(info.resource.groupResource) \(info.name.goQuoted) restarting is not supported"))
                continue
            }
            if info.object["spec"]["paused"].bool ?? false {
                errors.append(
                    Failure(
                        "\(info.resource.groupResource) \(info.name.goQuoted) can't restart paused deployment (run rollout resume first)"))
                continue
            }
            let now = Timestamp(seconds: Timestamp.now().seconds).description
            let patch: JSON = ["spec": ["template": ["metadata": ["annotations": ["kubectl.kubernetes.io/restartedAt": .string(now)]]]]]
            let query = [(name: "fieldManager", value: invocation.flags.string("field-manager"))]
            try printer.tell(try await invocation.session.client().patch(info, .merge(patch), query: query), "restarted")
        }
        try Failures.throwing(errors)
    }
}
