internal import Client
internal import Document
internal import Resources

/// Which pod a command works on when it was given `POD` or `TYPE/NAME`.
struct PodTargets: Sendable {
    /// What is found first of several pods.
    enum Order: Sendable {
        /// Running and ready ones, for exec, attach and port-forward.
        case active
        /// Those whose logs tell most.
        case logging
    }

    let session: Session
    /// How long to wait for a first pod.
    var timeout: Duration = .seconds(60)

    /// The object that `POD`, `TYPE/NAME` or `TYPE NAME` names.
    func object(_ words: [String]) async throws -> ObjectInfo {
        var selection = ResourceSelection()
        selection.arguments = words.count == 1 && !(words.first ?? "").contains("/") ? ["pods"] + words : words
        let infos = try await ResourceBuilder(session: session).objects(selection)
        guard infos.count == 1, let info = infos.first else { throw Failure("expected a resource") }
        return info
    }

    func pod(of info: ObjectInfo, verb: String) async throws -> JSON {
        if info.type.kind == "Pod" { return info.object }
        let selector = try Self.selector(of: info, verb: verb)
        guard let first = try await pods(selector, namespace: info.namespace, order: .active).first else {
            throw Failure("no pods found for \(info.title)")
        }
        return first
    }

    /// The selector of the pods that belong to an object.
    static func selector(of info: ObjectInfo, verb: String) throws -> String {
        let spec = info.object["spec"]
        switch info.type.kind {
        case "ReplicationController": return LabelSelector(equal: spec["selector"].stringMap).description
        case "Service":
            let labels = spec["selector"].stringMap
            if labels.isEmpty {
                throw Failure("cannot \(verb) *v1.Service: invalid service '\(info.name)': Service is defined without a selector")
            }
            return LabelSelector(equal: labels).description
        case "ReplicaSet", "Deployment", "DaemonSet", "StatefulSet", "Job":
            let selector = spec["selector"]
            // Jobs and old versions of Deployments may leave it to their template's labels.
            if selector.isNull { return LabelSelector(equal: spec["template"]["metadata"]["labels"].stringMap).description }
            return selector.selectorText
        default: throw Failure("cannot \(verb) \(goType(info)): selector for \(goType(info)) not implemented")
        }
    }

    private static func goType(_ info: ObjectInfo) -> String { "*\(info.type.version).\(info.type.kind)" }

    /// Pods that match, the best first; waits for a first one.
    func pods(_ selector: String, namespace: String, order: Order) async throws -> [JSON] {
        let client = try session.client()
        let deadline = ContinuousClock.now + timeout
        while true {
            let list = try await client.document(
                "GET", ResourceType.pods.path(namespace: namespace), query: [("labelSelector", selector)])
            let pods = list["items"].items
            if !pods.isEmpty { return PodOrder.sorted(pods, order) }
            if ContinuousClock.now > deadline { throw Failure("timed out waiting for the condition") }
            try await Task.sleep(for: .milliseconds(500))
        }
    }
}

/// Containers of a pod, of all three sorts.
enum PodContainers {
    static let defaultAnnotation = "kubectl.kubernetes.io/default-container"
    static let members = ["containers", "initContainers", "ephemeralContainers"]

    static func find(_ pod: JSON, _ name: String) -> (container: JSON, member: String)? {
        for member in members {
            if let found = pod["spec"][member].items.first(where: { $0["name"].words == name }) { return (found, member) }
        }
        return nil
    }

    /// `main, helper (ephem), setup (init)`
    static func names(_ pod: JSON) -> String {
        func list(_ member: String, _ mark: String) -> [String] { pod["spec"][member].items.map { $0["name"].words + mark } }
        return (list("containers", "") + list("ephemeralContainers", " (ephem)") + list("initContainers", " (init)")).joined(
            separator: ", ")
    }

    static func isSingle(_ pod: JSON) -> Bool { members.reduce(0) { $0 + pod["spec"][$1].items.count } == 1 }

    static func invalid(_ name: String, _ pod: JSON) -> Failure {
        Failure("container \(name) is not valid for pod \(pod["metadata"]["name"].words) out of: \(names(pod))")
    }

    /// The one named, the one the pod's annotation names, or the first, of which it tells.
    static func choose(_ pod: JSON, named: String, isQuiet: Bool, console: Console) throws -> JSON {
        let name = named.isEmpty ? pod["metadata"]["annotations"][defaultAnnotation].words : named
        if !name.isEmpty {
            guard let found = find(pod, name) else { throw invalid(name, pod) }
            return found.container
        }
        guard let first = pod["spec"]["containers"].items.first else {
            throw Failure("pod \(pod["metadata"]["namespace"].words)/\(pod["metadata"]["name"].words) does not have any containers")
        }
        if !isQuiet, !isSingle(pod) { console.err("Defaulted container \(first["name"].words.goQuoted) out of: \(names(pod))\n") }
        return first
    }
}

enum PodOrder {
    /// Compares pods the way upstream's clients choose one of several.
    static func sorted(_ pods: [JSON], _ order: PodTargets.Order) -> [JSON] {
        pods.enumerated().sorted { a, b in
            let (left, right) = (rank(a.element, order), rank(b.element, order))
            return left == right ? a.offset < b.offset : left.lexicographicallyPrecedes(right)
        }.map(\.element)
    }

    /// Smaller comes first.
    private static func rank(_ pod: JSON, _ order: PodTargets.Order) -> [Double] {
        let status = pod["status"]
        let ready = status["conditions"].items.first { $0["type"].words == "Ready" && $0["status"].words == "True" }
        func seconds(_ time: JSON) -> Double { time.timestamp.map { Double($0.seconds) } ?? 0 }
        let phases = ["Running": 0.0, "Unknown": 1, "Pending": 2]
        let restarts = status["containerStatuses"].items.map { $0["restartCount"].count }.max() ?? 0
        let isDeleted = pod["metadata"]["deletionTimestamp"].isPresent
        let shared: [Double] = [pod["spec"]["nodeName"].words.isEmpty ? 1 : 0, phases[status["phase"].words] ?? 0, ready == nil ? 1 : 0]
        let readySince = seconds(ready?["lastTransitionTime"] ?? .null)
        let created = seconds(pod["metadata"]["creationTimestamp"])
        switch order {
        case .active:
            return shared + [
                isDeleted ? 1 : 0, isDeleted ? -seconds(pod["metadata"]["deletionTimestamp"]) : 0, readySince, Double(restarts), created,
            ]
        case .logging: return shared + [readySince, -Double(restarts), created]
        }
    }
}
