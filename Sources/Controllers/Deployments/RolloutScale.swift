internal import Resources

/// How many pods each ReplicaSet of a deployment is to have next: decided from numbers alone.
struct RolloutScale: Sendable, Equatable {
    struct Set: Sendable, Equatable {
        var name: String
        /// `spec.replicas`.
        var replicas: Int
        var available: Int
        /// The `max-replicas` annotation: what proportional scaling reckons from.
        var maxReplicas: Int?

        init(name: String, replicas: Int, available: Int, maxReplicas: Int? = nil) {
            self.name = name
            self.replicas = replicas
            self.available = available
            self.maxReplicas = maxReplicas
        }
    }

    var wished: Int
    /// Pods above the wish while rolling.
    var maxSurge: Int
    /// Pods below it.
    var maxUnavailable: Int
    /// The ReplicaSet of the deployment's template.
    var new: Set?
    /// The others, oldest first.
    var old: [Set]
    /// Pods that the deployment had when its status was last written: for ReplicaSets that have lost their annotation.
    var lastReplicas = 0

    private var total: Int { old.reduce(new?.replicas ?? 0) { $0 + $1.replicas } }

    /// One step of a rolling update, as names with their new sizes; those that stay are left out.
    func rollingUpdate() -> [String: Int] {
        if let up = resizeNew() { return up }
        return shrinkOld()
    }

    private func resizeNew() -> [String: Int]? {
        guard let new, new.replicas != wished else { return nil }
        if new.replicas > wished { return [new.name: wished] }
        let room = wished + maxSurge - total
        guard room > 0 else { return nil }
        return [new.name: new.replicas + min(room, wished - new.replicas)]
    }

    /// First pods that are not available anyway, then as many available ones as the wish can spare.
    private func shrinkOld() -> [String: Int] {
        let active = old.filter { $0.replicas > 0 }
        let minimum = wished - maxUnavailable
        // Pods of the new template that are not available yet must not be the reason to take others away.
        var spare = total - minimum - (new.map { $0.replicas - $0.available } ?? 0)
        guard spare > 0 else { return [:] }
        var sizes: [String: Int] = [:]
        for set in active where spare > 0 && set.replicas > set.available {
            let gone = min(spare, set.replicas - set.available)
            sizes[set.name] = set.replicas - gone
            spare -= gone
        }
        var spareAvailable = active.reduce(new?.available ?? 0) { $0 + $1.available } - minimum
        for set in active where spareAvailable > 0 {
            let size = sizes[set.name] ?? set.replicas
            let gone = min(size, spareAvailable)
            if gone > 0 { sizes[set.name] = size - gone }
            spareAvailable -= gone
        }
        return sizes
    }

    /// When the wish itself has changed: one active ReplicaSet takes it all; in the middle of a rollout each changes by its share.
    func rescale(isRolling: Bool) -> [String: Int] {
        let active = (old + [new].compactMap { $0 }).filter { $0.replicas > 0 }
        if active.count <= 1 {
            guard let only = active.first ?? new ?? old.last else { return [:] }
            return only.replicas == wished ? [:] : [only.name: wished]
        }
        if let new, new.replicas == wished, new.available == wished {
            return old.filter { $0.replicas > 0 }.reduce(into: [:]) { $0[$1.name] = 0 }
        }
        guard isRolling else { return [:] }
        let allowed = wished > 0 ? wished + maxSurge : 0
        let change = allowed - active.reduce(0) { $0 + $1.replicas }
        guard change != 0 else { return [:] }
        // The largest first; among equals, growing favours the newest and shrinking the oldest.
        let ordered = (change > 0 ? active.reversed() : active).sorted { $0.replicas > $1.replicas }
        var sizes: [String: Int] = [:]
        var left = change
        for set in ordered where left != 0 {
            let share = change > 0 ? min(fraction(of: set, allowed), left) : max(fraction(of: set, allowed), left)
            sizes[set.name] = set.replicas + share
            left -= share
        }
        if left != 0, let largest = ordered.first { sizes[largest.name] = max(0, (sizes[largest.name] ?? largest.replicas) + left) }
        return sizes.filter { name, size in active.first { $0.name == name }?.replicas != size }
    }

    /// By how much a ReplicaSet changes when it keeps its share of the whole.
    private func fraction(of set: Set, _ allowed: Int) -> Int {
        if wished == 0 { return -set.replicas }
        let before = set.maxReplicas.flatMap { $0 > 0 ? $0 : nil } ?? lastReplicas
        guard before > 0 else { return 0 }
        return Int((Double(set.replicas * allowed) / Double(before)).rounded()) - set.replicas
    }
}

extension RollingUpdateDeployment {
    /// The two bounds as numbers of pods: a surge is rounded up, unavailability down, and one of them is at least one.
    func bounds(replicas: Int) -> (maxSurge: Int, maxUnavailable: Int) {
        let surge = max(0, (maxSurge ?? .string("25%")).scaled(total: replicas, roundUp: true) ?? 0)
        let unavailable = max(0, (maxUnavailable ?? .string("25%")).scaled(total: replicas, roundUp: false) ?? 0)
        return (surge, min(surge == 0 && unavailable == 0 ? 1 : unavailable, replicas))
    }
}

extension Deployment {
    var isRecreating: Bool { spec.strategy.type == "Recreate" }

    /// How far the number of pods may move while this deployment rolls out.
    var bounds: (maxSurge: Int, maxUnavailable: Int) {
        isRecreating ? (0, 0) : (spec.strategy.rollingUpdate ?? RollingUpdateDeployment()).bounds(replicas: spec.replicas ?? 1)
    }
}
