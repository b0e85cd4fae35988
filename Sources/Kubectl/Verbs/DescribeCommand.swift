internal import Client
internal import Document
internal import Resources

/// `kubectl describe`
enum DescribeCommand {
    static let command = Command(
        "describe", group: .debugging, usage: "(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)",
        summary: "Show details of a specific resource or group of resources",
        details: """
            Shows an object with what belongs to it: events, pods of a controller, endpoints of a service. When no object has the
            name, all those whose names begin with it are shown.
            """,
        examples: [
            ("Describe a node", "kubectl describe nodes kubernetes-node-1"), ("Describe a pod", "kubectl describe pods/nginx"),
            ("All pods with a label", "kubectl describe pods -l name=myLabel"),
            ("All pods whose names begin with 'frontend'", "kubectl describe pods frontend"),
        ],
        flags: ResourceSelection.fileFlags("to describe") + [
            .string("selector", "l", values: .nothing, "Only objects whose labels match, such as app=kubia,env!=prod or env in (a,b)."),
            .bool("all-namespaces", "A", "Objects of all namespaces."),
            .bool("show-events", nil, true, "Show events (by default of single objects only)."),
            .int("chunk-size", nil, 500, "Read lists in pages of this many; 0 reads them at once."),
        ], arguments: .resources, run: run)

    private static func run(_ call: Invocation) async throws {
        var selection = try ResourceSelection(call)
        selection.typesAloneMeanAll = true
        if call.arguments.isEmpty, !selection.hasFiles {
            throw Failure("You must specify the type of resource to describe. " + suggestion)
        }
        var source = DescribeSource(
            client: try call.session.client(), showsEvents: call.flags.bool("show-events"), chunk: call.flags.int("chunk-size"))
        let isExplicit = call.flags.changed("show-events")
        let builder = ResourceBuilder(session: call.session)
        var infos: [ObjectInfo] = []
        var errors: [any Error] = []
        for query in try await builder.queries(selection) {
            do {
                infos += try await read(query, builder, selection)
            } catch let error as APIError {
                errors.append(error)
            }
        }
        if !errors.isEmpty || infos.count > 1, !isExplicit { source.showsEvents = false }
        if let missing = errors.first as? APIError, missing.isNotFound, call.arguments.count == 2 {
            return try await describePrefixed(call, source, missing)
        }
        try await describe(infos, call, source, &errors)
        if infos.isEmpty, errors.isEmpty {
            let place = selection.allNamespaces ? "" : " in \(try call.session.namespace()) namespace."
            call.console.err("No resources found\(place)\n")
        }
        try Failures.throwing(errors)
    }

    private static let suggestion = "Use \"kubectl api-resources\" for a complete list of supported resources.\n"

    /// Objects of files are described as the server has them.
    private static func read(
        _ query: ResourceBuilder.Query, _ builder: ResourceBuilder, _ selection: ResourceSelection
    ) async throws -> [ObjectInfo] {
        switch query {
        case .list(let resource, let namespace): return try await builder.list(resource, namespace: namespace, selection)
        case .object(var info):
            if !selection.hasFiles { info.object = try await builder.session.client().read(info) }
            return [info]
        }
    }

    private static func describe(
        _ infos: [ObjectInfo], _ call: Invocation, _ source: DescribeSource, _ errors: inout [any Error]
    ) async throws {
        var isFirst = true
        var told: Set<String> = []
        for info in infos {
            do {
                let text = try await Describer.of(info.type).describe(
                    namespace: info.namespace, name: info.name, source: source, now: .now())
                call.console.out(isFirst ? text : "\n\n" + text)
                isFirst = false
            } catch {
                if told.insert(ErrorText.plain(error)).inserted { errors.append(error) }
            }
        }
    }

    /// All objects of the type whose names begin with what was given.
    private static func describePrefixed(_ call: Invocation, _ source: DescribeSource, _ missing: APIError) async throws {
        let builder = ResourceBuilder(session: call.session)
        let words = call.arguments[0].split(separator: ",").map(String.init)
        let resources = try await builder.resources(words)
        guard resources.count == 1, let resource = resources.first else { throw missing }
        var selection = ResourceSelection()
        selection.chunk = source.chunk
        let namespace = resource.type.namespaced ? try call.session.namespace() : ""
        let infos = try await builder.list(resource, namespace: namespace, selection).filter { $0.name.hasPrefix(call.arguments[1]) }
        if infos.isEmpty { throw missing }
        for info in infos {
            let text = try await Describer.of(info.type).describe(
                namespace: info.namespace, name: info.name, source: source, now: .now())
            call.console.out(text + "\n")
        }
    }
}
