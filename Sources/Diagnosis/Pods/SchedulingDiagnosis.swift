internal import Document
internal import Resources

/// Why a pod has no node: the scheduler's condition, read with the nodes beside it.
struct SchedulingDiagnosis {
    let pod: Pod
    let world: Surroundings
    private var subject: String { "pod/" + pod.name }

    init(_ pod: Pod, _ world: Surroundings) {
        self.pod = pod
        self.world = world
    }

    /// One reason of the scheduler's message with the number of nodes that gave it.
    struct Reason: Hashable {
        var nodes: Int
        var text: String
    }

    /// `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had …. preemption: …` in its parts.
    static func reasons(_ message: String) -> [Reason] {
        guard let colon = message.firstRange(of: "nodes are available: ") else { return [] }
        var list = message[colon.upperBound...]
        if let rest = list.firstRange(of: ". preemption:") { list = list[..<rest.lowerBound] }
        if list.hasSuffix(".") { list = list.dropLast() }
        var reasons: [Reason] = []
        for part in list.split(separator: ", ") {
            let words = part.split(separator: " ", maxSplits: 1)
            if words.count == 2, let count = Int(words[0]) {
                reasons.append(Reason(nodes: count, text: String(words[1])))
            } else if let last = reasons.indices.last {
                reasons[last].text += ", " + part
            } else {
                reasons.append(Reason(nodes: 0, text: String(part)))
            }
        }
        return reasons.sorted { ($1.nodes, $0.text) < ($0.nodes, $1.text) }
    }

    var diagnosis: Diagnosis {
        let gates = pod.spec.schedulingGates.map(\.name)
        if !gates.isEmpty {
            return Diagnosis(
                .gated, subject, "it waits for its scheduling gates: \(gates.few())",
                fix: "whoever set the gates removes them; by hand: kubectl -n \(pod.namespace) edit pod \(pod.name)")
        }
        guard let condition = pod.status.conditions[type: "PodScheduled"], !condition.isTrue else { return unseen }
        let reasons = Self.reasons(condition.message)
        let total = world.all(Node.self).count
        if condition.message.contains("no nodes available") || (total == 0 && reasons.isEmpty && !world.lists["nodes", default: []].isEmpty)
        {
            return Diagnosis(
                .noNodes, subject, "the cluster has no node", evidence: [condition.message],
                fix: "see whether the node is up: coxswain status")
        }
        guard let first = reasons.first else {
            return Diagnosis(.unschedulable, subject, "the scheduler finds no node for it", evidence: [condition.message])
        }
        var result = explain(first)
        result.evidence = [condition.message] + result.evidence
        for other in reasons.dropFirst() {
            let also = explain(other)
            result.evidence.append("also: " + also.reason)
            if also.fix != result.fix, !also.fix.isEmpty { result.evidence.append("  or: " + also.fix) }
        }
        return result
    }

    private var unseen: Diagnosis {
        let name = pod.spec.schedulerName
        if !name.isEmpty, name != "default-scheduler" {
            return Diagnosis(
                .noScheduler, subject, "it asks for the scheduler \"\(name)\", which has not looked at it",
                fix: "start that scheduler, or make the pod anew without spec.schedulerName")
        }
        return Diagnosis(.starting, subject, "the scheduler has not looked at it yet", fix: "")
    }

    private func explain(_ reason: Reason) -> Diagnosis {
        let on = reason.nodes == 0 ? "" : " (\(counted(reason.nodes, "node")))"
        let text = reason.text
        if text.hasPrefix("Insufficient ") { return resources(String(text.dropFirst("Insufficient ".count)), on) }
        if text.contains("untolerated taint") { return taints(on) }
        if text.contains("were unschedulable") {
            let names = world.all(Node.self).filter(\.spec.unschedulable).map(\.name)
            return Diagnosis(
                .cordoned, subject, "nodes are cordoned\(on): \(names.few())", fix: "kubectl uncordon \(names.first ?? "NODE")")
        }
        if text.contains("node affinity/selector") || text.contains("requested node name") { return selector(on) }
        if text.contains("free ports") { return ports(on) }
        if text == "Too many pods" {
            return Diagnosis(
                .podLimit, subject, "nodes hold as many pods as they may\(on)",
                fix: "delete pods that are not needed, or add a node: coxswain up --nodes N")
        }
        if text.contains("pod affinity") || text.contains("anti-affinity") || text.contains("topology spread") {
            return Diagnosis(
                .affinity, subject, "its rules about other pods leave no node\(on): \(text)",
                fix: "loosen spec.affinity or spec.topologySpreadConstraints, or add a node: coxswain up --nodes N")
        }
        return volumes(text, on)
    }

