internal import HTTPServing
package import Resources
internal import Schema

/// Requests about resources: finds what a path means and lets the verb's handler answer.
package struct ResourceHandler: Sendable {
    /// Group, resource and subresource, such as "" + "pods" + "exec".
    package struct Route: Hashable, Sendable {
        package var group: String
        package var resource: String
        package var subresource: String

        package init(group: String = "", resource: String, subresource: String = "") {
            self.group = group
            self.resource = resource
            self.subresource = subresource
        }
    }

    let registry: ResourceRegistry
    let reads: ReadVerbs
    let writes: WriteVerbs
    let actions: [Route: any ActionHandler]
    let connects: [Route: any ConnectHandler]
    let subresources: [any SubresourceHandler]
    /// By the group's name.
    let computed: [String: any ComputedGroup]

    package func outcome(_ call: Call) throws(APIError) -> Outcome {
        let info = call.info
        if let group = computed[info.group] { return try group.outcome(call) }
        let route = Route(group: info.group, resource: info.resource, subresource: info.subresource)
        if let served = registry.served(group: info.group, version: info.version, plural: info.resource) {
            try checkScope(info, served.type)
            if let warning = served.warning { call.warnings.add(warning) }
            if info.subresource.isEmpty { return try whole(call, served) }
            return try sub(call, served, route)
        }
        if let virtual = registry.virtual(group: info.group, version: info.version, plural: info.resource) {
            try checkScope(info, virtual.type)
            guard let action = actions[route], virtual.verbs.contains(info.verb) else { throw .methodNotAllowed() }
            if let deprecation = virtual.deprecation, deprecation.isInForce { call.warnings.add(deprecation.warning(virtual.gvk)) }
            return writes.action(call, action, kind: virtual.gvk)
        }
        throw .resourceNotFound
    }

    /// The verb on the objects themselves.
    private func whole(_ call: Call, _ served: ServedResource) throws(APIError) -> Outcome {
        switch call.info.verb {
        case "get" where call.method == "GET" || call.method == "HEAD": return try reads.get(call, served)
        case "list": return try reads.list(call, served)
        case "watch": return .now(try reads.watch(call, served))
        case let verb where !served.allows(verb): throw .methodNotAllowed()
        case "create" where call.info.name.isEmpty: return writes.create(call, served)
        case "update" where !call.info.name.isEmpty: return writes.update(call, served)
        case "patch" where !call.info.name.isEmpty: return writes.patch(call, served)
        case "delete": return writes.delete(call, served)
        case "deletecollection": return writes.deleteCollection(call, served)
        default: throw .methodNotAllowed()
        }
    }

    private func sub(_ call: Call, _ served: ServedResource, _ route: Route) throws(APIError) -> Outcome {
        let info = call.info
        if let handler = connects[route] {
            guard let exchange = call.exchange else { throw .badRequest("\(info.resource)/\(info.subresource) needs a connection") }
            return writes.connect(call, served, handler, exchange)
        }
        guard let known = served.info.subresource(info.subresource) else { throw .resourceNotFound }
        guard known.verbs.contains(info.verb) else { throw .methodNotAllowed() }
        if let action = actions[route] { return writes.action(call, action, kind: known.gvk) }
        if let handler = subresources.first(where: { $0.handles(served.type, info.subresource) }) {
            return try handler.outcome(call, served)
        }
        guard known.gvk == served.type.groupVersionKind, known.verbs.contains("update") else { throw .resourceNotFound }
        // What shows the object itself (status, finalize, approval, …): the kind's rules know which part may change.
        switch info.verb {
        case "get": return try reads.get(call, served)
        case "update": return writes.update(call, served)
        case "patch": return writes.patch(call, served)
        default: throw .methodNotAllowed()
        }
    }

    /// Paths must name a namespace just where the resource has one; only lists and watches may span all.
    private func checkScope(_ info: RequestInfo, _ type: ResourceType) throws(APIError) {
        if type.namespaced {
            if !info.namespace.isEmpty { return }
            switch info.verb {
            case "list", "watch": return
            case "create" where info.name.isEmpty, "deletecollection": throw .methodNotAllowed()
            default: throw .resourceNotFound
            }
        } else if !info.namespace.isEmpty, type != .namespaces {
            throw .resourceNotFound
        }
    }
}

/// A subresource with a shape of its own, such as `scale`.
package protocol SubresourceHandler: Sendable {
    func handles(_ type: ResourceType, _ subresource: String) -> Bool
    func outcome(_ call: Call, _ served: ServedResource) throws(APIError) -> Outcome
}
