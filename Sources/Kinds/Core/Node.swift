internal import Document
internal import Resources
internal import Schema

/// core/v1 Node.
struct NodeRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var keepsStatusOnCreate: Bool { true }
    var selectable: [SelectableField] { [SelectableField("spec.unschedulable", absent: "false")] }
    var columns: [TableColumn] {
        [
            .name, TableColumn("Status", description: "Whether the node is ready, and whether it takes new pods."),
            TableColumn("Roles", description: "Roles named by labels."), .age,
            TableColumn("Version", description: "Version of its kubelet."),
            TableColumn("Internal-IP", description: "Its address within the cluster.", priority: 1),
            TableColumn("External-IP", description: "Its address for the world.", priority: 1),
            TableColumn("OS-Image", description: "Its operating system.", priority: 1),
            TableColumn("Kernel-Version", description: "Its kernel.", priority: 1),
            TableColumn("Container-Runtime", description: "What runs its containers.", priority: 1),
        ]
    }

    /// A node that says what it has, and not what pods may use, lets them use all of it.
    func applyDefaults(_ object: inout JSON) {
        if object["status"]["allocatable"].isNull, !object["status"]["capacity"].isNull {
            object["status"]["allocatable"] = object["status"]["capacity"]
        }
        ranges(&object["spec"])
    }

    /// A node's first range has a field of its own, which older clients alone know and which therefore counts.
    private func ranges(_ spec: inout JSON) {
        let (first, list) = (spec["podCIDR"].string ?? "", spec["podCIDRs"].array ?? [])
        if first.isEmpty, list.isEmpty { return }
        if first.isEmpty {
            spec["podCIDR"] = list[0]
        } else if list.first?.string != first {
            spec["podCIDRs"] = [.string(first)]
        }
    }

    /// Settings that kubelets once took from a ConfigMap; a node that has none gets none.
    func prepareForCreate(_ object: inout JSON) {
        object["spec"]["configSource"] = .null
        if !object["status"]["config"].isNull { object["status"]["config"] = .null }
    }

    func prepareForUpdate(_ object: inout JSON, old: JSON, subresource: String?) {
        if old["spec"]["configSource"].isNull { object["spec"]["configSource"] = .null }
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        NodeChecks.taints(object["spec"]["taints"].array ?? [], &errors)
        NodeChecks.amounts(object["status"], &errors)
        if let capacity = object["status"]["nodeInfo"]["swap"]["capacity"].int, capacity <= 0 {
            errors.append(.invalid("metadata.nodeSwapStatus.capacity", capacity, "must be greater than zero"))
        }
        NodeChecks.features(object["status"]["declaredFeatures"].strings, &errors)
        NodeChecks.ranges(object["spec"]["podCIDRs"].strings, &errors)
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        let (new, before) = (object["spec"], old["spec"])
        if let ranges = before["podCIDRs"].array, !ranges.isEmpty, new["podCIDRs"].array != ranges {
            errors.append(.forbidden("spec.podCIDRs", "node updates may not change podCIDR except from \"\" to valid"))
        }
        if let id = before["providerID"].string, !id.isEmpty, new["providerID"].string != id {
            errors.append(.forbidden("spec.providerID", "node updates may not change providerID except from \"\" to valid"))
        }
        if new["externalID"] != before["externalID"] { errors.append(.forbidden("spec.externalID", "may not be updated")) }
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        NodeChecks.amounts(object["status"], &errors)
        NodeChecks.features(object["status"]["declaredFeatures"].strings, &errors)
        var seen: [JSON] = []
        for (index, address) in (object["status"]["addresses"].array ?? []).enumerated() {
            if seen.contains(address) { errors.append(.duplicate(FieldPath("status.addresses").index(index), address)) }
            seen.append(address)
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let info = object["status"]["nodeInfo"]
        var kernel = orUnknown(info["kernelVersion"])
        if let architecture = info["architecture"].string, !architecture.isEmpty { kernel += " (\(architecture))" }
        return [
            object.nameCell, .string(status(object)), .string(roles(object)), object.ageCell(now: now), info["kubeletVersion"].textCell,
            .string(address(object, "InternalIP")), .string(address(object, "ExternalIP")), .string(orUnknown(info["osImage"])),
            .string(kernel), .string(orUnknown(info["containerRuntimeVersion"])),
        ]
    }

    private func orUnknown(_ json: JSON) -> String { json.string.flatMap { $0.isEmpty ? nil : $0 } ?? "<unknown>" }

    private func status(_ node: JSON) -> String {
        let ready = (node["status"]["conditions"].array ?? []).last { $0["type"].string == "Ready" }
        var words = [ready.map { $0["status"].string == "True" ? "Ready" : "NotReady" } ?? "Unknown"]
        if node["spec"]["unschedulable"].bool == true { words.append("SchedulingDisabled") }
        return words.joined(separator: ",")
    }

    private func roles(_ node: JSON) -> String {
        let prefix = "node-role.kubernetes.io/"
        var roles: Set<String> = []
        for (key, value) in node["metadata"]["labels"].object ?? JSONObject() {
            if key.hasPrefix(prefix), key.utf8.count > prefix.utf8.count { roles.insert(String(key.dropFirst(prefix.count))) }
            if key == "kubernetes.io/role", let role = value.string, !role.isEmpty { roles.insert(role) }
        }
        return roles.isEmpty ? "<none>" : roles.sorted().joined(separator: ",")
    }

    private func address(_ node: JSON, _ type: String) -> String {
        (node["status"]["addresses"].array ?? []).first { $0["type"].string == type }?["address"].string ?? "<none>"
    }
}
