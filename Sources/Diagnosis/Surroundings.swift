package import Document
package import Resources

/// An object with everything that may tell why it is as it is: what the deciders look at, and nothing else.
package struct Surroundings: Sendable {
    package var type: ResourceType
    package var object: JSON
    /// Objects by the plural of their type: of the object's namespace, or of the cluster.
    package var lists: [String: [JSON]]
    /// The last lines of containers' logs, by `POD/CONTAINER`.
    package var logs: [String: [String]]
    /// When it was looked at.
    package var now = Timestamp.now()

    package init(type: ResourceType, object: JSON, lists: [String: [JSON]] = [:], logs: [String: [String]] = [:]) {
        self.type = type
        self.object = object
        self.lists = lists
        self.logs = logs
    }

    package func all<R: Resource>(_: R.Type) -> [R] { (lists[R.type.plural] ?? []).map { R($0) } }

    package func find<R: Resource>(_: R.Type, _ name: String) -> R? { all(R.self).first { $0.name == name } }

    /// Whether a list was read and holds no object of this name.
    func lacks<R: Resource>(_: R.Type, _ name: String) -> Bool { lists[R.type.plural] != nil && find(R.self, name) == nil }

    /// Pods of the object's namespace. Those of other namespaces are listed too, because they take room on nodes.
    package func pods(in namespace: String) -> [Pod] { all(Pod.self).filter { $0.namespace == namespace } }

    /// The events of an object, the latest first.
    package func events(of kind: String, _ name: String, namespace: String) -> [Event] {
        all(Event.self)
            .filter { $0.involvedObject.kind == kind && $0.involvedObject.name == name && $0.involvedObject.namespace == namespace }
            .sorted { Self.time($0) > Self.time($1) }
    }

    package func events(of object: some Resource, kind: String) -> [Event] {
        // An event of an earlier object of the same name tells nothing of this one.
        events(of: kind, object.name, namespace: object.namespace).filter {
            $0.involvedObject.uid.isEmpty || object.uid.isEmpty || $0.involvedObject.uid == object.uid
        }
    }

    private static func time(_ event: Event) -> String {
        let members = event.json
        return members["series", "lastObservedTime"].string ?? members["lastTimestamp"].string ?? members["eventTime"].string
            ?? members["metadata", "creationTimestamp"].string ?? ""
    }
}
