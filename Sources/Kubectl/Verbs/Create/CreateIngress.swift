internal import Document
internal import Resources

/// `create ingress NAME --rule=host/path=service:port[,tls[=secret]]`
enum CreateIngress {
    static let command = CreateSubcommands.command(
        "ingress", aliases: ["ing"], usage: "NAME --rule=host/path=service:port[,tls[=secret]]", summary: "Create an Ingress",
        example: "kubectl create ingress kubia --rule='kubia.example.com/*=kubia-nodeport:80,tls=tls-secret'",
        flags: [
            .string("class", values: .nothing, "The IngressClass."),
            .array("rule", "HOST/PATH=SERVICE:PORT[,tls[=SECRET]]; may be given again."),
            .string("default-backend", values: .nothing, "SERVICE:PORT for what no rule matches."),
            .array("annotation", "KEY=VALUE; may be given again."),
        ]
    ) { invocation in
        let flags = invocation.flags
        let name = try CreateCommand.name(invocation)
        let rules = flags.list("rule")
        let fallback = flags.string("default-backend")
        if rules.isEmpty, fallback.isEmpty {
            throw Failure(
                "not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)"
            )
        }
        var object = CreateSubcommands.object("networking.k8s.io/v1", "Ingress", name)
        for annotation in flags.list("annotation") {
            let parts = annotation.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { throw Failure("annotation \(annotation) is invalid and should be in format key=[value]") }
            object["metadata"]["annotations"][parts[0]] = .string(parts[1])
        }
        var spec: JSON = [:]
        if flags.changed("class") { spec["ingressClassName"] = .string(flags.string("class")) }
        if !fallback.isEmpty { spec["defaultBackend"] = try backend(fallback) }
        try addRules(rules, to: &spec)
        object["spec"] = spec
        object["status"] = ["loadBalancer": [:]]
        try await CreateCommand.make(object, invocation)
    }

    private static func backend(_ text: String) throws(Failure) -> JSON {
        let parts = text.split(separator: ":").map(String.init)
        guard parts.count == 2 else { throw Failure("default-backend should be in format servicename:serviceport") }
        let port: JSON = Int64(parts[1]) == nil ? ["name": .string(parts[1])] : ["number": .int(Int64(parts[1]) ?? 0)]
        return ["service": ["name": .string(parts[0]), "port": port]]
    }

    private static func addRules(_ texts: [String], to spec: inout JSON) throws(Failure) {
        var rules: [(host: String, paths: [JSON])] = []
        var tls: [(secret: String, hosts: [String])] = []
        for text in texts {
            let parts = text.split(separator: ",", maxSplits: 1).map(String.init)
            let halves = (parts.first ?? "").split(separator: "=", maxSplits: 1).map(String.init)
            guard halves.count == 2, let slash = halves[0].firstIndex(of: "/") else {
                throw Failure("rule \(text) is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]")
            }
            let host = String(halves[0][..<slash])
            var path = String(halves[0][slash...])
            var type = "Exact"
            if path.hasSuffix("*") {
                path = String(path.dropLast())
                type = "Prefix"
            }
            let entry: JSON = ["backend": try backend(halves[1]), "path": .string(path), "pathType": .string(type)]
            if let index = rules.firstIndex(where: { $0.host == host }) {
                rules[index].paths.append(entry)
            } else {
                rules.append((host, [entry]))
            }
            guard parts.count > 1, parts[1].hasPrefix("tls") else { continue }
            let secret = parts[1].split(separator: "=").dropFirst().first.map(String.init) ?? ""
            if let index = tls.firstIndex(where: { $0.secret == secret }) {
                if !tls[index].hosts.contains(host) { tls[index].hosts.append(host) }
            } else {
                tls.append((secret, [host]))
            }
        }
        spec["rules"] = .array(
            rules.map { rule in
                var entry: JSON = ["http": ["paths": .array(rule.paths)]]
                if !rule.host.isEmpty { entry["host"] = .string(rule.host) }
                return entry
            })
        if tls.isEmpty { return }
        spec["tls"] = .array(
            tls.map { entry in
                var value: JSON = ["hosts": JSON(entry.hosts.filter { !$0.isEmpty })]
                if !entry.secret.isEmpty { value["secretName"] = .string(entry.secret) }
                return value
            })
    }
}