    private func resources(_ name: String, _ on: String) -> Diagnosis {
        let wanted = PodResources.total(pod.json, "requests")[name] ?? .zero
        var evidence: [String] = []
        for node in world.all(Node.self).sorted(by: { $0.name < $1.name }).prefix(5) {
            let has = node.status.allocatable[name] ?? .zero
            var taken = Quantity.zero
            for other in world.all(Pod.self) where other.spec.nodeName == node.name && !other.isFinished {
                taken += PodResources.total(other.json, "requests")[name] ?? .zero
            }
            evidence.append("node \(node.name): \((has - taken).canonical) of \(has) \(name) is free")
        }
        return Diagnosis(
            .resources, subject, "no node has \(wanted) \(name) free\(on), which is what it requests", evidence: evidence,
            fix: "request less \(name), delete or scale down other pods, or add a node: coxswain up --nodes N")
    }

    private func taints(_ on: String) -> Diagnosis {
        var evidence: [String] = []
        var fix = ""
        for node in world.all(Node.self) {
            for taint in node.spec.taints
            where taint.effect != "PreferNoSchedule" && !pod.spec.tolerations.contains(where: { $0.tolerates(taint) }) {
                let text = taint.key + (taint.value.isEmpty ? "" : "=" + taint.value) + ":" + taint.effect
                evidence.append("node \(node.name): \(text)")
                if fix.isEmpty {
                    fix =
                        taint.key.hasPrefix("node.kubernetes.io/")
                        ? "the taint goes when the node is well again: coxswain why node/\(node.name)"
                        : "add a toleration for it to the pod, or remove it: kubectl taint nodes \(node.name) \(text)-"
                }
            }
        }
        return Diagnosis(.taint, subject, "nodes have taints that it does not tolerate\(on)", evidence: evidence, fix: fix)
    }

    private func selector(_ on: String) -> Diagnosis {
        let wanted = pod.spec.nodeSelector
        guard
            let (key, value) = wanted.sorted(by: { $0.key < $1.key }).first(where: { pair in
                !world.all(Node.self).contains { $0.labels[pair.key] == pair.value }
            }) ?? wanted.min(by: { $0.key < $1.key })
        else {
            return Diagnosis(
                .selector, subject, "no node matches its node affinity\(on)",
                fix: "label a node as spec.affinity.nodeAffinity asks, or loosen it; what nodes have: kubectl get nodes --show-labels")
        }
        let node = world.all(Node.self).first?.name ?? "NODE"
        return Diagnosis(
            .selector, subject, "no node has the labels of its node selector\(on): \(wanted.selectorText)",
            fix: "kubectl label node \(node) \(key)=\(value), or correct spec.nodeSelector")
    }

    private func ports(_ on: String) -> Diagnosis {
        let wanted = Set(pod.spec.containers.flatMap(\.ports).compactMap(\.hostPort).filter { $0 != 0 })
        var evidence: [String] = []
        for other in world.all(Pod.self) where other.uid != pod.uid && !other.spec.nodeName.isEmpty && !other.isFinished {
            let taken = Set(other.spec.containers.flatMap(\.ports).compactMap(\.hostPort)).intersection(wanted).sorted()
            if !taken.isEmpty {
                evidence.append(
                    "\(other.namespace)/\(other.name) on \(other.spec.nodeName) has \(taken.map(String.init).joined(separator: ", "))")
            }
        }
        return Diagnosis(
            .hostPort, subject,
            "the host ports that it asks for are taken\(on): \(wanted.sorted().map(String.init).joined(separator: ", "))",
            evidence: evidence, fix: "use a Service instead of hostPort, choose another port, or add a node: coxswain up --nodes N")
    }

    private func volumes(_ text: String, _ on: String) -> Diagnosis {
        let claims = pod.claims.map(\.claimName)
        if text.contains("persistentvolumeclaim"), text.contains("not found") {
            let missing = claims.first { world.lacks(PersistentVolumeClaim.self, $0) } ?? claims.first ?? ""
            return Diagnosis(
                .claimMissing, subject, "its claim \(missing) does not exist",
                fix: "create the PersistentVolumeClaim \(missing) in \(pod.namespace)")
        }
        let unbound = claims.compactMap { world.find(PersistentVolumeClaim.self, $0) }.first { $0.status.phase != "Bound" }
        if let unbound, text.contains("unbound") || text.contains("available persistent volumes") {
            let why = ClaimDiagnosis.diagnose(unbound, world)
            return Diagnosis(
                .claimUnbound, subject, "its claim \(unbound.name) is not bound: \(why.reason)", evidence: why.evidence, fix: why.fix)
        }
        if text.contains("PersistentVolume's node affinity") {
            return Diagnosis(
                .volumePlacement, subject, "its volume is on a node that cannot take it\(on)",
                fix: "see what keeps the volume's node from it, or make the claim anew: kubectl -n \(pod.namespace) get pvc,pv")
        }
        return Diagnosis(.unschedulable, subject, "the scheduler finds no node for it\(on): \(text)")
    }
}
