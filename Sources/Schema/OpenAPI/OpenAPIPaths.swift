internal import Resources

/// The paths and operations that a resource and its subresources offer, from its verbs.
struct OpenAPIPaths {
    private let resource: ResourceInfo
    private let type: ResourceType
    private let tag: String
    /// `AppsV1`: stands in each operation's id.
    private let word: String
    /// `Namespaced` or nothing.
    private let scope: String

    init(_ resource: ResourceInfo) {
        self.resource = resource
        type = resource.type
        tag = OpenAPINames.tag(resource.type)
        word = OpenAPINames.groupWord(resource.type.group) + OpenAPINames.capitalized(resource.type.version)
        scope = resource.type.namespaced ? "Namespaced" : ""
    }

    var all: [OpenAPIPath] {
        var paths: [OpenAPIPath] = []
        let many = collectionOperations
        if !many.isEmpty { paths.append(path(type.path(namespace: type.namespaced ? "{namespace}" : nil), many, name: false)) }
        if type.namespaced, resource.verbs.contains("list") {
            let list = OpenAPIOperation(
                method: "get", id: "list\(word)\(type.kind)ForAllNamespaces", action: "list", kind: type.groupVersionKind,
                parameters: OpenAPIParameter.listing, result: .list(type.groupVersionKind))
            paths.append(OpenAPIPath(path: type.path(namespace: nil), tag: tag, parameters: [.pretty], operations: [list]))
        }
        let single = itemOperations
        if !single.isEmpty { paths.append(path(item, single, name: true)) }
        for subresource in resource.subresources {
            paths.append(path(item + "/" + subresource.name, operations(of: subresource), name: true))
        }
        return paths
    }

    private var item: String { type.path(namespace: type.namespaced ? "{namespace}" : nil, name: "{name}") }

    private func path(_ path: String, _ operations: [OpenAPIOperation], name: Bool) -> OpenAPIPath {
        let parameters: [OpenAPIParameter] = (name ? [.name] : []) + (type.namespaced ? [.namespace] : []) + [.pretty]
        return OpenAPIPath(path: path, tag: tag, parameters: parameters, operations: operations)
    }

    private var collectionOperations: [OpenAPIOperation] {
        let kind = type.groupVersionKind
        var operations: [OpenAPIOperation] = []
        if resource.verbs.contains("list") {
            operations.append(
                OpenAPIOperation(
                    method: "get", id: "list\(word)\(scope)\(type.kind)", action: "list", kind: kind, parameters: OpenAPIParameter.listing,
                    result: .list(kind)))
        }
        if resource.verbs.contains("create") {
            operations.append(
                OpenAPIOperation(
                    method: "post", id: "create\(word)\(scope)\(type.kind)", action: "post", kind: kind,
                    parameters: OpenAPIParameter.creating,
                    body: .object(kind), result: .object(kind), statuses: ["200", "201", "202"]))
        }
        if resource.verbs.contains("deletecollection") {
            operations.append(
                OpenAPIOperation(
                    method: "delete", id: "delete\(word)Collection\(scope)\(type.kind)", action: "deletecollection", kind: kind,
                    parameters: OpenAPIParameter.deletingMany, body: .deleteOptions, result: .status))
        }
        return operations
    }

    private var itemOperations: [OpenAPIOperation] {
        var operations = resource.verbs.compactMap { verb in
            verb == "create" ? nil : operation(verb, kind: type.groupVersionKind, suffix: "")
        }
        if resource.verbs.contains("delete") {
            operations.append(
                OpenAPIOperation(
                    method: "delete", id: "delete\(word)\(scope)\(type.kind)", action: "delete", kind: type.groupVersionKind,
                    parameters: OpenAPIParameter.deleting, body: .deleteOptions, result: .status, statuses: ["200", "202"]))
        }
        return operations
    }

    /// Reading and writing one object, or one of its subresources (whose name is the suffix).
    private func operation(_ verb: String, kind: GroupVersionKind, suffix: String) -> OpenAPIOperation? {
        let name = "\(word)\(scope)\(type.kind)\(suffix)"
        switch verb {
        case "get":
            return OpenAPIOperation(method: "get", id: "read" + name, action: "get", kind: kind, parameters: [], result: .object(kind))
        case "update":
            return OpenAPIOperation(
                method: "put", id: "replace" + name, action: "put", kind: kind, parameters: OpenAPIParameter.creating, body: .object(kind),
                result: .object(kind), statuses: ["200", "201"])
        case "patch":
            return OpenAPIOperation(
                method: "patch", id: "patch" + name, action: "patch", kind: kind, parameters: OpenAPIParameter.patching, body: .patch,
                result: .object(kind), statuses: ["200", "201"])
        case "create":
            return OpenAPIOperation(
                method: "post", id: "create" + name, action: "post", kind: kind, parameters: OpenAPIParameter.creating, body: .object(kind),
                result: .object(kind), statuses: ["200", "201", "202"])
        default: return nil
        }
    }

    private func operations(of subresource: SubresourceInfo) -> [OpenAPIOperation] {
        let suffix = OpenAPINames.capitalized(subresource.name)
        let parameters = OpenAPIParameter.connecting(subresource.name)
        if subresource.name == "log" {
            return [
                OpenAPIOperation(
                    method: "get", id: "read\(word)\(scope)\(type.kind)Log", action: "get", kind: subresource.gvk, parameters: parameters,
                    result: .text)
            ]
        }
        guard !parameters.isEmpty else {
            return subresource.verbs.compactMap { operation($0, kind: subresource.gvk, suffix: suffix) }
        }
        let methods = ["get": "get", "create": "post", "update": "put", "patch": "patch", "delete": "delete"]
        return subresource.verbs.compactMap { verb in
            methods[verb].map { method in
                OpenAPIOperation(
                    method: method, id: "connect\(word)\(OpenAPINames.capitalized(method))\(scope)\(type.kind)\(suffix)", action: "connect",
                    kind: subresource.gvk, parameters: parameters, result: .text)
            }
        }
    }
}
