internal import Document
internal import Resources

/// `kubectl api-resources`: every type of object that the server serves.
enum APIResourcesCommand {
    static let command = Command(
        "api-resources", group: .other, summary: "List the types of objects the server serves",
        examples: [
            ("All, with short names and kinds", "kubectl api-resources"), ("With their verbs", "kubectl api-resources -o wide"),
            ("Only those without namespaces", "kubectl api-resources --namespaced=false"),
            ("Only of one group", "kubectl api-resources --api-group=apps"),
        ],
        flags: [
            .string("api-group", values: .nothing, "Only the types of this group."),
            .bool("namespaced", nil, true, "Only types whose objects live in namespaces (false: only the others)."),
            .bool("no-headers", "Do not print headings."),
            .string("output", "o", values: .words(["wide", "name", "json", "yaml"]), "wide, name, json or yaml."),
            .list("verbs", nil, "", "Only types that know all these verbs."),
            .list("categories", nil, "", "Only types of all these categories."),
            .string("sort-by", values: .words(["name", "kind"]), "Sort by name or kind instead of by group."),
            .bool("cached", "Use what is kept on disk, when there is."),
        ], run: run)

    static func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        if !invocation.arguments.isEmpty {
            throw invocation.usageFailure("unexpected arguments: [\(invocation.arguments.joined(separator: " "))]")
        }
        let output = flags.string("output")
        guard ["", "wide", "name", "json", "yaml"].contains(output) else { throw Failure("--output \(output) is not available") }
        let discovery = try invocation.session.discovery()
        let api = flags.bool("cached") ? try await discovery.api() : try await discovery.refresh()
        var resources = api.preferred.filter { resource in
            !resource.verbs.isEmpty && (!flags.changed("api-group") || resource.type.group == flags.string("api-group"))
                && (!flags.changed("namespaced") || resource.type.namespaced == flags.bool("namespaced"))
                && flags.list("verbs").allSatisfy(resource.verbs.contains)
                && flags.list("categories").allSatisfy(resource.categories.contains)
        }
        switch flags.string("sort-by") {
        case "": resources.sort { ($0.type.group, $0.type.plural) < ($1.type.group, $1.type.plural) }
        case "name": resources.sort { $0.type.plural < $1.type.plural }
        case "kind": resources.sort { $0.type.kind < $1.type.kind }
        default: throw Failure("--sort-by accepts only name or kind")
        }
        invocation.console.out(text(resources, output, hasHeadings: !flags.bool("no-headers")))
    }

    private static func text(_ resources: [ServedResource], _ output: String, hasHeadings: Bool) -> String {
        if output == "name" { return resources.map { $0.groupResource + "\n" }.joined() }
        if output == "json" || output == "yaml" {
            let document: JSON = [
                "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "", "resources": .array(resources.map(document)),
            ]
            return output == "json" ? document.prettyText + "\n" : YAML.write(document)
        }
        var writer = TabWriter()
        let isWide = output == "wide"
        if hasHeadings {
            writer.add(["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"] + (isWide ? ["VERBS", "CATEGORIES"] : []))
        }
        for resource in resources {
            var row = [
                resource.type.plural, resource.shortNames.joined(separator: ","), resource.type.apiVersion,
                resource.type.namespaced ? "true" : "false", resource.type.kind,
            ]
            if isWide { row += [resource.verbs.joined(separator: ","), resource.categories.joined(separator: ",")] }
            writer.add(row)
        }
        return writer.text()
    }

    private static func document(_ resource: ServedResource) -> JSON {
        var document: JSON = [
            "name": .string(resource.type.plural), "singularName": .string(resource.singular),
            "namespaced": .bool(resource.type.namespaced), "group": resource.type.group.isEmpty ? .null : .string(resource.type.group),
            "version": .string(resource.type.version), "kind": .string(resource.type.kind), "verbs": JSON(resource.verbs),
        ]
        if !resource.shortNames.isEmpty { document["shortNames"] = JSON(resource.shortNames) }
        if !resource.categories.isEmpty { document["categories"] = JSON(resource.categories) }
        return document
    }
}
