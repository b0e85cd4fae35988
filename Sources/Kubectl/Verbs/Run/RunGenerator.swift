internal import Document
internal import Resources

/// What `run` was asked to make, read from its flags.
struct RunDraft: Sendable {
    let name: String
    /// The words of the container's command or its arguments.
    let arguments: [String]
    let flags: FlagValues

    func labels() throws(Failure) -> [String: String] {
        let text = flags.string("labels")
        return text.isEmpty ? ["run": name] : try LabelText.labels(text)
    }

    func podSpec(restart: String) throws(Failure) -> JSON {
        var container: JSON = ["image": .string(flags.string("image")), "name": .string(name), "resources": try resources()]
        if !arguments.isEmpty { container[flags.bool("command") ? "command" : "args"] = JSON(arguments) }
        let port = flags.string("port")
        if !port.isEmpty {
            guard let number = Int64(port) else { throw Failure("strconv.Atoi: parsing \(port.goQuoted): invalid syntax") }
            var entry: JSON = ["containerPort": .int(number)]
            if flags.int("hostport") > 0 { entry["hostPort"] = .int(Int64(flags.int("hostport"))) }
            container["ports"] = [entry]
        }
        let environment = try environment()
        if !environment.isEmpty { container["env"] = .array(environment) }
        let policy = flags.string("image-pull-policy")
        if !policy.isEmpty {
            guard ["Always", "IfNotPresent", "Never"].contains(policy) else {
                throw Failure("invalid image pull policy: \(policy)\nSee 'kubectl run -h' for help and examples")
            }
            container["imagePullPolicy"] = .string(policy)
        }
        if flags.bool("stdin") {
            container["stdin"] = true
            if !flags.bool("leave-stdin-open") { container["stdinOnce"] = true }
        }
        if flags.bool("tty") { container["tty"] = true }
        if flags.bool("privileged") { container["securityContext"] = ["privileged": true] }
        var spec: JSON = ["containers": [container], "dnsPolicy": "ClusterFirst", "restartPolicy": .string(restart)]
        if !flags.string("serviceaccount").isEmpty { spec["serviceAccountName"] = .string(flags.string("serviceaccount")) }
        return spec
    }

    private func resources() throws(Failure) -> JSON {
        var resources: JSON = [:]
        for key in ["limits", "requests"] where !flags.string(key).isEmpty {
            resources[key] = JSON(try KeyedSources.pairs(flags.string(key)))
        }
        return resources
    }

    private func environment() throws(Failure) -> [JSON] {
        var result: [JSON] = []
        for text in flags.list("env") {
            guard let sign = text.firstIndex(of: "="), sign != text.startIndex else { throw Failure("invalid env: \(text)") }
            let value = String(text[text.index(after: sign)...])
            result.append(["name": .string(String(text[..<sign])), "value": .string(value)])
        }
        return result
    }

    func annotations() throws(Failure) -> JSON {
        var result: JSON = .null
        for text in flags.list("annotations") {
            guard let sign = text.firstIndex(of: "=") else {
                throw Failure("annotation \(text) is invalid and should be in format key=[value]")
            }
            result[String(text[..<sign])] = .string(String(text[text.index(after: sign)...]))
        }
        return result
    }
}

/// The generators of old, by name, and today's pod.
enum RunGenerator: Sendable {
    case pod, replicationController, deployment, job, cronJob

    static let flags: [Flag] = [
        .string(
            "generator", hidden: true, values: .words(["run-pod/v1", "run/v1", "deployment/apps.v1", "job/v1", "cronjob/v1beta1"]),
            "What to make (dropped upstream, still honoured here)."),
        .int("replicas", "r", 1, hidden: true, "Number of pods, for generators that make a controller."),
        .string("requests", hidden: true, values: .nothing, "Requested resources, as cpu=100m,memory=256Mi."),
        .string("limits", hidden: true, values: .nothing, "Limits of resources, as cpu=200m,memory=512Mi."),
        .string("schedule", hidden: true, values: .nothing, "When, in the form of cron; makes a CronJob."),
        .string("serviceaccount", hidden: true, values: .nothing, "The pod's ServiceAccount."),
        .int("hostport", nil, -1, hidden: true, "The port of the node for the container's port."),
        .string("service-generator", hidden: true, values: .nothing, "Dropped upstream, still accepted here."),
        .string("service-overrides", hidden: true, values: .nothing, "Dropped upstream, still accepted here."),
        .bool("record", hidden: true, "Dropped upstream, still accepted here."),
    ]

    /// Nil for names that no kubectl ever knew.
    init?(_ name: String) {
        switch name {
        case "", "run-pod/v1": self = .pod
        case "run/v1": self = .replicationController
        case "deployment/apps.v1", "deployment/apps.v1beta1", "deployment/v1beta1", "deployment/apps.v1beta2": self = .deployment
        case "job/v1": self = .job
        case "cronjob/v1beta1", "cronjob/v2alpha1", "cronjob/v1": self = .cronJob
        default: return nil
        }
    }

    private func restart(_ draft: RunDraft, _ allowed: [String], _ invocation: Invocation) throws(Failure) -> String {
        let wanted = draft.flags.string("restart")
        guard ["Always", "OnFailure", "Never"].contains(wanted) else { throw invocation.usageFailure("invalid restart policy: \(wanted)") }
        if draft.flags.changed("restart"), !allowed.contains(wanted) {
            throw invocation.usageFailure("invalid restart policy: \(wanted)")
        }
        return allowed.contains(wanted) ? wanted : allowed[0]
    }

    func object(_ draft: RunDraft, _ invocation: Invocation) throws(Failure) -> JSON {
        let flags = draft.flags
        let chosen: RunGenerator = self == .pod && !flags.string("schedule").isEmpty ? .cronJob : self
        let labels = JSON(try draft.labels())
        let replicas = JSON.int(Int64(flags.int("replicas")))
        let always = ["Always"]
        func object(_ apiVersion: String, _ kind: String, _ spec: JSON) throws(Failure) -> JSON {
            var object = CreateSubcommands.object(apiVersion, kind, draft.name, labels: labels)
            object["metadata"]["annotations"] = try draft.annotations()
            object["spec"] = spec
            object["status"] = [:]
            return object
        }
        func template(_ allowed: [String]) throws(Failure) -> JSON {
            ["metadata": ["labels": labels], "spec": try draft.podSpec(restart: try restart(draft, allowed, invocation))]
        }
        switch chosen {
        case .pod: return try object("v1", "Pod", draft.podSpec(restart: restart(draft, ["Always", "OnFailure", "Never"], invocation)))
        case .replicationController:
            return try object("v1", "ReplicationController", ["replicas": replicas, "selector": labels, "template": template(always)])
        case .deployment:
            return try object(
                "apps/v1", "Deployment",
                ["replicas": replicas, "selector": ["matchLabels": labels], "strategy": [:], "template": template(always)])
        case .job: return try object("batch/v1", "Job", ["template": template(["OnFailure", "Never"])])
        case .cronJob:
            if flags.string("schedule").isEmpty { throw Failure("--schedule is required for the generator cronjob/v1beta1") }
            let spec: JSON = [
                "jobTemplate": ["metadata": [:], "spec": ["template": try template(["OnFailure", "Never"])]],
                "schedule": .string(flags.string("schedule")),
            ]
            return try object("batch/v1", "CronJob", spec)
        }
    }
}
