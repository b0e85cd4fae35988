internal import Document
internal import Resources

/// What is allowed in a pod's spec but hardly meant: told to whoever writes it (upstream's words, which clients print).
struct PodWarnings {
    private let spec: JSON
    private let metadata: JSON
    /// Of the pod or the template: "" or `spec.template.`.
    private let prefix: String
    private var found: [String] = []

    static func ofPod(_ pod: JSON) -> [String] {
        var warnings: [String] = []
        let problems = NameRules.dns1123Label(pod["metadata"]["name"].string ?? "")
        if !problems.isEmpty {
            let words = "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; "
            warnings.append(words + "a DNS label is recommended: [\(problems.joined(separator: " "))]")
        }
        return warnings + of(pod["spec"], pod["metadata"], "")
    }

    /// - Parameter path: of the template.
    static func ofTemplate(_ template: JSON, _ path: String) -> [String] { of(template["spec"], template["metadata"], path + ".") }

    /// For workloads whose name becomes part of their pods' names.
    static func ofName(_ object: JSON) -> [String] {
        let problems = NameRules.dns1123Label(object["metadata"]["name"].string ?? "")
        if problems.isEmpty { return [] }
        let words = "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; "
        return [words + "a DNS label is recommended: [\(problems.joined(separator: " "))]"]
    }

    private static func of(_ spec: JSON, _ metadata: JSON, _ prefix: String) -> [String] {
        var warnings = PodWarnings(spec: spec, metadata: metadata, prefix: prefix)
        warnings.collect()
        return warnings.found
    }

    private init(spec: JSON, metadata: JSON, prefix: String) { (self.spec, self.metadata, self.prefix) = (spec, metadata, prefix) }

    private mutating func warn(_ path: String, _ text: String) { found.append(prefix + path + ": " + text) }

