internal import Resources

/// Why a node takes no pods or loses them.
enum NodeDiagnosis {
    static func diagnose(_ node: Node, _ world: Surroundings) -> [Diagnosis] {
        let subject = "node/" + node.name
        var found: [Diagnosis] = []
        let conditions = node.status.conditions
        if let ready = conditions[type: "Ready"] {
            if ready.status == .unknown {
                found.append(
                    Diagnosis(
                        .nodeSilent, subject, "its kubelet has stopped to report", evidence: [ready.message],
                        fix:
                            "see whether the machine runs and reaches the server: coxswain status there, and coxswain up or agent"
                    ))
            } else if !ready.isTrue {
                found.append(
                    Diagnosis(
                        .nodeNotReady, subject, "its kubelet says that it is not ready (\(ready.reason))", evidence: [ready.message],
                        fix: fix(ready.message)))
            }
        } else {
            found.append(Diagnosis(.nodeSilent, subject, "its kubelet has not reported yet", fix: "coxswain status"))
        }
        for (type, what, fix) in [
            ("MemoryPressure", "memory", "end pods that use much, or set limits: kubectl top pods -A"),
            ("DiskPressure", "disk space", "free some: delete unused files and images on that machine"),
            ("PIDPressure", "process ids", "find the pod with too many processes: kubectl top pods -A"),
        ] {
            guard let condition = conditions[type: type], condition.isTrue else { continue }
            found.append(
                Diagnosis(
                    .nodePressure, subject, "it is short of \(what), so pods are evicted and none comes", evidence: [condition.message],
                    fix: fix))
        }
        if node.spec.unschedulable {
            found.append(Diagnosis(.cordoned, subject, "it is cordoned: no further pods come", fix: "kubectl uncordon \(node.name)"))
        }
        if !found.isEmpty { return found }
        let taints = node.spec.taints.map { $0.key + ($0.value.isEmpty ? "" : "=" + $0.value) + ":" + $0.effect }
        return [
            Diagnosis(.healthy, subject, "it is ready", evidence: taints.isEmpty ? [] : ["only pods that tolerate come: \(taints.few())"])
        ]
    }

    private static func fix(_ message: String) -> String {
        let text = message.lowercased()
        if text.contains("runtime") || text.contains("containerd") {
            return "containerd does not answer; coxswain down, then up, starts it anew"
        }
        if text.contains("cni") || text.contains("network") {
            return "the pod network is not set up; coxswain down, then up, makes it anew"
        }
        return "coxswain status"
    }
}
