internal import Client
internal import Document
internal import Resources

/// What the first rule of `spec.podFailurePolicy` that a failed pod matches says about it (KEP-3329).
struct PodFailureVerdict: Sendable, Equatable {
    /// Nil when no rule matches.
    var action: String?
    /// Why the whole job fails, where it does.
    var message: String?

    /// Whether the failure counts towards the limits.
    var counts: Bool { action != "Ignore" }

    init(_ policy: JSON?, _ pod: PodSummary) {
        guard let rules = policy?["rules"].array, !rules.isEmpty else { return }
        let status = pod.pod.status
        for (index, rule) in rules.enumerated() {
            guard let cause = Self.match(rule, status, pod.key) else { continue }
            action = rule["action"].string
            if action == "FailJob" { message = "\(cause) matching FailJob rule at index \(index)" }
            return
        }
    }

    /// What of the pod the rule matches, in words.
    private static func match(_ rule: JSON, _ status: PodStatus, _ pod: ObjectKey) -> String? {
        if !rule["onExitCodes"].isNull {
            let wanted = rule["onExitCodes"]
            for container in status.containerStatuses + status.initContainerStatuses {
                guard let code = container.state.terminated?.exitCode, code != 0 else { continue }
                if let name = wanted["containerName"].string, name != container.name { continue }
                let isListed = (wanted["values"].array ?? []).contains { $0.int == code }
                if isListed == (wanted["operator"].string == "In") {
                    return "Container \(container.name) for pod \(pod) failed with exit code \(code)"
                }
            }
            return nil
        }
        let patterns = rule["onPodConditions"].array ?? []
        let matching = status.conditions.first { condition in
            patterns.contains { $0["type"].string == condition.type && ($0["status"].string ?? "True") == condition.status.rawValue }
        }
        return matching.map { "Pod \(pod) has condition \($0.type)" }
    }
}

/// Whether the indexes that have succeeded are enough by `spec.successPolicy` (KEP-3998).
enum JobSuccess {
    /// Which rule is met, in words; nil when none is.
    static func met(_ policy: JSON?, completions: Int, succeeded: IndexRanges) -> String? {
        guard let rules = policy?["rules"].array, !succeeded.isEmpty else { return nil }
        for (index, rule) in rules.enumerated() where isMet(rule, completions, succeeded) { return "Matched rules at index \(index)" }
        return nil
    }

    private static func isMet(_ rule: JSON, _ completions: Int, _ succeeded: IndexRanges) -> Bool {
        let count = rule["succeededCount"].int
        guard let text = rule["succeededIndexes"].string else { return count.map { succeeded.count >= $0 } ?? false }
        let wanted = IndexRanges(text, below: completions)
        guard !wanted.isEmpty else { return false }
        let done = wanted.overlap(succeeded)
        return done == wanted.count || count.map { done >= $0 } ?? false
    }
}

/// How often a job's pods have failed since one last succeeded, and when: the next is made after a wait that doubles.
struct JobBackoff: Sendable, Equatable {
    static let wait = Backoff(first: .seconds(10), limit: .seconds(600))

    var failures = 0
    var last: Timestamp?

    /// With pods that have ended since.
    func adding(succeeded: [PodSummary], failed: [PodSummary]) -> JobBackoff {
        let ends = failed.compactMap { $0.job?.ended }
        guard let success = succeeded.compactMap({ $0.job?.ended }).max() else {
            return JobBackoff(failures: failures + ends.count, last: [last, ends.max()].compactMap { $0 }.max())
        }
        let since = ends.filter { $0 > success }
        return JobBackoff(failures: since.count, last: since.max())
    }

    func remaining(now: Timestamp) -> Duration {
        guard failures > 0, let last else { return .zero }
        return max(.zero, Self.wait.delay(failures: failures - 1) - (now - last))
    }
}
