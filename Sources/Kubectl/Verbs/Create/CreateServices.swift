internal import Document
internal import Resources

/// `create service clusterip | nodeport | loadbalancer | externalname`
enum CreateServices {
    static let service = Command(
        "service", aliases: ["svc"], summary: "Create a Service of a given type",
        subcommands: [
            one("clusterip", "ClusterIP", "A Service with an address inside the cluster"),
            one("nodeport", "NodePort", "A Service on a port of every node"),
            one("loadbalancer", "LoadBalancer", "A Service with an address outside the cluster"),
            one("externalname", "ExternalName", "A Service that stands for a name elsewhere"),
        ])

    private static func one(_ name: String, _ type: String, _ summary: String) -> Command {
        var flags: [Flag] = [.list("tcp", "Ports, as PORT or PORT:TARGET.")]
        if type == "ClusterIP" { flags.append(.string("clusterip", values: .nothing, "The address, or None for a headless Service.")) }
        if type == "NodePort" { flags.append(.int("node-port", "The port on the nodes.")) }
        if type == "ExternalName" { flags.append(.string("external-name", values: .nothing, "The name it stands for.")) }
        return CreateSubcommands.command(
            name, usage: "NAME [--tcp=<port>:<targetPort>]", summary: summary,
            example: "kubectl create service \(name) kubia --tcp=80:8080",
            flags: flags
        ) { invocation in
            try await CreateCommand.make(try object(invocation, type), invocation)
        }
    }

    private static func object(_ invocation: Invocation, _ type: String) throws -> JSON {
        let flags = invocation.flags
        let name = try CreateCommand.name(invocation)
        let ports = try flags.list("tcp").map { try port($0, nodePort: flags.int("node-port")) }
        let address = flags.string("clusterip")
        if type == "ExternalName" {
            if flags.string("external-name").isEmpty { throw Failure("required flag(s) \"external-name\" not set") }
        } else if ports.isEmpty, address != "None" {
            throw Failure("at least one tcp port specifier must be provided")
        }
        let labels: JSON = ["app": .string(name)]
        var object = CreateSubcommands.object("v1", "Service", name, labels: labels)
        object["spec"] = ["selector": labels, "type": .string(type)]
        if !ports.isEmpty { object["spec"]["ports"] = .array(ports) }
        if !address.isEmpty { object["spec"]["clusterIP"] = .string(address) }
        if type == "ExternalName" { object["spec"]["externalName"] = .string(flags.string("external-name")) }
        object["status"] = ["loadBalancer": [:]]
        return object
    }

    private static func port(_ text: String, nodePort: Int) throws(Failure) -> JSON {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard let first = parts.first, let port = Int64(first), (1...65_535).contains(port) else {
            throw Failure("invalid port format: \(text), expected port or port:targetPort")
        }
        let target = parts.count > 1 ? parts[1] : first
        var result: JSON = [
            "name": .string(text.split(separator: ":").joined(separator: "-")), "port": .int(port), "protocol": "TCP",
            "targetPort": Int64(target).map(JSON.int) ?? .string(target),
        ]
        if nodePort > 0 { result["nodePort"] = .int(Int64(nodePort)) }
        return result
    }
}
