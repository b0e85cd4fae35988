internal import Document
internal import Resources

/// `create deployment`, `create job` and `create cronjob`.
enum CreateWorkloads {
    static let deployment = CreateSubcommands.command(
        "deployment", aliases: ["deploy"], usage: "NAME --image=image -- [COMMAND] [args...]", summary: "Create a Deployment",
        example: "kubectl create deployment kubia --image=luksa/kubia --replicas=3 --port=8080",
        flags: [
            .list("image", "Images, one container each."), .int("port", nil, -1, "The port the container serves."),
            .int("replicas", "r", 1, "Number of pods."),
        ]
    ) { invocation in
        let name = try CreateCommand.name(invocation)
        let images = invocation.flags.list("image")
        if images.isEmpty { throw Failure("required flag(s) \"image\" not set") }
        let command = Array(invocation.arguments.dropFirst())
        if images.count > 1, !command.isEmpty { throw Failure("cannot specify multiple --image options and command") }
        let port = invocation.flags.int("port")
        let labels: JSON = ["app": .string(name)]
        var object = CreateSubcommands.object("apps/v1", "Deployment", name, labels: labels)
        let containers = images.map { image -> JSON in
            var container: JSON = ["image": .string(image), "name": .string(containerName(image)), "resources": [:]]
            if !command.isEmpty { container["command"] = JSON(command) }
            if port > 0 { container["ports"] = [["containerPort": .int(Int64(port))]] }
            return container
        }
        object["spec"] = [
            "replicas": .int(Int64(invocation.flags.int("replicas"))), "selector": ["matchLabels": labels], "strategy": [:],
            "template": ["metadata": ["labels": labels], "spec": ["containers": .array(containers)]],
        ]
        object["status"] = [:]
        try await CreateCommand.make(object, invocation)
    }

    /// The last part of an image's path, without tag and digest, as a name.
    static func containerName(_ image: String) -> String {
        let last = image.split(separator: "/").last ?? ""
        let bare = last.split(separator: "@").first?.split(separator: ":").first ?? ""
        return String(bare).map { $0.isLetter || $0.isNumber ? String($0).lowercased() : "-" }.joined()
    }

    static let job = CreateSubcommands.command(
        "job", usage: "NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]", summary: "Create a Job",
        example: "kubectl create job once --image=busybox -- date",
        flags: [
            .string("image", values: .nothing, "Image to run."),
            .string("from", values: .nothing, "A CronJob to make the Job from, as cronjob/NAME."),
        ]
    ) { invocation in
        let name = try CreateCommand.name(invocation)
        let image = invocation.flags.string("image")
        let from = invocation.flags.string("from")
        if image.isEmpty == from.isEmpty { throw Failure("either --image or --from must be specified") }
        let command = Array(invocation.arguments.dropFirst())
        if !from.isEmpty, !command.isEmpty { throw Failure("cannot specify --from and command") }
        if !from.isEmpty { return try await jobFromCronJob(invocation, name, from) }
        var object = CreateSubcommands.object("batch/v1", "Job", name)
        object["spec"] = jobSpec(name, image, command, restart: "Never")
        object["status"] = [:]
        try await CreateCommand.make(object, invocation)
    }

    private static func jobFromCronJob(_ invocation: Invocation, _ name: String, _ from: String) async throws {
        var selection = ResourceSelection()
        selection.arguments = [from]
        let infos = try await ResourceBuilder(session: invocation.session).objects(selection)
        guard let cron = infos.first?.object, cron["kind"].string == "CronJob" else {
            throw Failure("from must be an existing cronjob")
        }
        var object = CreateSubcommands.object("batch/v1", "Job", name)
        let template = cron["spec"]["jobTemplate"]
        object["metadata"]["annotations"] = template["metadata"]["annotations"]
        object["metadata"]["annotations"]["cronjob.kubernetes.io/instantiate"] = "manual"
        object["metadata"]["labels"] = template["metadata"]["labels"]
        object["metadata"]["ownerReferences"] = [
            [
                "apiVersion": "batch/v1", "controller": true, "kind": "CronJob", "name": cron["metadata"]["name"],
                "uid": cron["metadata"]["uid"],
            ]
        ]
        object["spec"] = template["spec"]
        object["status"] = [:]
        try await CreateCommand.make(object, invocation)
    }

    static func jobSpec(_ name: String, _ image: String, _ command: [String], restart: String) -> JSON {
        var container: JSON = ["image": .string(image), "name": .string(name), "resources": [:]]
        if !command.isEmpty { container["command"] = JSON(command) }
        return ["template": ["metadata": [:], "spec": ["containers": [container], "restartPolicy": .string(restart)]]]
    }

    static let cronjob = CreateSubcommands.command(
        "cronjob", aliases: ["cj"], usage: "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...]",
        summary: "Create a CronJob",
        example: "kubectl create cronjob hello --image=busybox --schedule='*/1 * * * *' -- date",
        flags: [
            .string("image", values: .nothing, "Image to run."), .string("schedule", values: .nothing, "When, in the form of cron."),
            .string("restart", nil, "OnFailure", values: .words(["OnFailure", "Never"]), "The pods' restart policy."),
        ]
    ) { invocation in
        let name = try CreateCommand.name(invocation)
        let flags = invocation.flags
        let missing = ["image", "schedule"].filter { flags.string($0).isEmpty }
        if !missing.isEmpty { throw Failure("required flag(s) \(missing.map(\.goQuoted).joined(separator: ", ")) not set") }
        var object = CreateSubcommands.object("batch/v1", "CronJob", name)
        object["spec"] = [
            "jobTemplate": [
                "metadata": ["name": .string(name)],
                "spec": jobSpec(name, flags.string("image"), Array(invocation.arguments.dropFirst()), restart: flags.string("restart")),
            ],
            "schedule": .string(flags.string("schedule")),
        ]
        object["status"] = [:]
        try await CreateCommand.make(object, invocation)
    }
}
