internal import Document
internal import Resources

/// Defaults of a pod's spec that depend on other fields.
enum PodSpecDefaults {
    // A value is changed only where something is missing: a patched pod shares with the stored one what the patch left alone, which
    // saves everybody behind this from looking at it again.

    private static let containerLists = ["initContainers", "containers", "ephemeralContainers"]

    /// For pods and for the templates of all workloads.
    static func apply(_ spec: inout JSON) {
        guard case .object = spec else { return }
        for list in containerLists { mutate(&spec, list, where: { $0["imagePullPolicy"].isNull }, container) }
        mutate(&spec, "volumes", where: isIncomplete, volume)
        mirrorServiceAccount(&spec)
    }

    /// For pods only, so that templates stay as their author wrote them.
    static func applyToPod(_ spec: inout JSON) {
        guard case .object = spec else { return }
        for list in ["initContainers", "containers"] {
            mutate(&spec, list, where: { hasLimitsOnly($0["resources"]) }) { requestsFromLimits(&$0["resources"]) }
        }
        if !spec["resources"].isNull { podResources(&spec) }
        if spec["enableServiceLinks"].isNull { spec["enableServiceLinks"] = true }
        if spec["hostNetwork"].bool == true {
            for list in ["initContainers", "containers"] where !spec[list].isNull { hostPorts(&spec[list]) }
        }
    }

    private static func mutate(_ spec: inout JSON, _ list: String, where isWanting: (JSON) -> Bool, _ body: (inout JSON) -> Void) {
        guard let elements = spec[list].array, elements.contains(where: isWanting) else { return }
        spec[list].mutateArray { elements in
            for index in elements.indices where isWanting(elements[index]) { body(&elements[index]) }
        }
    }

    private static func container(_ container: inout JSON) {
        let latest = ImageName.tag(of: container["image"].string ?? "") == "latest"
        container["imagePullPolicy"] = latest ? "Always" : "IfNotPresent"
    }

    private static func isIncomplete(_ volume: JSON) -> Bool {
        guard let object = volume.object else { return false }
        return !object.contains(where: { $0.key != "name" }) || !volume["image"].isNull && volume["image"]["pullPolicy"].isNull
    }

    /// A volume without a source is an empty directory.
    private static func volume(_ volume: inout JSON) {
        if let object = volume.object, !object.contains(where: { $0.key != "name" }) { volume["emptyDir"] = .object(JSONObject()) }
        if !volume["image"].isNull, volume["image"]["pullPolicy"].isNull {
            let latest = ImageName.tag(of: volume["image"]["reference"].string ?? "") == "latest"
            volume["image"]["pullPolicy"] = latest ? "Always" : "IfNotPresent"
        }
    }

    /// `serviceAccount` is the old name of `serviceAccountName`; whichever is set, both are shown.
    private static func mirrorServiceAccount(_ spec: inout JSON) {
        if let name = spec["serviceAccountName"].string, !name.isEmpty {
            if spec["serviceAccount"].string != name { spec["serviceAccount"] = .string(name) }
        } else if let name = spec["serviceAccount"].string, !name.isEmpty {
            spec["serviceAccountName"] = .string(name)
        }
    }

    /// Whether some limit is without a request.
    private static func hasLimitsOnly(_ resources: JSON) -> Bool {
        guard let limits = resources["limits"].object, !limits.isEmpty else { return false }
        guard let requests = resources["requests"].object else { return true }
        return limits.contains { !requests.contains($0.key) }
    }

    private static func requestsFromLimits(_ resources: inout JSON) {
        guard let limits = resources["limits"].object, !limits.isEmpty else { return }
        var requests = resources["requests"].object ?? JSONObject()
        for (name, amount) in limits where !requests.contains(name) { requests.append(name, amount) }
        resources["requests"] = .object(requests)
    }

    /// What a pod as a whole may use is filled up from what its containers say, and then from its own limits (KEP-2837).
    private static func podResources(_ spec: inout JSON) {
        let hasSome = ["limits", "requests"].contains { !spec["resources"][$0].isEmptyValue }
        if !hasSome { return }
        for name in containerResources(spec, "limits")
        where name.hasPrefix("hugepages-") && spec["resources"]["requests"][name].isNull && spec["resources"]["limits"][name].isNull {
            guard let sum = PodResourceValidation.total(spec, "limits", name) else { continue }
            spec["resources"]["limits"][name] = .string(sum.description)
        }
        if spec["resources"]["limits"].isEmptyValue { return }
        for name in ["cpu", "memory"] where spec["resources"]["requests"][name].isNull {
            guard let sum = PodResourceValidation.total(spec, "requests", name) else { continue }
            spec["resources"]["requests"][name] = .string(sum.description)
        }
        for (name, limit) in spec["resources"]["limits"].object ?? JSONObject()
        where ["cpu", "memory"].contains(name) || name.hasPrefix("hugepages-") {
            if spec["resources"]["requests"][name].isNull { spec["resources"]["requests"][name] = limit }
        }
    }

    /// Names of the resources that some container speaks of.
    private static func containerResources(_ spec: JSON, _ list: String) -> Set<String> {
        let containers = ["containers", "initContainers"].flatMap { spec[$0].array ?? [] }
        return Set(containers.flatMap { ($0["resources"][list].object ?? JSONObject()).map(\.key) })
    }

    /// On the host's network a container's port is the host's port.
    private static func hostPorts(_ containers: inout JSON) {
        containers.mutateArray { containers in
            for index in containers.indices where !containers[index]["ports"].isNull {
                containers[index]["ports"].mutateArray { ports in
                    for port in ports.indices where (ports[port]["hostPort"].int ?? 0) == 0 {
                        ports[port]["hostPort"] = ports[port]["containerPort"]
                    }
                }
            }
        }
    }
}
