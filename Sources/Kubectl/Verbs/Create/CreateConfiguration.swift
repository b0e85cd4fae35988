internal import Document
internal import Resources

/// `create namespace`, `configmap`, `secret`, `serviceaccount`, `quota`, `priorityclass`, `poddisruptionbudget`.
enum CreateConfiguration {
    static let namespace = CreateSubcommands.command(
        "namespace", aliases: ["ns"], usage: "NAME", summary: "Create a Namespace", example: "kubectl create namespace custom-namespace"
    ) { invocation in
        var object = CreateSubcommands.object("v1", "Namespace", try CreateCommand.name(invocation))
        object["spec"] = [:]
        object["status"] = [:]
        try await CreateCommand.make(object, invocation, namespaced: false)
    }

    static let sourceFlags: [Flag] = [
        .list("from-file", "A file, a folder of files, or KEY=FILE; may be given again."),
        .array("from-literal", "KEY=VALUE; may be given again."),
        .list("from-env-file", "A file with lines of KEY=VALUE."), .bool("append-hash", "Append a hash of the content to the name."),
    ]

    static let configMap = CreateSubcommands.command(
        "configmap", aliases: ["cm"], usage: "NAME [--from-file=[key=]source] [--from-literal=key1=value1]",
        summary: "Create a ConfigMap from files, folders or literal values",
        example: "kubectl create configmap fortune --from-literal=sleep-interval=25", flags: sourceFlags
    ) { invocation in
        let sources = try KeyedSources(invocation.flags)
        var object = CreateSubcommands.object("v1", "ConfigMap", try CreateCommand.name(invocation))
        if !sources.texts.isEmpty { object["data"] = JSON(sources.texts) }
        if !sources.binaries.isEmpty { object["binaryData"] = JSON(sources.binaries.mapValues(KeyedSources.base64)) }
        if invocation.flags.bool("append-hash") { ContentHash.append(to: &object) }
        try await CreateCommand.make(object, invocation)
    }

    static let secret = Command(
        "secret", usage: "(docker-registry | generic | tls)", summary: "Create a Secret of a given type",
        subcommands: [CreateSecrets.generic, CreateSecrets.tls, CreateSecrets.dockerRegistry])

    static let serviceAccount = CreateSubcommands.command(
        "serviceaccount", aliases: ["sa"], usage: "NAME", summary: "Create a ServiceAccount", example: "kubectl create serviceaccount foo"
    ) { invocation in
        try await CreateCommand.make(CreateSubcommands.object("v1", "ServiceAccount", try CreateCommand.name(invocation)), invocation)
    }

    static let quota = CreateSubcommands.command(
        "quota", aliases: ["resourcequota"], usage: "NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2]",
        summary: "Create a ResourceQuota", example: "kubectl create quota cpu-and-mem --hard=requests.cpu=400m,pods=10",
        flags: [
            .string("hard", values: .nothing, "Limits, as key=value,…"),
            .string("scopes", values: .nothing, "Scopes, with commas between."),
        ]
    ) { invocation in
        var object = CreateSubcommands.object("v1", "ResourceQuota", try CreateCommand.name(invocation))
        object["spec"] = [:]
        let hard = invocation.flags.string("hard")
        if !hard.isEmpty { object["spec"]["hard"] = JSON(try KeyedSources.pairs(hard)) }
        let scopes = invocation.flags.string("scopes").split(separator: ",").map(String.init)
        if !scopes.isEmpty { object["spec"]["scopes"] = JSON(scopes) }
        object["status"] = [:]
        try await CreateCommand.make(object, invocation)
    }

    static let priorityClass = CreateSubcommands.command(
        "priorityclass", aliases: ["pc"], usage: "NAME --value=VALUE --global-default=BOOL", summary: "Create a PriorityClass",
        example: "kubectl create priorityclass high --value=1000 --description='first'",
        flags: [
            .int("value", "The priority."), .bool("global-default", "Whether pods without a class have this one."),
            .string("description", values: .nothing, "When to use it."),
            .string(
                "preemption-policy", nil, "PreemptLowerPriority", values: .words(["PreemptLowerPriority", "Never"]),
                "Whether it may push others out."),
        ]
    ) { invocation in
        let flags = invocation.flags
        if !flags.changed("value") { throw Failure("required flag(s) \"value\" not set") }
        var object = CreateSubcommands.object("scheduling.k8s.io/v1", "PriorityClass", try CreateCommand.name(invocation))
        if !flags.string("description").isEmpty { object["description"] = .string(flags.string("description")) }
        if flags.bool("global-default") { object["globalDefault"] = true }
        object["preemptionPolicy"] = .string(flags.string("preemption-policy"))
        object["value"] = .int(Int64(flags.int("value")))
        try await CreateCommand.make(object, invocation, namespaced: false)
    }

    static let disruptionBudget = CreateSubcommands.command(
        "poddisruptionbudget", aliases: ["pdb"], usage: "NAME --selector=SELECTOR --min-available=N",
        summary: "Create a PodDisruptionBudget",
        example: "kubectl create pdb kubia --selector=app=kubia --min-available=2",
        flags: [
            .string("min-available", values: .nothing, "How many pods must stay, a number or a percentage."),
            .string("max-unavailable", values: .nothing, "How many pods may be away, a number or a percentage."),
            .string("selector", values: .nothing, "Which pods."),
        ]
    ) { invocation in
        let flags = invocation.flags
        let name = try CreateCommand.name(invocation)
        guard !flags.string("selector").isEmpty else { throw Failure("a selector must be specified") }
        let (least, most) = (flags.string("min-available"), flags.string("max-unavailable"))
        if least.isEmpty, most.isEmpty { throw Failure("one of min-available or max-unavailable must be specified") }
        if !least.isEmpty, !most.isEmpty { throw Failure("min-available and max-unavailable cannot be both specified") }
        func amount(_ text: String) -> JSON { Int64(text).map(JSON.int) ?? .string(text) }
        var object = CreateSubcommands.object("policy/v1", "PodDisruptionBudget", name)
        object["spec"] = ["selector": try LabelText.selector(flags.string("selector"))]
        if !least.isEmpty { object["spec"]["minAvailable"] = amount(least) }
        if !most.isEmpty { object["spec"]["maxUnavailable"] = amount(most) }
        object["status"] = ["currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0]
        try await CreateCommand.make(object, invocation)
    }
}
