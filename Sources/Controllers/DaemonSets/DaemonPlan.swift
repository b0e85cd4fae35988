internal import Document
internal import Resources

/// A DaemonSet, the nodes and its pods by node: a value on which it is decided where pods are missing, too many or old.
struct DaemonView: Sendable {
    let set: DaemonSet
    /// Of the set's template.
    let hash: String
    let now: Timestamp
    let fits: [String: DaemonFit]
    let pods: [String: [PodSummary]]
    /// Sorted, so that what is decided does not depend on chance.
    let nodes: [String]

    init(_ set: DaemonSet, hash: String, nodes: [Node], pods: [PodSummary], now: Timestamp) {
        self.set = set
        self.hash = hash
        self.now = now
        self.nodes = nodes.map(\.name).sorted()
        fits = nodes.reduce(into: [:]) { $0[$1.name] = DaemonFit(set.spec.template, on: $1) }
        var byNode: [String: [PodSummary]] = [:]
        for pod in pods where !pod.targetNode.isEmpty && !(pod.isFinished && pod.isBeingDeleted) {
            byNode[pod.targetNode, default: []].append(pod)
        }
        self.pods = byNode.mapValues { $0.sorted(by: Self.isOlder) }
    }

    /// Bound pods before others, then the older.
    private static func isOlder(_ a: PodSummary, _ b: PodSummary) -> Bool {
        if a.nodeName.isEmpty != b.nodeName.isEmpty { return !a.nodeName.isEmpty }
        return (a.created ?? 0, a.key.name) < (b.created ?? 0, b.key.name)
    }

    func isAvailable(_ pod: PodSummary) -> Bool { pod.isAvailable(minReadySeconds: set.spec.minReadySeconds, now: now) }

    var desired: Int { fits.values.count { $0.shouldRun } }
    private var rolling: RollingUpdateDeployment? {
        self.set.spec.updateStrategy["type"].string == "RollingUpdate"
            ? RollingUpdateDeployment(self.set.spec.updateStrategy["rollingUpdate"]) : nil
    }
    var maxSurge: Int { max(0, rolling?.maxSurge?.scaled(total: desired, roundUp: true) ?? 0) }
    var maxUnavailable: Int {
        let wished = max(0, (rolling?.maxUnavailable ?? .int(1)).scaled(total: desired, roundUp: true) ?? 0)
        return desired > 0 && wished == 0 && maxSurge == 0 ? 1 : wished
    }
    /// Whether a node may have two pods for a while.
    var allowsSurge: Bool { (rolling?.maxSurge?.scaled(total: 1, roundUp: true) ?? 0) > 0 }
}

/// What has to be done for a DaemonSet.
struct DaemonPlan: Sendable, Equatable {
    struct Ended: Sendable, Equatable {
        var pod: ObjectKey
        var node: String
        var hasFailed: Bool
    }

    /// Nodes that get a pod.
    var create: [String] = []
    /// Uids of pods that go.
    var delete: [String] = []
    /// Pods that are among `delete` because they have ended.
    var ended: [Ended] = []
    /// Failed pods that stay a while longer, so that what fails at once does not do so all the time.
    var waiting: [String] = []

    /// Puts a pod on every node where one belongs, and takes away those that do not.
    /// - Parameter isBackingOff: whether the failed pod of a node has to wait.
    static func manage(_ view: DaemonView, isBackingOff: (String) -> Bool = { _ in false }) -> DaemonPlan {
        var plan = DaemonPlan()
        for node in view.nodes {
            let fit = view.fits[node] ?? DaemonFit(shouldRun: false, mayStay: false)
            let pods = view.pods[node] ?? []
            if fit.shouldRun, pods.isEmpty {
                plan.create.append(node)
            } else if fit.mayStay {
                plan.keepOne(of: pods, on: node, view, shouldRun: fit.shouldRun, isBackingOff: isBackingOff(node))
            } else {
                plan.delete += pods.filter { !$0.isBeingDeleted }.map(\.uid)
            }
        }
        // Pods for nodes that are gone, which nobody will bind any more.
        for (node, pods) in view.pods where view.fits[node] == nil {
            plan.delete += pods.filter { $0.nodeName.isEmpty && !$0.isBeingDeleted }.map(\.uid)
        }
        return plan
    }

    private mutating func keepOne(
        of pods: [PodSummary], on node: String, _ view: DaemonView, shouldRun: Bool, isBackingOff: Bool
    ) {
        var living: [PodSummary] = []
        for pod in pods where !pod.isBeingDeleted {
            guard pod.isFinished else {
                living.append(pod)
                continue
            }
            if pod.phase == .failed, isBackingOff {
                waiting.append(node)
            } else {
                delete.append(pod.uid)
                ended.append(Ended(pod: pod.key, node: node, hasFailed: pod.phase == .failed))
            }
        }
        guard view.allowsSurge else {
            delete += living.dropFirst().map(\.uid)
            return
        }
        if living.isEmpty, shouldRun { create.append(node) }
        keepPair(living, view)
    }

