internal import Document
internal import Resources

extension DescribePage {
    mutating func pod(_ pod: JSON) {
        let spec = pod["spec"]
        let status = pod["status"]
        nameAndNamespace(pod)
        if let priority = spec["priority"].int { field("Priority", String(priority)) }
        for (title, member) in [
            ("Priority Class Name", "priorityClassName"), ("Runtime Class Name", "runtimeClassName"),
            ("Service Account", "serviceAccountName"),
        ] where !spec[member].words.isEmpty { field(title, spec[member].words) }
        let node = spec["nodeName"].words
        field("Node", node.isEmpty ? "<none>" : node + "/" + status["hostIP"].words)
        if status["startTime"].isPresent { field("Start Time", status["startTime"].localTime) }
        labelsAndAnnotations(pod)
        podPhase(pod)
        podAddresses(pod)
        if spec["resources"].isPresent {
            line("Resources:")
            resources(1, spec["resources"])
        }
        let environment = PodEnvironment(pod: pod)
        if !spec["initContainers"].items.isEmpty {
            containers("Init Containers", spec["initContainers"].items, status["initContainerStatuses"].items, environment, nested: false)
        }
        containers("Containers", spec["containers"].items, status["containerStatuses"].items, environment, nested: false)
        if !spec["ephemeralContainers"].items.isEmpty {
            containers(
                "Ephemeral Containers", spec["ephemeralContainers"].items, status["ephemeralContainerStatuses"].items, environment,
                nested: false)
        }
        podConditions(pod)
        volumes(spec["volumes"].items, nested: false)
        field("QoS Class", status["qosClass"].words)
        labels("Node-Selectors", spec["nodeSelector"])
        tolerations("Tolerations", spec["tolerations"].items)
        topologySpread(spec["topologySpreadConstraints"].items, prefix: "")
        schedulingGroup(spec["schedulingGroup"], prefix: "")
    }

    private mutating func podPhase(_ pod: JSON) {
        let status = pod["status"]
        let phase = status["phase"].words
        let deleted = pod["metadata"]["deletionTimestamp"]
        if deleted.isPresent, phase != "Failed", phase != "Succeeded" {
            field("Status", "Terminating (lasts \(deleted.age(now)))")
            field("Termination Grace Period", "\(pod["metadata"]["deletionGracePeriodSeconds"].count)s")
        } else {
            field("Status", phase)
        }
        if !status["reason"].words.isEmpty { field("Reason", status["reason"].words) }
        if !status["message"].words.isEmpty { field("Message", status["message"].words) }
        seccomp(0, pod["spec"]["securityContext"]["seccompProfile"], nestedLevel: 0)
    }

    mutating func seccomp(_ level: Int, _ profile: JSON, nestedLevel: Int) {
        guard profile.isPresent else { return }
        field(level, "SeccompProfile", profile["type"].words)
        if profile["type"].words == "Localhost" { field(nestedLevel, "LocalhostProfile", profile["localhostProfile"].words) }
    }

    private mutating func podAddresses(_ pod: JSON) {
        let status = pod["status"]
        field("IP", status["podIP"].words)
        if status["podIPs"].items.isEmpty {
            field("IPs", "<none>")
        } else {
            line("IPs:")
            for address in status["podIPs"].items { field(1, "IP", address["ip"].words) }
        }
        controller(pod)
        if !status["nominatedNodeName"].words.isEmpty { field("NominatedNodeName", status["nominatedNodeName"].words) }
    }

    private mutating func podConditions(_ pod: JSON) {
        let conditions = pod["status"]["conditions"].items
        let gates = pod["spec"]["readinessGates"].items
        if !gates.isEmpty {
            line("Readiness Gates:\n  Type\tStatus")
            for gate in gates {
                let type = gate["conditionType"].words
                let found = conditions.first { $0["type"].words == type }
                line(1, "\(type) \t\(found?["status"].words ?? "<none>") ")
            }
        }
        if !conditions.isEmpty {
            line("Conditions:\n  Type\tStatus")
            for condition in conditions { line(1, "\(condition["type"].words) \t\(condition["status"].words) ") }
        }
    }

    mutating func tolerations(_ title: String, _ tolerations: [JSON]) {
        let sorted = tolerations.enumerated().sorted {
            ($0.element["key"].words, $0.offset) < ($1.element["key"].words, $1.offset)
        }
        list(0, title, sorted.map { Self.tolerationText($0.element) })
    }

    private static func tolerationText(_ toleration: JSON) -> String {
        var text = toleration["key"].words
        let value = toleration["value"].words
        let effect = toleration["effect"].words
        if !value.isEmpty { text += "=" + value }
        if !effect.isEmpty { text += ":" + effect }
        if toleration["operator"].words == "Exists", value.isEmpty { text += text.isEmpty ? "op=Exists" : " op=Exists" }
        if let seconds = toleration["tolerationSeconds"].int { text += " for \(seconds)s" }
        return text
    }

    mutating func topologySpread(_ constraints: [JSON], prefix: String) {
        if constraints.isEmpty { return }
        let sorted = constraints.enumerated().sorted {
            ($0.element["topologyKey"].words, $0.offset) < ($1.element["topologyKey"].words, $1.offset)
        }
        let texts = sorted.map { _, constraint in
            var text = "\(constraint["topologyKey"].words):\(constraint["whenUnsatisfiable"].words)"
            text += " when max skew \(constraint["maxSkew"].count) is exceeded"
            let selector = constraint["labelSelector"]
            return selector.isPresent ? text + " for selector " + selector.selectorOrNone : text
        }
        list(0, "Topology Spread Constraints", texts, prefix: prefix)
    }

    mutating func schedulingGroup(_ group: JSON, prefix: String) {
        guard group.isPresent else { return }
        line(prefix + "SchedulingGroup:")
        field(1, "PodGroupName", group["podGroupName"].words)
    }

    /// The pods that a controller makes.
    mutating func podTemplate(_ template: JSON) {
        line("Pod Template:")
        guard template.isPresent else { return write(1, "<unset>") }
        let spec = template["spec"]
        labels("  Labels", template["metadata"]["labels"])
        if template["metadata"]["annotations"].object?.isEmpty == false {
            annotations("  Annotations", template["metadata"]["annotations"])
        }
        if !spec["serviceAccountName"].words.isEmpty { field(1, "Service Account", spec["serviceAccountName"].words) }
        if !spec["initContainers"].items.isEmpty { containers("Init Containers", spec["initContainers"].items, [], nil, nested: true) }
        containers("Containers", spec["containers"].items, [], nil, nested: true)
        volumes(spec["volumes"].items, nested: true)
        topologySpread(spec["topologySpreadConstraints"].items, prefix: "  ")
        if !spec["priorityClassName"].words.isEmpty { field(1, "Priority Class Name", spec["priorityClassName"].words) }
        labels("  Node-Selectors", spec["nodeSelector"])
        tolerations("  Tolerations", spec["tolerations"].items)
        schedulingGroup(spec["schedulingGroup"], prefix: "  ")
    }
}
