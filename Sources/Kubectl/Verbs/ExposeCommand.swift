internal import Client
internal import Document
internal import Resources

/// `kubectl expose`: a Service for the pods of a workload.
enum ExposeCommand {
    private static let flags: [Flag] = [
        .string("name", values: .nothing, "Name of the Service; that of the workload when not given."),
        .string("port", values: .nothing, "Port of the Service; that of the workload when not given."),
        .string("target-port", values: .nothing, "Port or name of the port of the pods; the Service's own when not given."),
        .string("protocol", values: .words(["TCP", "UDP", "SCTP"]), "TCP, UDP or SCTP."),
        .string("type", values: .words(["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]), "The Service's type."),
        .string("selector", values: .nothing, "Labels of the pods; those of the workload's selector when not given."),
        .string("labels", "l", values: .nothing, "Labels of the Service; those of the workload when not given."),
        .string("external-ip", values: .nothing, "A further address that the Service has."),
        .string("load-balancer-ip", values: .nothing, "The load balancer's address."),
        .string("session-affinity", values: .words(["None", "ClientIP"]), "None or ClientIP."),
        .string("cluster-ip", values: .nothing, "The Service's address, or None for a headless one."),
        .string("overrides", values: .nothing, "JSON to merge into the Service."),
        .string("override-type", nil, "merge", values: .words(["json", "merge", "strategic"]), "json, merge or strategic."),
        .string("generator", hidden: true, values: .nothing, "Dropped upstream, still accepted here."),
        .string("container-port", hidden: true, values: .nothing, "The same as --target-port."),
        .bool("save-config", "Keep what is sent in an annotation, so that apply can go on from it."),
    ]

    static let command = Command(
        "expose", group: .basic, usage: "(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name]",
        summary: "Make a Service for the pods of a workload, or for a pod or Service",
        examples: [
            ("From outside", "kubectl expose rc kubia --type=LoadBalancer --name=kubia-http"),
            ("Inside, on port 80", "kubectl expose deployment kubia --port=80 --target-port=8080"),
        ],
        flags: ResourceSelection.fileFlags("to expose") + WriteOptions.flags("kubectl-expose") + flags, arguments: .resources, run: run)

    static let exposable: Set<String> = ["ReplicationController", "Service", "Pod", "Deployment", "ReplicaSet"]

    static func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        var selection = try ResourceSelection(invocation)
        selection.labelSelector = nil
        let infos = try await ResourceBuilder(session: invocation.session).objects(selection)
        let options = try WriteOptions(invocation)
        let printer = try ResultPrinter(invocation, dryRun: options.dryRun)
        let resource = try await invocation.session.discovery().resource("services")
        for info in infos {
            guard exposable.contains(info.type.kind) else { throw Failure("cannot expose a \(info.type.qualifiedKind)") }
            var service = try ServiceDraft(info, flags).document()
            if let overrides = flags.given("overrides"), !overrides.isEmpty {
                service = try Overrides.merge(overrides, into: service, type: flags.string("override-type"))
            }
            if invocation.flags.bool("save-config") { service = LastApplied.annotated(service) }
            if try invocation.session.connection().namespaceIsExplicit { service["metadata"]["namespace"] = .string(info.namespace) }
            let place = ObjectInfo(resource: resource, namespace: info.namespace, name: service["metadata"]["name"].string ?? "")
            let made = options.dryRun == .client ? service : try await invocation.session.client().create(place, service, options)
            try printer.tell(made, "exposed")
        }
    }
}

/// `--overrides`: what the author of a command wants different in the object it makes.
enum Overrides {
    static func merge(_ text: String, into object: JSON, type: String) throws(Failure) -> JSON {
        let patch: JSON
        do { patch = try JSON.parse(text: text) } catch { throw Failure("invalid character in overrides: \(error.message)") }
        switch type {
        case "json":
            do { return try JSONPatch.apply(patch, to: object) } catch { throw Failure(error.description) }
        case "merge", "": return MergePatch.apply(patch, to: object)
        case "strategic": return try LocalPatch.strategic(patch, to: object)
        default: throw Failure("invalid override type: \(type)")
        }
    }
}

/// The Service that `expose` makes of a workload.
struct ServiceDraft {
    private let info: ObjectInfo
    private let flags: FlagValues

    init(_ info: ObjectInfo, _ flags: FlagValues) {
        self.info = info
        self.flags = flags
    }

    func document() throws -> JSON {
        let selector = try self.selector()
        let name = flags.string("name")
        let labelText = flags.string("labels")
        let labels = labelText.isEmpty ? info.object["metadata"]["labels"].stringMap : try LabelText.labels(labelText)
        var service = CreateSubcommands.object("v1", "Service", name.isEmpty ? String(info.name.prefix(63)) : name)
        if !labels.isEmpty { service["metadata"]["labels"] = JSON(labels) }
        var spec: JSON = ["ports": .array(try ports()), "selector": JSON(selector)]
        if spec["ports"].array?.isEmpty ?? true { spec["ports"] = .null }
        let type = flags.string("type")
        if !type.isEmpty { spec["type"] = .string(type) }
        if !flags.string("external-ip").isEmpty { spec["externalIPs"] = [.string(flags.string("external-ip"))] }
        if type == "LoadBalancer", !flags.string("load-balancer-ip").isEmpty {
            spec["loadBalancerIP"] = .string(flags.string("load-balancer-ip"))
        }
        let affinity = flags.string("session-affinity")
        if !affinity.isEmpty {
            guard ["None", "ClientIP"].contains(affinity) else { throw Failure("unknown session affinity: \(affinity)") }
            spec["sessionAffinity"] = .string(affinity)
        }
        if !flags.string("cluster-ip").isEmpty { spec["clusterIP"] = .string(flags.string("cluster-ip")) }
        service["spec"] = spec
        service["status"] = ["loadBalancer": [:]]
        return service
    }

    private func selector() throws -> [String: String] {
        let text = flags.string("selector")
        if !text.isEmpty { return try LabelText.labels(text) }
        let found: [String: String]
        switch info.type.kind {
        case "ReplicationController", "Service": found = info.object["spec"]["selector"].stringMap
        case "Pod": found = info.object["metadata"]["labels"].stringMap
        default:
            if !(info.object["spec"]["selector"]["matchExpressions"].array ?? []).isEmpty {
                throw Failure(
                    "couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - \(info.object["spec"]["selector"]["matchExpressions"].text) to map-based selector format"
                )
            }
            found = info.object["spec"]["selector"]["matchLabels"].stringMap
        }
        if found.isEmpty {
            switch info.type.kind {
            case "Pod":
                throw Failure(
                    "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed")
            case "Service":
                throw Failure("couldn't retrieve selectors via --selector flag or introspection: the service has no pod selector set")
            default:
                throw Failure(
                    "couldn't retrieve selectors via --selector flag or introspection: invalid \(info.type.kind.lowercased()): no selectors, therefore cannot be exposed"
                )
            }
        }
        return found
    }

    /// Ports that the workload itself names, each with its protocols.
    private var declared: [(port: String, protocols: [String])] {
        var result: [(port: String, protocols: [String])] = []
        func add(_ port: JSON, _ protocolName: JSON) {
            guard let number = port.int else { return }
            let name = protocolName.string ?? "TCP"
            if let index = result.firstIndex(where: { $0.port == String(number) }) {
                if !result[index].protocols.contains(name) { result[index].protocols.append(name) }
            } else {
                result.append((String(number), [name]))
            }
        }
        if info.type.kind == "Service" {
            for port in info.object["spec"]["ports"].array ?? [] { add(port["port"], port["protocol"]) }
            return result
        }
        let spec = info.type.kind == "Pod" ? info.object["spec"] : info.object["spec"]["template"]["spec"]
        for container in spec["containers"].array ?? [] {
            for port in container["ports"].array ?? [] { add(port["containerPort"], port["protocol"]) }
        }
        return result
    }

    private func ports() throws -> [JSON] {
        let declared = self.declared
        var wanted = flags.string("port").split(separator: ",").map(String.init)
        if wanted.isEmpty {
            wanted = declared.map(\.port)
            if wanted.isEmpty, flags.string("cluster-ip") != "None" { throw Failure("couldn't find port via --port flag or introspection") }
        }
        var ports: [JSON] = []
        for (index, text) in wanted.enumerated() {
            guard let number = Int64(text) else { throw Failure("strconv.Atoi: parsing \(text.goQuoted): invalid syntax") }
            let several = wanted.count > 1
            let own = flags.string("protocol")
            let protocols = own.isEmpty ? declared.first { $0.port == text }?.protocols ?? ["TCP"] : [own]
            for name in protocols {
                var port: JSON = ["port": .int(number), "protocol": .string(name), "targetPort": target(number)]
                if protocols.count > 1 {
                    port["name"] = .string("port-\(index + 1)-\(name.lowercased())")
                } else if several {
                    port["name"] = .string("port-\(index + 1)")
                }
                ports.append(port)
            }
        }
        return ports
    }

    private func target(_ port: Int64) -> JSON {
        let text = flags.string("target-port").isEmpty ? flags.string("container-port") : flags.string("target-port")
        if text.isEmpty { return .int(port) }
        return Int64(text).map(JSON.int) ?? .string(text)
    }
}