    private static let annotations = [
        ("scheduler.alpha.kubernetes.io/critical-pod", "non-functional in v1.16+; use the \"priorityClassName\" field instead"),
        ("security.alpha.kubernetes.io/sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
        ("security.alpha.kubernetes.io/unsafe-sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
    ]
    private static let volumes = [
        ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
        ("gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"),
        ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"), ("flocker", "deprecated in v1.22, non-functional in v1.25+"),
        ("storageos", "deprecated in v1.22, non-functional in v1.25+"), ("quobyte", "deprecated in v1.22, non-functional in v1.25+"),
        ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"), ("cephfs", "deprecated in v1.28, non-functional in v1.31+"),
        ("rbd", "deprecated in v1.28, non-functional in v1.31+"),
    ]

    private mutating func collect() {
        for (index, constraint) in (spec["topologySpreadConstraints"].array ?? []).enumerated() where constraint["labelSelector"].isNull {
            warn("spec.topologySpreadConstraints[\(index)].labelSelector", Self.matchesNone)
        }
        for (key, text) in Self.annotations where !metadata["annotations"][key].isNull { warn("metadata.annotations[\(key)]", text) }
        for (index, volume) in (spec["volumes"].array ?? []).enumerated() {
            for (kind, text) in Self.volumes where !volume[kind].isNull {
                warn("spec.volumes[\(index)].\(kind == "storageos" ? "storageOS" : kind)", text)
            }
        }
        duplicates("hostAliases", "ip")
        duplicates("imagePullSecrets", "name")
        for (index, secret) in (spec["imagePullSecrets"].array ?? []).enumerated() where secret["name"].string?.isEmpty ?? true {
            warn("spec.imagePullSecrets[\(index)].name", "invalid empty name \"\"")
        }
        fractions(spec["overhead"], "spec.overhead")
        containers { warnings, container, path in warnings.container(container, path) }
        ports()
        if let grace = spec["terminationGracePeriodSeconds"].int, grace < 0 {
            warn("spec.terminationGracePeriodSeconds", "must be >= 0; negative values are invalid and will be treated as 1")
        }
        for kind in ["podAffinity", "podAntiAffinity"] {
            for list in ["requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"] {
                for (index, term) in (spec["affinity"][kind][list].array ?? []).enumerated() {
                    let isWeighted = list.hasPrefix("preferred")
                    let selector = isWeighted ? term["podAffinityTerm"]["labelSelector"] : term["labelSelector"]
                    guard selector.isNull else { continue }
                    warn("spec.affinity.\(kind).\(list)[\(index)].\(isWeighted ? "podAffinityTerm." : "")labelSelector", Self.matchesNone)
                }
            }
        }
    }

    private static let matchesNone = "a null labelSelector results in matching no pod"

    private mutating func duplicates(_ list: String, _ key: String) {
        var seen: Set<String> = []
        for (index, item) in (spec[list].array ?? []).enumerated() {
            let value = item[key].string ?? ""
            if !seen.insert(value).inserted { warn("spec.\(list)[\(index)].\(key)", "duplicate \(key) \(value.goQuoted)") }
        }
    }

    private mutating func fractions(_ amounts: JSON, _ path: String) {
        for name in ["memory", "ephemeral-storage"] {
            guard let amount = Quantity(field: amounts[name]), amount.milliValue % 1000 != 0 else { continue }
            warn("\(path)[\(name)]", "fractional byte value \(amount.description.goQuoted) is invalid, must be an integer")
        }
    }

    private mutating func containers(_ body: (inout PodWarnings, JSON, String) -> Void) {
        for list in ["initContainers", "containers", "ephemeralContainers"] {
            for (index, container) in (spec[list].array ?? []).enumerated() { body(&self, container, "spec.\(list)[\(index)]") }
        }
    }

    private mutating func container(_ container: JSON, _ path: String) {
        for list in ["limits", "requests"] { fractions(container["resources"][list], path + ".resources." + list) }
        var names: Set<String> = []
        for (index, variable) in (container["env"].array ?? []).enumerated() {
            let name = variable["name"].string ?? ""
            if names.insert(name).inserted { continue }
            // One that is put together from the earlier one is meant to come twice.
            let (value, reference) = (variable["value"].string ?? "", "$(\(name))")
            guard !variable["valueFrom"].isNull || value == reference || !value.contains(reference) else { continue }
            warn(
                "\(path).env[\(index)]", "hides previous definition of \(name.goQuoted), which may be dropped when using apply")
        }
    }

    private mutating func ports() {
        var seen: [String: [(path: String, port: JSON)]] = [:]
        var names: [String: String] = [:]
        var byName: [(String, String)] = []
        let prefix = prefix
        containers { warnings, container, path in
            for (index, port) in (container["ports"].array ?? []).enumerated() {
                let place = "\(path).ports[\(index)]"
                let key = "\(port["containerPort"].int ?? 0)/\(port["protocol"].string ?? "")"
                for other in seen[key] ?? [] { warnings.compare(port, place, other.port, other.path) }
                seen[key, default: []].append((prefix + place, port))
                guard let name = port["name"].string, !name.isEmpty else { continue }
                if let first = names[name] {
                    let text =
                        "duplicate port name \(name.goQuoted) with \(first), services and probes that select ports by name will use \(first)"
                    byName.append((place, text))
                } else {
                    names[name] = prefix + place
                }
            }
        }
        for (place, text) in byName { warn(place, text) }
    }

    private mutating func compare(_ port: JSON, _ place: String, _ other: JSON, _ otherPlace: String) {
        let (address, otherAddress) = (port["hostIP"].string ?? "", other["hostIP"].string ?? "")
        let (number, otherNumber) = (port["hostPort"].int ?? 0, other["hostPort"].int ?? 0)
        if address == otherAddress, number == otherNumber {
            warn(place, "duplicate port definition with \(otherPlace)")
        } else if number == 0 || otherNumber == 0 {
            warn(place, "overlapping port definition with \(otherPlace)")
        } else if number == otherNumber, address.isEmpty != otherAddress.isEmpty {
            warn(place, "dangerously ambiguous port definition with \(otherPlace)")
        }
    }
}
