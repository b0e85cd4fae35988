package import Document
package import Resources

/// Holds pods against the Pod Security Standards that their namespace asks for by labels: `enforce` refuses, `warn` tells the client.
/// Nobody and no namespace is exempt. What a version label names is shown, but the newest form of the checks applies; there is no
/// audit log here for `audit` to be written to.
package struct PodSecurity: AdmissionPlugin {
    package let name = "PodSecurity"
    private static let prefix = "pod-security.kubernetes.io/"
    /// Pods of a namespace that are looked at when its labels become stricter.
    private static let podLimit = 3000

    enum Level: String { case privileged, baseline, restricted }

    struct Policy: Hashable {
        var level = Level.privileged
        var version = "latest"
        var text: String { level.rawValue + ":" + version }
    }

    private let caches: ObjectCaches

    package init(caches: ObjectCaches) { self.caches = caches }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        guard operation == .create || operation == .update else { return false }
        if type.isSame(as: .pods) { return subresource.isEmpty || subresource == "ephemeralcontainers" }
        guard subresource.isEmpty else { return false }
        return type.isSame(as: .namespaces) || PodTemplatePath.of(type) != nil
    }

    package func validate(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        if request.type.isSame(as: .namespaces) { return try namespace(object, request) }
        let labels = caches.record(.namespaces, ObjectKey(name: request.namespace))?.labels ?? []
        let wanted = labels.filter { $0.key.hasPrefix(Self.prefix) }
        if wanted.isEmpty { return }
        let policies = Dictionary(wanted.map { ($0.key, $0.value) }) { first, _ in first }
        let isPod = request.type.isSame(as: .pods)
        if isPod, request.operation == .update, !Self.isSignificant(object["spec"], request.oldObject["spec"]) { return }
        var pod = object
        if !isPod { for key in PodTemplatePath.of(request.type) ?? [] { pod = pod[key] } }
        if pod["spec"].isNull { return }
        if isPod {
            let enforced = Self.policy("enforce", policies)
            let problems = PodSecurityChecks.problems(pod, enforced.level)
            if !problems.isEmpty {
                throw request.forbidden(object, "violates PodSecurity \(enforced.text.goQuoted): \(problems.joined(separator: ", "))")
            }
        }
        let warned = Self.policy("warn", policies)
        let problems = PodSecurityChecks.problems(pod, warned.level)
        if !problems.isEmpty {
            request.warnings.add("would violate PodSecurity \(warned.text.goQuoted): \(problems.joined(separator: ", "))")
        }
    }

    /// Values that are none count as `restricted`, so that a slip of the pen opens nothing.
    private static func policy(_ mode: String, _ labels: [String: String]) -> Policy {
        var policy = Policy()
        if let text = labels[prefix + mode] { policy.level = Level(rawValue: text) ?? .restricted }
        if let version = labels[prefix + mode + "-version"], isVersion(version) { policy.version = version }
        return policy
    }

    private static func isVersion(_ text: String) -> Bool {
        text == "latest" || text.hasPrefix("v1.") && Int(text.dropFirst(3)).map { $0 >= 0 } ?? false
    }

    /// Of a pod's spec only images and ephemeral containers can change in a way that matters here.
    private static func isSignificant(_ new: JSON, _ old: JSON) -> Bool {
        for key in ["containers", "initContainers", "ephemeralContainers"] {
            let (now, before) = (new[key].array ?? [], old[key].array ?? [])
            if now.count != before.count { return true }
            for (container, previous) in zip(now, before) where container["image"] != previous["image"] { return true }
        }
        return false
    }

    // MARK: Namespaces

    private func namespace(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        let labels = object["metadata"]["labels"].stringMap
        var errors: [FieldError] = []
        for mode in ["enforce", "audit", "warn"] {
            let path = FieldPath("metadata.labels")
            if let level = labels[Self.prefix + mode], Level(rawValue: level) == nil {
                errors.append(.invalid(path.key(Self.prefix + mode), level, "must be one of privileged, baseline, restricted"))
            }
            let key = Self.prefix + mode + "-version"
            if let version = labels[key], !Self.isVersion(version) {
                errors.append(.invalid(path.key(key), version, "must be \"latest\" or \"v1.x\""))
            }
        }
        if !errors.isEmpty { throw .invalid(.namespaces, request.name, errors) }
        let (new, old) = (Self.policy("enforce", labels), Self.policy("enforce", request.oldObject["metadata"]["labels"].stringMap))
        guard request.operation == .update, new != old, new.level != .privileged else { return }
        warnOfPods(in: request.name, new, request.warnings)
    }

    /// Pods that are there already stay; their owner is told which of them the new level would refuse.
    private func warnOfPods(in namespace: String, _ policy: Policy, _ warnings: Warnings) {
        var found: [String: [String]] = [:]
        var count = 0
        caches[.pods]?.snapshot().records.forEach(namespace: namespace) { record in
            count += 1
            if let pod = try? record.document() {
                let problems = PodSecurityChecks.problems(pod, policy.level, detailed: false)
                if !problems.isEmpty { found[problems.joined(separator: ", "), default: []].append(record.key.name) }
            }
            return count < Self.podLimit
        }
        if found.isEmpty { return }
        warnings.add("existing pods in namespace \(namespace.goQuoted) violate the new PodSecurity enforce level \(policy.text.goQuoted)")
        for (problems, names) in found.map({ ($0.key, $0.value.sorted()) }).sorted(by: { $0.1[0] < $1.1[0] }) {
            let others = names.count == 1 ? "" : names.count == 2 ? " (and 1 other pod)" : " (and \(names.count - 1) other pods)"
            warnings.add("\(names[0])\(others): \(problems)")
        }
    }
}
