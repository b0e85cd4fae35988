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

    private var total: Int { old.reduce(new?.replicas ?? 0) { $0 + $1.replicas } }

    /// Names with their new sizes; those that stay are left out.
    func rollingUpdate() -> [String: Int] {
        if let up = growNew() { return up }
        return shrinkOld()
    }

    private func growNew() -> [String: Int]? {
        guard let new else { return nil }
        if new.replicas > wished { return [new.name: wished] }
        if new.replicas == wished { return nil }
        let room = wished + maxSurge - total
        guard room > 0 else { return nil }
        return [new.name: new.replicas + min(room, wished - new.replicas)]
    }

    /// First pods that are not available anyway, then as many available ones as the wish can spare.
    private func shrinkOld() -> [String: Int] {
        let minimum = wished - maxUnavailable
        let newUnavailable = new.map { $0.replicas - $0.available } ?? 0
        var spare = total - minimum - newUnavailable
        guard spare > 0 else { return [:] }
        var sizes: [String: Int] = [:]
        for set in old where spare > 0 && set.replicas > set.available {
            let gone = min(spare, set.replicas - set.available)
            sizes[set.name] = set.replicas - gone
            spare -= gone
        }
        var spareAvailable = old.reduce(new?.available ?? 0) { $0 + $1.available } - minimum
        for set in old where spareAvailable > 0 {
            let size = sizes[set.name] ?? set.replicas
            let gone = min(size, spareAvailable)
            if gone > 0 { sizes[set.name] = size - gone }
            spareAvailable -= gone
        }
        return sizes.filter { name, size in old.first { $0.name == name }?.replicas != size }
    }

    /// When the wish itself has changed: one active ReplicaSet takes it all; in the middle of a rollout each changes by its share.
    func rescale(isRolling: Bool) -> [String: Int] {
        let active = (old + [new].compactMap { $0 }).filter { $0.replicas > 0 }
        if active.count <= 1, let only = active.first ?? new { return only.replicas == wished ? [:] : [only.name: wished] }
        if let new, new.replicas == wished, new.available == wished { return old.filter { $0.replicas > 0 }.reduce(into: [:]) { $0[$1.name] = 0 } }
        guard isRolling else { return [:] }
        let allowed = wished > 0 ? wished + maxSurge : 0
        var left = allowed - active.reduce(0) { $0 + $1.replicas }
        // The largest first; among equals, growing favours the newest and shrinking the oldest.
        let ordered = left > 0 ? active.reversed().sorted { $0.replicas > $1.replicas } : active.sorted { $0.replicas > $1.replicas }
        var sizes: [String: Int] = [:]
        let change = left
        for set in ordered where left != 0 {
            let share = proportion(of: set, change: change, left: left, allowed: allowed)
            sizes[set.name] = max(0, set.replicas + share)
            left -= share
        }
        if left != 0, let first = ordered.first { sizes[first.name] = max(0, (sizes[first.name] ?? first.replicas) + left) }
        return sizes.filter { name, size in active.first { $0.name == name }?.replicas != size }
    }

    private func proportion(of set: Set, change: Int, left: Int, allowed: Int) -> Int {
        guard change != 0 else { return 0 }
        let before = max(1, set.maxReplicas ?? wished)
        let share = Int((Double(set.replicas) * Double(allowed) / Double(before)).rounded()) - set.replicas
        return change > 0 ? max(0, min(share, left)) : min(0, max(share, left))
    }
}

extension RollingUpdateDeployment {
    /// The two bounds as numbers of pods: a surge is rounded up, unavailability down, and one of them is at least one.
    func bounds(replicas: Int) -> (maxSurge: Int, maxUnavailable: Int) {
        let surge = (maxSurge ?? .string("25%")).scaled(total: replicas, roundUp: true) ?? 0
        let unavailable = (maxUnavailable ?? .string("25%")).scaled(total: replicas, roundUp: false) ?? 0
        return (surge, surge == 0 && unavailable == 0 ? 1 : min(unavailable, replicas))
    }
}
