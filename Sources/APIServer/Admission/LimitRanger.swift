package import Document
package import Resources

/// Applies the LimitRanges of a namespace: defaults for containers, and bounds for containers, pods and claims.
package struct LimitRanger: AdmissionPlugin {
    package let name = "LimitRanger"
    private static let type = ResourceType(plural: "limitranges", kind: "LimitRange")
    private static let annotation = "kubernetes.io/limit-ranger"
    private let caches: ObjectCaches

    package init(caches: ObjectCaches) { self.caches = caches }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        // Containers of a pod change their resources through `resize`, and otherwise not.
        if subresource == "resize" { return operation == .update && type.isSame(as: .pods) }
        guard subresource.isEmpty else { return false }
        if type.isSame(as: .pods) { return operation == .create }
        return type.isSame(as: .persistentVolumeClaims) && (operation == .create || operation == .update)
    }

    private func limits(_ namespace: String) -> [JSON] {
        guard let cache = caches[Self.type], cache.count > 0 else { return [] }
        var limits: [JSON] = []
        cache.snapshot().records.forEach(namespace: namespace) { record in
            limits += (try? record.document())?["spec"]["limits"].array ?? []
            return true
        }
        return limits
    }

    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) throws(APIError) {
        guard request.type.isSame(as: .pods) else { return }
        var notes: [String] = []
        for limit in limits(request.namespace) where limit["type"].string == "Container" {
            let defaults = ["limits": ResourceList(limit["default"]), "requests": ResourceList(limit["defaultRequest"])]
            for (list, words) in [("containers", "container"), ("initContainers", "init container")] {
                guard var containers = object["spec"][list].array else { continue }
                for index in containers.indices { notes += Self.fill(&containers[index], defaults, words) }
                object["spec"][list] = .array(containers)
            }
        }
        if !notes.isEmpty {
            object["metadata"]["annotations"][Self.annotation] = .string("LimitRanger plugin set: " + notes.joined(separator: "; "))
        }
    }

    private static func fill(_ container: inout JSON, _ defaults: [String: ResourceList], _ words: String) -> [String] {
        var notes: [String] = []
        for (list, word) in [("requests", "request"), ("limits", "limit")] {
            var set: [String] = []
            for (name, amount) in defaults[list] ?? [:] where container["resources"][list][name].isNull {
                container["resources"][list][name] = .string(amount.description)
                set.append(name)
            }
            if !set.isEmpty {
                notes.append("\(set.sorted().joined(separator: ", ")) \(word) for \(words) \(container["name"].string ?? "")")
            }
        }
        return notes
    }

    package func validate(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        var problems: [String] = []
        for limit in limits(request.namespace) {
            let check = LimitCheck(limit)
            switch (check.type, request.type.isSame(as: .pods)) {
            case ("Container", true):
                for list in ["containers", "initContainers"] {
                    for container in object["spec"][list].array ?? [] {
                        let resources = container["resources"]
                        problems += check.problems(ResourceList(resources["requests"]), ResourceList(resources["limits"]))
                    }
                }
            case ("Pod", true): problems += check.problems(PodResources.total(object, "requests"), PodResources.total(object, "limits"))
            case ("PersistentVolumeClaim", false):
                problems += check.problems(ofRequests: ResourceList(object["spec"]["resources"]["requests"]))
            default: break
            }
        }
        if problems.isEmpty { return }
        throw request.forbidden(object, problems.count == 1 ? problems[0] : "[" + problems.joined(separator: ", ") + "]")
    }
}

/// The bounds of one entry of a LimitRange, in upstream's words.
struct LimitCheck {
    let type: String
    private let minimum: ResourceList
    private let maximum: ResourceList
    private let ratio: ResourceList

    init(_ limit: JSON) {
        type = limit["type"].string ?? ""
        minimum = ResourceList(limit["min"])
        maximum = ResourceList(limit["max"])
        ratio = ResourceList(limit["maxLimitRequestRatio"])
    }

    func problems(_ requests: ResourceList, _ limits: ResourceList) -> [String] {
        var problems: [String] = []
        for (name, bound) in minimum.sorted(by: { $0.key < $1.key }) {
            let start = "minimum \(name) usage per \(type) is \(bound)"
            guard let request = requests[name] else {
                problems.append(start + ".  No request is specified")
                continue
            }
            if request < bound {
                problems.append(start + ", but request is \(request)")
            } else if let limit = limits[name], limit < bound {
                problems.append(start + ", but limit is \(limit)")
            }
        }
        for (name, bound) in maximum.sorted(by: { $0.key < $1.key }) {
            let start = "maximum \(name) usage per \(type) is \(bound)"
            guard let limit = limits[name] else {
                problems.append(start + ".  No limit is specified")
                continue
            }
            if bound < limit {
                problems.append(start + ", but limit is \(limit)")
            } else if let request = requests[name], bound < request {
                problems.append(start + ", but request is \(request)")
            }
        }
        return problems + ratioProblems(requests, limits)
    }

    /// For kinds that know requests only.
    func problems(ofRequests requests: ResourceList) -> [String] {
        var problems: [String] = []
        for (name, bound) in minimum.sorted(by: { $0.key < $1.key }) {
            let start = "minimum \(name) usage per \(type) is \(bound)"
            guard let request = requests[name] else {
                problems.append(start + ".  No request is specified")
                continue
            }
            if request < bound { problems.append(start + ", but request is \(request)") }
        }
        for (name, bound) in maximum.sorted(by: { $0.key < $1.key }) {
            let start = "maximum \(name) usage per \(type) is \(bound)"
            guard let request = requests[name] else {
                problems.append(start + ".  No request is specified")
                continue
            }
            if bound < request { problems.append(start + ", but request is \(request)") }
        }
        return problems
    }

    private func ratioProblems(_ requests: ResourceList, _ limits: ResourceList) -> [String] {
        var problems: [String] = []
        for (name, bound) in ratio.sorted(by: { $0.key < $1.key }) {
            let start = "\(name) max limit to request ratio per \(type) is \(bound)"
            guard let request = requests[name], !request.isZero else {
                problems.append(start + ", but no request is specified or request is 0")
                continue
            }
            guard let limit = limits[name], !limit.isZero else {
                problems.append(start + ", but no limit is specified or limit is 0")
                continue
            }
            let provided = limit.approximateDouble / request.approximateDouble
            if provided > bound.approximateDouble { problems.append(start + ", but provided ratio is \(Self.sixDigits(provided))") }
        }
        return problems
    }

    /// As Go prints `%f`.
    private static func sixDigits(_ value: Double) -> String {
        let scaled = Int64((value * 1_000_000).rounded())
        let fraction = String(scaled % 1_000_000)
        return "\(scaled / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction
    }
}
