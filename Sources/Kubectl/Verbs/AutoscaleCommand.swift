internal import Document
internal import Resources

/// `kubectl autoscale`: a HorizontalPodAutoscaler for a workload.
enum AutoscaleCommand {
    private static let flags: [Flag] = [
        .string("name", values: .nothing, "Name of the autoscaler; that of the workload when not given."),
        .int("min", nil, -1, "The least number of pods."), .int("max", nil, -1, "The largest number of pods; needed."),
        .int("cpu-percent", nil, -1, "Wanted average use of CPU, in percent of what is requested."),
        .string("cpu", values: .nothing, "Wanted use of CPU: a percentage of what is requested (70%), or an amount a pod (500m)."),
        .string("memory", values: .nothing, "Wanted use of memory: a percentage of what is requested (70%), or an amount a pod (200Mi)."),
        .bool("save-config", "Keep what is sent in an annotation, so that apply can go on from it."),
    ]

    static let command = Command(
        "autoscale", group: .deploy,
        usage: "(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY]",
        summary: "Let the number of replicas follow the load",
        examples: [("Between 1 and 5, at 30% of the CPU requested", "kubectl autoscale deployment kubia --min=1 --max=5 --cpu=30%")],
        flags: ResourceSelection.fileFlags("to scale") + WriteOptions.flags("kubectl-autoscale") + flags, arguments: .resources, run: run)

    static func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        if !flags.changed("max") { throw Failure("required flag(s) \"max\" not set") }
        if flags.int("max") < 1 { throw Failure("--max=MAXPODS is required and must be at least 1, max: \(flags.int("max"))") }
        if flags.int("max") < flags.int("min") {
            throw Failure("--max=MAXPODS must be larger or equal to --min=MINPODS, max: \(flags.int("max")), min: \(flags.int("min"))")
        }
        let infos = try await ResourceBuilder(session: invocation.session).objects(try ResourceSelection(invocation))
        let options = try WriteOptions(invocation)
        let printer = try ResultPrinter(invocation, dryRun: options.dryRun)
        guard
            let resource = try await invocation.session.discovery().resource(apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler")
        else { throw Failure.unknownResource("horizontalpodautoscalers") }
        for info in infos {
            guard info.resource.subresource("scale") != nil else {
                throw Failure("cannot autoscale a \(info.type.kind): the server could not find the requested resource")
            }
            var object = try autoscaler(info, flags)
            if flags.bool("save-config") { object = LastApplied.annotated(object) }
            let place = ObjectInfo(resource: resource, namespace: info.namespace, name: object["metadata"]["name"].string ?? "")
            let made = options.dryRun == .client ? object : try await invocation.session.client().create(place, object, options)
            try printer.tell(made, "autoscaled")
        }
    }

    private static func autoscaler(_ info: ObjectInfo, _ flags: FlagValues) throws(Failure) -> JSON {
        let name = flags.string("name")
        var object = CreateSubcommands.object("autoscaling/v2", "HorizontalPodAutoscaler", name.isEmpty ? info.name : name)
        object["spec"] = [
            "maxReplicas": .int(Int64(flags.int("max"))),
            "scaleTargetRef": ["apiVersion": .string(info.type.apiVersion), "kind": .string(info.type.kind), "name": .string(info.name)],
        ]
        if flags.int("min") > 0 { object["spec"]["minReplicas"] = .int(Int64(flags.int("min"))) }
        var metrics: [JSON] = []
        let percent = flags.int("cpu-percent")
        if percent >= 0 { metrics.append(metric("cpu", ["averageUtilization": .int(Int64(percent)), "type": "Utilization"])) }
        for name in ["cpu", "memory"] {
            let wanted = flags.string(name)
            if wanted.isEmpty { continue }
            if wanted.hasSuffix("%") {
                guard let value = Int64(wanted.dropLast()), value > 0 else { throw Failure("invalid percentage: \(wanted)") }
                metrics.append(metric(name, ["averageUtilization": .int(value), "type": "Utilization"]))
            } else {
                do { _ = try Quantity(wanted) } catch { throw Failure("invalid \(name) quantity \(wanted): \(error.description)") }
                metrics.append(metric(name, ["averageValue": .string(wanted), "type": "AverageValue"]))
            }
        }
        if !metrics.isEmpty { object["spec"]["metrics"] = .array(metrics) }
        object["status"] = ["currentMetrics": .array([]), "desiredReplicas": 0]
        return object
    }

    private static func metric(_ name: String, _ target: JSON) -> JSON {
        ["resource": ["name": .string(name), "target": target], "type": "Resource"]
    }
}