    /// Of each template the oldest pod; the old one goes when the new one can stand in for it.
    private mutating func keepPair(_ living: [PodSummary], _ view: DaemonView) {
        guard living.count > 1 else { return }
        let new = living.filter { view.set.isUpdated($0, hash: view.hash) }
        let old = living.filter { !view.set.isUpdated($0, hash: view.hash) }
        delete += (new.dropFirst() + old.dropFirst()).map(\.uid)
        if let newest = new.first, let oldest = old.first, !oldest.isReady || view.isAvailable(newest) { delete.append(oldest.uid) }
    }
}

/// One step of a rolling update.
enum DaemonRollout {
    private struct NodePods {
        var new: PodSummary?
        var old: PodSummary?
    }

    /// The one new and one old pod of a node; nil when there are more of a kind, which `manage` puts right first.
    private static func split(_ pods: [PodSummary], _ view: DaemonView) -> NodePods? {
        var found = NodePods()
        for pod in pods where !pod.isBeingDeleted {
            if view.set.isUpdated(pod, hash: view.hash) {
                if found.new != nil { return nil }
                found.new = pod
            } else {
                if found.old != nil { return nil }
                found.old = pod
            }
        }
        return found
    }

    static func plan(_ view: DaemonView) -> DaemonPlan { view.maxSurge == 0 ? replacing(view) : surging(view) }

    private static func nodes(_ view: DaemonView) -> [String] {
        Set(view.pods.keys).union(view.fits.filter { $0.value.shouldRun }.keys).sorted()
    }

    /// Old pods go first and are replaced; those that are not available anyway do not count against the limit.
    private static func replacing(_ view: DaemonView) -> DaemonPlan {
        var plan = DaemonPlan()
        var unavailable = 0
        var candidates: [String] = []
        for node in nodes(view) {
            guard let pods = split(view.pods[node] ?? [], view) else {
                unavailable += 1
                continue
            }
            switch (pods.new, pods.old) {
            case (nil, nil), (.some, .some): unavailable += 1
            case (let new?, nil): if !view.isAvailable(new) { unavailable += 1 }
            case (nil, let old?):
                if view.isAvailable(old) {
                    candidates.append(old.uid)
                } else {
                    plan.delete.append(old.uid)
                    unavailable += 1
                }
            }
        }
        plan.delete += candidates.prefix(max(0, view.maxUnavailable - unavailable))
        return plan
    }

    /// New pods come first, beside the old ones, which go when the new ones are available.
    private static func surging(_ view: DaemonView) -> DaemonPlan {
        var plan = DaemonPlan()
        var (surge, available) = (0, 0)
        var candidates: [String] = []
        var misplaced: [String] = []
        for node in nodes(view) {
            guard let pods = split(view.pods[node] ?? [], view) else {
                surge += 1
                continue
            }
            if let shown = pods.old ?? pods.new, view.isAvailable(shown) { available += 1 }
            guard let old = pods.old else { continue }
            if let new = pods.new {
                if view.isAvailable(new) { plan.delete.append(old.uid) } else { surge += 1 }
                continue
            }
            let shouldRun = view.fits[node]?.shouldRun ?? false
            switch (view.isAvailable(old), shouldRun) {
            case (false, true): plan.create.append(node)
            case (false, false): plan.delete.append(old.uid)
            case (true, true): candidates.append(node)
            case (true, false): misplaced.append(old.uid)
            }
        }
        plan.create += candidates.prefix(max(0, view.maxSurge - surge))
        plan.delete += misplaced.prefix(max(0, available - view.desired))
        return plan
    }
}

extension DaemonSetStatus {
    /// What is found on the nodes; conditions that others have written stay.
    static func found(_ view: DaemonView, collisions: Int) -> DaemonSetStatus {
        var status = view.set.status
        var (current, misplaced, ready, updated, available) = (0, 0, 0, 0, 0)
        for node in view.nodes {
            let pod = view.pods[node]?.first
            guard view.fits[node]?.shouldRun ?? false else {
                misplaced += pod == nil ? 0 : 1
                continue
            }
            guard let pod else { continue }
            current += 1
            if pod.isReady { ready += 1 }
            if view.isAvailable(pod) { available += 1 }
            if view.set.isUpdated(pod, hash: view.hash) { updated += 1 }
        }
        status.currentNumberScheduled = current
        status.numberMisscheduled = misplaced
        status.desiredNumberScheduled = view.desired
        status.numberReady = ready
        status.observedGeneration = view.set.metadata.generation
        let optional = [
            ("updatedNumberScheduled", updated), ("numberAvailable", available), ("numberUnavailable", view.desired - available),
        ]
        for (key, count) in optional { status.json[key] = count == 0 ? .null : .int(Int64(count)) }
        if collisions > 0 { status.collisionCount = collisions }
        return status
    }
}
