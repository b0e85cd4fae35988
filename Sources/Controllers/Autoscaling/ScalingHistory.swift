package import Document
package import Resources

/// How fast an autoscaler may go in one direction (autoscaling/v2 HPAScalingRules).
package struct ScalingRules: Sendable, Equatable {
    struct Policy: Sendable, Equatable {
        var isPercent: Bool
        var value: Int
        var periodSeconds: Int
    }

    /// Seconds over which the most cautious recommendation counts.
    var windowSeconds: Int
    var isDisabled: Bool
    /// Whether of several policies the one that changes least decides.
    var choosesLeast: Bool
    var policies: [Policy]

    /// - Parameter defaultWindow: upstream's default, in seconds.
    package init(_ json: JSON, defaultWindow: Int) {
        windowSeconds = json["stabilizationWindowSeconds"].int ?? defaultWindow
        isDisabled = json["selectPolicy"].string == "Disabled"
        choosesLeast = json["selectPolicy"].string == "Min"
        policies = (json["policies"].array ?? []).map {
            Policy(isPercent: $0["type"].string == "Percent", value: $0["value"].int ?? 0, periodSeconds: $0["periodSeconds"].int ?? 0)
        }
    }

    var longestPeriodSeconds: Int { policies.map(\.periodSeconds).max() ?? 0 }
}

