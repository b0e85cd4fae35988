internal import Document
internal import Resources
internal import Synchronization

/// One webhook of a configuration, read once.
struct Webhook: Sendable {
    struct Rule: Sendable {
        var operations: [String]
        var groups: [String]
        var versions: [String]
        var resources: [String]
        var scope: String

        init(_ json: JSON) {
            operations = json["operations"].strings
            groups = json["apiGroups"].strings
            versions = json["apiVersions"].strings
            resources = json["resources"].strings
            scope = json["scope"].string ?? "*"
        }

        /// - Parameter isNamespaced: a Namespace itself counts as an object of the cluster.
        func matches(_ operation: String, _ type: ResourceType, subresource: String, isNamespaced: Bool) -> Bool {
            guard operations.contains("*") || operations.contains(operation) else { return false }
            guard groups.contains("*") || groups.contains(type.group) else { return false }
            guard versions.contains("*") || versions.contains(type.version) else { return false }
            if scope == "Cluster" && isNamespaced || scope == "Namespaced" && !isNamespaced { return false }
            return resources.contains { Self.matches($0, type.plural, subresource) }
        }

        /// `pods`, `pods/status`, `pods/*`, `*/scale`, `*`, `*/*`.
        private static func matches(_ pattern: String, _ plural: String, _ subresource: String) -> Bool {
            let parts = pattern.split(separator: "/", maxSplits: 1).map(String.init)
            guard let first = parts.first, first == "*" || first == plural else { return false }
            let wanted = parts.count > 1 ? parts[1] : ""
            return wanted == "*" || wanted == subresource
        }
    }

    /// The longest a webhook may take, in seconds, whatever it says (upstream's bound).
    static let timeoutLimitSeconds = 30

    let name: String
    /// Of the configuration it stands in.
    let configuration: String
    let client: JSON
    let rules: [Rule]
    let namespaceSelector: LabelSelector
    let objectSelector: LabelSelector
    let isExact: Bool
    let failsOpen: Bool
    let timeoutSeconds: Int
    let hasSideEffects: Bool
    /// The newest version of AdmissionReview that the webhook and this server both speak; nil when there is none.
    let reviewVersion: String?
    let isReinvoked: Bool
    let hasConditions: Bool

    init(_ json: JSON, configuration: String) {
        self.configuration = configuration
        name = json["name"].string ?? ""
        client = json["clientConfig"]
        rules = (json["rules"].array ?? []).map(Rule.init)
        namespaceSelector = (try? LabelSelector(json: json["namespaceSelector"])) ?? .nothing
        objectSelector = (try? LabelSelector(json: json["objectSelector"])) ?? .nothing
        isExact = json["matchPolicy"].string == "Exact"
        failsOpen = json["failurePolicy"].string == "Ignore"
        timeoutSeconds = min(max(json["timeoutSeconds"].int ?? 10, 1), Self.timeoutLimitSeconds)
        hasSideEffects = !["None", "NoneOnDryRun"].contains(json["sideEffects"].string ?? "")
        reviewVersion = json["admissionReviewVersions"].strings.first { $0 == "v1" || $0 == "v1beta1" }
        isReinvoked = json["reinvocationPolicy"].string == "IfNeeded"
        hasConditions = !(json["matchConditions"].array?.isEmpty ?? true)
    }

    /// In which of the versions that a resource is served in the webhook wants the object; nil when it does not want it.
    /// - Parameter types: the version of the request first.
    func matchingType(_ request: AdmissionRequest, types: [ResourceType]) -> ResourceType? {
        let isNamespaced = !request.namespace.isEmpty && !request.type.isSame(as: .namespaces)
        for type in isExact ? Array(types.prefix(1)) : types {
            let wants = rules.contains {
                $0.matches(request.operation.rawValue, type, subresource: request.subresource, isNamespaced: isNamespaced)
            }
            if wants { return type }
        }
        return nil
    }

    /// Whether the object, as it is or was, has the labels the webhook asks for.
    func matchesObject(_ object: JSON, _ old: JSON) -> Bool {
        if objectSelector.isEverything { return true }
        return [object, old].contains { !$0.isNull && objectSelector.matches($0["metadata"]["labels"].stringMap) }
    }
}

/// The webhooks of one kind of configuration, in the order in which they are called: by the configuration's name, then as written.
final class WebhookList: Sendable {
    private struct Known {
        var stamp: [String] = []
        var webhooks: [Webhook] = []
    }

    private let cache: WatchCache?
    private let known = Mutex(Known())

    init(_ caches: ObjectCaches, plural: String, kind: String) {
        cache = caches[ResourceType(group: "admissionregistration.k8s.io", plural: plural, kind: kind, namespaced: false)]
    }

    var isEmpty: Bool { (cache?.count ?? 0) == 0 }

    /// Parsed again only when a configuration has changed.
    var webhooks: [Webhook] {
        var records: [ObjectRecord] = []
        cache?.snapshot().records.forEach { record in
            records.append(record)
            return true
        }
        records.sort { $0.key.name < $1.key.name }
        let stamp = records.map { "\($0.key.name)/\($0.revision)" }
        return known.withLock { known in
            if known.stamp != stamp {
                let webhooks = records.flatMap { record in
                    (((try? record.document()) ?? .null)["webhooks"].array ?? []).map { Webhook($0, configuration: record.key.name) }
                }
                known = Known(stamp: stamp, webhooks: webhooks)
            }
            return known.webhooks
        }
    }
}
