internal import Document
internal import Resources

/// `set env`: environment variables of containers.
enum SetEnv {
    private static let own: [Flag] = [
        .string("containers", "c", "*", values: .nothing, "Which containers; names may hold *."),
        .array("env", "e", "NAME=VALUE; may be given again."),
        .string("from", values: .nothing, "A ConfigMap or Secret whose keys become variables, as configmap/NAME or secret/NAME."),
        .list("keys", "Only these keys; with --from."), .string("prefix", values: .nothing, "Put this before the names; with --from."),
        .bool("list", "Show the variables instead of changing them."), .bool("overwrite", nil, true, "Change variables that are there."),
        .bool("resolve", "Show the values that references have; with --list."),
    ]

    static let command = Command(
        "env", usage: "RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N", summary: "Set environment variables of containers",
        examples: [
            ("Set one", "kubectl set env deployment/kubia STORAGE_DIR=/local"),
            ("Remove one", "kubectl set env deployment/kubia STORAGE_DIR-"),
            ("Show them", "kubectl set env deployment/kubia --list"),
            ("From a ConfigMap", "kubectl set env --from=configmap/fortune deployment/kubia"),
        ],
        flags: SetCommand.flags + own, arguments: .resources, run: run)

    private struct Change {
        var set: [JSON] = []
        var remove: [String] = []
    }

    static func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        let (resources, pairs) = SetCommand.split(invocation.arguments)
        if resources.isEmpty, !flags.namesManifests {
            throw Failure("one or more resources must be specified as <resource> <name> or <resource>/<name>")
        }
        if flags.bool("list") { return try await list(invocation, resources) }
        var change = try parse(pairs + flags.list("env"))
        if !flags.string("from").isEmpty { change.set += try await references(invocation) }
        if change.set.isEmpty, change.remove.isEmpty { throw Failure("at least one environment variable must be provided") }
        let wanted = change
        try await SetCommand.change(invocation, resources, "env updated") { object, info in
            var found = false
            try SetCommand.containers(&object, info, includesInit: true) { container in
                guard SetCommand.matches(flags.string("containers"), container["name"].string ?? "") else { return }
                found = true
                try apply(wanted, to: &container, overwrites: flags.bool("overwrite"))
            }
            if !found { throw Failure("\(info.title) does not have any containers matching \(flags.string("containers").goQuoted)") }
        }
    }

    private static func parse(_ pairs: [String]) throws(Failure) -> Change {
        var change = Change()
        for pair in pairs {
            if let sign = pair.firstIndex(of: "="), sign != pair.startIndex {
                change.set.append(["name": .string(String(pair[..<sign])), "value": .string(String(pair[pair.index(after: sign)...]))])
            } else if pair.hasSuffix("-") {
                change.remove.append(String(pair.dropLast()))
            } else {
                throw Failure("environment variables must be of the form key=value, but is \(pair.goQuoted)")
            }
        }
        return change
    }

    private static func references(_ invocation: Invocation) async throws -> [JSON] {
        let flags = invocation.flags
        var selection = ResourceSelection()
        selection.arguments = [flags.string("from")]
        var variables: [JSON] = []
        let keys = flags.list("keys")
        for info in try await ResourceBuilder(session: invocation.session).objects(selection) {
            let reference: String
            switch info.type.kind {
            case "ConfigMap": reference = "configMapKeyRef"
            case "Secret": reference = "secretKeyRef"
            default: throw Failure("unsupported resource specified in --from")
            }
            for (key, _) in (info.object["data"].object ?? JSONObject()).sorted(by: { $0.key < $1.key })
            where keys.isEmpty || keys.contains(key) {
                let name = flags.string("prefix") + key.uppercased().map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
                variables.append(["name": .string(name), "valueFrom": [reference: ["key": .string(key), "name": .string(info.name)]]])
            }
        }
        return variables
    }

    private static func apply(_ change: Change, to container: inout JSON, overwrites: Bool) throws(Failure) {
        var variables = container["env"].array ?? []
        for variable in change.set {
            let name = variable["name"].string ?? ""
            if let index = variables.firstIndex(where: { $0["name"].string == name }) {
                if !overwrites {
                    throw Failure("'\(name)' already has a value (\(variables[index]["value"].string ?? "")), and --overwrite is false")
                }
                variables[index] = variable
            } else {
                variables.append(variable)
            }
        }
        variables.removeAll { change.remove.contains($0["name"].string ?? "") }
        container["env"] = variables.isEmpty ? .null : .array(variables)
    }

    private static func list(_ invocation: Invocation, _ resources: [String]) async throws {
        var selection = try ResourceSelection(invocation)
        selection.arguments = resources
        for info in try await ResourceBuilder(session: invocation.session).objects(selection) {
            guard let path = SetCommand.podSpecPath(info.type.kind) else { continue }
            for container in path.reduce(info.object, { $0[$1] })["containers"].array ?? [] {
                invocation.console.line("# \(info.type.kind) \(info.name), container \(container["name"].string ?? "")")
                for variable in container["env"].array ?? [] { invocation.console.line(text(variable)) }
            }
        }
    }

    private static func text(_ variable: JSON) -> String {
        let name = variable["name"].string ?? ""
        let source = variable["valueFrom"]
        if source.isNull { return "\(name)=\(variable["value"].string ?? "")" }
        if let reference = source["configMapKeyRef"].object {
            return "# \(name) from configmap \(reference["name"]?.string ?? ""), key \(reference["key"]?.string ?? "")"
        }
        if let reference = source["secretKeyRef"].object {
            return "# \(name) from secret \(reference["name"]?.string ?? ""), key \(reference["key"]?.string ?? "")"
        }
        if let field = source["fieldRef"].object { return "# \(name) from field path \(field["fieldPath"]?.string ?? "")" }
        return "# \(name) from resource field \(source["resourceFieldRef"]["resource"].string ?? "")"
    }
}
