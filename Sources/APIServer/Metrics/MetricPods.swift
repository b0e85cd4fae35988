internal import Document
internal import Resources

/// Finds the pods whose metrics tell something about an object.
struct MetricPods: Sendable {
    let registry: ResourceRegistry

    func selected(_ selector: LabelSelector, in namespace: String) -> [Pod] {
        var pods: [Pod] = []
        registry.store(.pods)?.cache.snapshot().records.forEach(namespace: namespace) { record in
            if selector.matches(record.labels) { pods.append(record.view(Pod.self)) }
            return true
        }
        return pods
    }

    func named(_ name: String, in namespace: String) -> Pod? {
        registry[.pods, ObjectKey(namespace: namespace, name: name)]?.view(Pod.self)
    }

    /// The object that a path names by `plural` or `plural.group`.
    func object(_ resource: String, _ key: ObjectKey) -> (type: ResourceType, object: JSON)? {
        let name = QualifiedName(dotted: resource)
        guard let store = registry.stores.first(where: { $0.type.qualifiedResource == name }), let record = store[key] else { return nil }
        return (store.type, (try? record.document()) ?? .null)
    }

    /// The pods behind a workload, a service, or an ingress.
    func behind(_ object: JSON, _ type: ResourceType) -> [Pod] {
        let namespace = object["metadata"]["namespace"].string ?? ""
        if type.plural == "ingresses" {
            let services = Self.backends(object["spec"]).compactMap { self.object("services", ObjectKey(namespace: namespace, name: $0)) }
            var seen: Set<String> = []
            return services.flatMap { behind($0.object, $0.type) }.filter { seen.insert($0.uid).inserted }
        }
        let selector = object["spec"]["selector"]
        if selector.isEmptyValue { return [] }
        if selector["matchLabels"].isNull && selector["matchExpressions"].isNull {
            return selected(LabelSelector(equal: selector.stringMap), in: namespace)
        }
        guard let parsed = try? LabelSelector(json: selector) else { return [] }
        return selected(parsed, in: namespace)
    }

    private static func backends(_ spec: JSON) -> Set<String> {
        let paths = (spec["rules"].array ?? []).flatMap { $0["http"]["paths"].array ?? [] }.map { $0["backend"] }
        return Set((paths + [spec["defaultBackend"]]).compactMap { $0["service"]["name"].string })
    }
}

extension QualifiedName {
    /// `deployments.apps`, or `pods` for the core group.
    init(dotted text: String) {
        guard let dot = text.firstIndex(of: ".") else {
            self.init(group: "", name: text)
            return
        }
        self.init(group: String(text[text.index(after: dot)...]), name: String(text[..<dot]))
    }
}
