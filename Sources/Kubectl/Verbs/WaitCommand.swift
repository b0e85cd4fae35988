internal import Client
internal import Document
internal import Resources

/// `kubectl wait`: until a condition holds of objects, or they are there, or gone.
enum WaitCommand {
    private static let flags: [Flag] = [
        .array("for", "What to wait for: create, delete, condition=NAME[=VALUE] or jsonpath='{PATH}'[=VALUE]."),
        .duration("timeout", "30s", "Give up after this time; 0 looks once, negative waits a week."),
        .bool("all", "Every object of the types."),
        .bool("all-namespaces", "A", "In all namespaces."), .bool("local", "Look only at what the file holds."),
    ]

    static let command = Command(
        "wait", group: .advanced,
        usage:
            "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
        summary: "Wait until something is true of objects",
        examples: [
            ("A pod is ready", "kubectl wait --for=condition=Ready pod/kubia"),
            ("A phase", "kubectl wait --for=jsonpath='{.status.phase}'=Running pod/kubia"),
            ("A pod is gone", "kubectl wait --for=delete pod/kubia --timeout=60s"),
        ],
        flags: ResourceSelection.fileFlags("to wait for") + ResourceSelection.selectorFlags + OutputFormat.flags + flags,
        arguments: .resources,
        run: run)

    static func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        let condition = try WaitCondition(flags.list("for").last ?? "")
        var timeout = flags.duration("timeout")
        let looksOnce = timeout == .zero
        if timeout < .zero { timeout = .seconds(7 * 86_400) }
        let deadline = ContinuousClock.now + (looksOnce ? .seconds(1) : timeout)
        let infos = try await targets(invocation, condition, deadline)
        let printer = try ResultPrinter(invocation)
        var errors: [any Error] = []
        for info in infos {
            do {
                let met = try await ObjectWait(invocation.session, info).until(deadline: deadline) { try condition.isMet($0) }
                try printer.tell(met ?? (info.object.isNull ? stub(info) : info.object), "condition met")
                invocation.console.flush()
            } catch let error as Failure {
                errors.append(error)
            }
        }
        try Failures.throwing(errors)
    }

    private static func stub(_ info: ObjectInfo) -> JSON {
        ["apiVersion": .string(info.type.apiVersion), "kind": .string(info.type.kind), "metadata": ["name": .string(info.name)]]
    }

    private static func targets(_ invocation: Invocation, _ condition: WaitCondition, _ deadline: ContinuousClock.Instant) async throws
        -> [ObjectInfo]
    {
        let selection = try ResourceSelection(invocation)
        let builder = ResourceBuilder(session: invocation.session)
        var infos: [ObjectInfo] = []
        let client = try invocation.session.client()
        for query in try await builder.queries(selection) {
            switch query {
            case .list(let resource, let namespace): infos += try await builder.list(resource, namespace: namespace, selection)
            case .object(let info):
                if case .created = condition {
                    infos.append(info)
                    continue
                }
                do {
                    _ = try await client.read(info)
                    infos.append(info)
                } catch let error as APIError where error.isNotFound && condition.isDeletion {
                    // Gone already: there is nothing to wait for.
                    continue
                }
            }
        }
        if infos.isEmpty, !condition.isDeletion { throw Failure("no matching resources found") }
        return infos
    }
}

/// What is waited for.
enum WaitCondition: Sendable {
    case created, deleted
    case condition(type: String, status: String)
    /// Without a value any does.
    case path(JSONPath, value: String?)

    var isDeletion: Bool { if case .deleted = self { true } else { false } }

    init(_ text: String) throws(Failure) {
        if text.isEmpty { throw Failure("--for must be specified") }
        let lower = text.lowercased()
        if lower == "delete" {
            self = .deleted
        } else if lower == "create" {
            self = .created
        } else if lower.hasPrefix("condition=") {
            let parts = text.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            self = .condition(type: parts[1], status: parts.count > 2 ? parts[2] : "true")
        } else if lower.hasPrefix("jsonpath=") {
            self = try Self.readPath(String(text.dropFirst("jsonpath=".count)))
        } else {
            throw Failure("unrecognized condition: \(text.goQuoted)")
        }
    }

    private static func readPath(_ text: String) throws(Failure) -> WaitCondition {
        var expression = text
        var value: String?
        if let close = text.lastIndex(of: "}") {
            expression = String(text[...close])
            let rest = text[text.index(after: close)...]
            if rest.hasPrefix("=") {
                value = String(rest.dropFirst())
                if value?.isEmpty ?? true {
                    throw Failure("jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3")
                }
            } else if !rest.isEmpty {
                throw Failure(
                    "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'")
            }
        } else if let sign = text.firstIndex(of: "=") {
            expression = String(text[..<sign])
            value = String(text[text.index(after: sign)...])
        }
        do { return .path(try JSONPath(relaxed: expression), value: value) } catch { throw Failure(error.description) }
    }

    func isMet(_ object: JSON?) throws -> Bool {
        guard let object else { return isDeletion }
        switch self {
        case .deleted: return false
        case .created: return true
        case .condition(let type, let status):
            guard let found = object["status"]["conditions"].array?.first(where: { $0["type"].string?.lowercased() == type.lowercased() })
            else {
                return false
            }
            let generation = object["metadata"]["generation"].int
            if let generation, let observed = found["observedGeneration"].int ?? object["status"]["observedGeneration"].int,
                observed < generation
            {
                return false
            }
            return found["status"].string?.lowercased() == status.lowercased()
        case .path(let path, let value):
            let found = try path.find(object).flatMap { $0 }
            guard let value else { return !found.isEmpty }
            return found.contains { JSONPath.text($0).lowercased() == value.lowercased() }
        }
    }
}