/// What an autoscaler has recommended and done lately, and what that and its limits make of a new recommendation. Behaviour is upstream's.
package struct ScalingHistory: Sendable {
    /// Seconds for which the highest recommendation holds when an autoscaler says nothing else (upstream's default).
    package static let downWindowSeconds = 300
    /// Without rules, replicas at most double, or become this many.
    static let firstStep = 4

    package struct Outcome: Sendable, Equatable {
        package var replicas: Int
        /// Of the conditions AbleToScale and ScalingLimited.
        package var ability: (reason: String, message: String)
        package var limit: (isLimited: Bool, reason: String, message: String)

        package static func == (a: Outcome, b: Outcome) -> Bool {
            a.replicas == b.replicas && a.ability == b.ability && a.limit == b.limit
        }
    }

    private struct Change: Sendable {
        var amount: Int
        var time: Timestamp
    }

    /// Replicas recommended, before anything held them back.
    private var recommendations: [Change] = []
    private var ups: [Change] = []
    private var downs: [Change] = []

    package init() {}

    /// The replicas found when the autoscaler begins count as recommended.
    package mutating func begin(current: Int, now: Timestamp) {
        if recommendations.isEmpty { recommendations = [Change(amount: current, time: now)] }
    }

    /// Remembers what was done, for limits on change in a time.
    package mutating func note(from old: Int, to new: Int, behavior: JSON, now: Timestamp) {
        if behavior.isNull { return }
        func kept(_ changes: [Change], _ rules: JSON) -> [Change] {
            let cutoff = now.adding(seconds: -ScalingRules(rules, defaultWindow: 0).longestPeriodSeconds)
            return changes.filter { $0.time >= cutoff }
        }
        if new > old {
            ups = kept(ups, behavior["scaleUp"]) + [Change(amount: new - old, time: now)]
        } else {
            downs = kept(downs, behavior["scaleDown"]) + [Change(amount: old - new, time: now)]
        }
    }

    /// What becomes of a recommendation.
    package mutating func settle(
        _ recommended: Int, current: Int, minimum: Int, maximum: Int, behavior: JSON, now: Timestamp
    ) -> Outcome {
        if behavior.isNull { return settlePlainly(recommended, current, minimum, maximum, now) }
        let up = ScalingRules(behavior["scaleUp"], defaultWindow: 0)
        let down = ScalingRules(behavior["scaleDown"], defaultWindow: Self.downWindowSeconds)
        let stable = stabilize(recommended, current, up, down, now)
        var ability = ("ReadyForNewScale", "recommended size matches current size")
        if stable != recommended {
            ability =
                recommended >= current
                ? ("ScaleUpStabilized", "recent recommendations were lower than current one, applying the lowest recent recommendation")
                : Self.downStabilized
        }
        let (replicas, reason, message) = limited(stable, current, minimum, maximum, up, down, now)
        return Outcome(replicas: replicas, ability: ability, limit: (replicas != stable, reason, message))
    }

    private static let downStabilized = (
        "ScaleDownStabilized", "recent recommendations were higher than current one, applying the highest recent recommendation"
    )
    private static let withinRange = ("DesiredWithinRange", "the desired count is within the acceptable range")
    private static let tooFew = ("TooFewReplicas", "the desired replica count is less than the minimum replica count")
    private static let tooMany = ("TooManyReplicas", "the desired replica count is more than the maximum replica count")
    private static let tooFast = ("ScaleUpLimit", "the desired replica count is increasing faster than the maximum scale rate")
    private static let tooFastDown = ("ScaleDownLimit", "the desired replica count is decreasing faster than the maximum scale rate")

    // MARK: Without rules

    private mutating func settlePlainly(_ recommended: Int, _ current: Int, _ minimum: Int, _ maximum: Int, _ now: Timestamp) -> Outcome {
        let cutoff = now.adding(seconds: -Self.downWindowSeconds)
        recommendations.removeAll { $0.time < cutoff }
        let stable = recommendations.reduce(recommended) { max($0, $1.amount) }
        recommendations.append(Change(amount: recommended, time: now))
        let ability = stable == recommended ? ("ReadyForNewScale", "recommended size matches current size") : Self.downStabilized
        let step = max(2 * current, Self.firstStep)
        let (most, mostWords) = maximum > step ? (step, Self.tooFast) : (maximum, Self.tooMany)
        var (replicas, words) = (stable, Self.withinRange)
        if stable < minimum { (replicas, words) = (minimum, Self.tooFew) } else if stable > most { (replicas, words) = (most, mostWords) }
        return Outcome(replicas: replicas, ability: ability, limit: (replicas != stable, words.0, words.1))
    }

    // MARK: With rules

    private mutating func stabilize(
        _ recommended: Int, _ current: Int, _ up: ScalingRules, _ down: ScalingRules, _ now: Timestamp
    ) -> Int {
        let (upCutoff, downCutoff) = (now.adding(seconds: -up.windowSeconds), now.adding(seconds: -down.windowSeconds))
        recommendations.removeAll { $0.time < upCutoff && $0.time < downCutoff }
        var (lowest, highest) = (recommended, recommended)
        for past in recommendations {
            if past.time > upCutoff { lowest = min(lowest, past.amount) }
            if past.time > downCutoff { highest = max(highest, past.amount) }
        }
        recommendations.append(Change(amount: recommended, time: now))
        return min(max(current, lowest), highest)
    }

    private func limited(
        _ wanted: Int, _ current: Int, _ minimum: Int, _ maximum: Int, _ up: ScalingRules, _ down: ScalingRules, _ now: Timestamp
    ) -> (Int, String, String) {
        if wanted > current {
            let rate = max(bound(current, up, now, growing: true), current)
            let (most, words) = maximum > rate ? (rate, Self.tooFast) : (maximum, Self.tooMany)
            if wanted > most { return (most, words.0, words.1) }
        } else if wanted < current {
            let rate = min(bound(current, down, now, growing: false), current)
            let (least, words) = minimum < rate ? (rate, Self.tooFastDown) : (minimum, Self.tooFew)
            if wanted < least { return (least, words.0, words.1) }
        }
        return (wanted, Self.withinRange.0, Self.withinRange.1)
    }

    /// How far the policies of a direction let the replicas go.
    private func bound(_ current: Int, _ rules: ScalingRules, _ now: Timestamp, growing: Bool) -> Int {
        if rules.isDisabled { return current }
        let bounds = rules.policies.map { policy in
            let start = current - sum(ups, policy.periodSeconds, now) + sum(downs, policy.periodSeconds, now)
            let change = growing ? policy.value : -policy.value
            guard policy.isPercent else { return start + change }
            let result = Double(start) * (1 + Double(change) / 100)
            return Int(growing ? result.rounded(.up) : result.rounded(.towardZero))
        }
        // Growing, the least change is the smallest number; shrinking, the largest.
        return (growing == rules.choosesLeast ? bounds.min() : bounds.max()) ?? current
    }

    private func sum(_ changes: [Change], _ periodSeconds: Int, _ now: Timestamp) -> Int {
        let cutoff = now.adding(seconds: -periodSeconds)
        return changes.reduce(0) { $0 + ($1.time > cutoff ? $1.amount : 0) }
    }
}
