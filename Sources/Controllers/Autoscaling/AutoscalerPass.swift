internal import Client
internal import Document
internal import Resources

/// One look at an autoscaler: what was found, what is said about it, and the status that comes of it.
struct AutoscalerPass: Sendable {
    private(set) var autoscaler: HorizontalPodAutoscaler
    let now: Timestamp
    /// Replicas wished for when the look began.
    var current = 0
    /// Entries of `status.currentMetrics`; nil when no metric was asked for.
    var metrics: [JSON]?
    /// Why there shall be more or fewer.
    var rescaleReason = ""
    private(set) var events: [(kind: EventRecorder.Kind, reason: String, message: String)] = []

    init(_ autoscaler: HorizontalPodAutoscaler, now: Timestamp) {
        self.autoscaler = autoscaler
        self.now = now
    }

    mutating func tell(_ kind: EventRecorder.Kind, _ reason: String, _ message: String) { events.append((kind, reason, message)) }

    mutating func set(_ type: String, _ status: Condition.Status, _ reason: String, _ message: String) {
        var conditions = autoscaler.status.conditions
        conditions.set(Condition(type: type, status: status, reason: reason, message: message), now: now)
        autoscaler.status.conditions = conditions
    }

    mutating func cannotScale(reason: String, event: Bool, _ what: String, _ error: any Error) {
        let why = (error as? APIError)?.message ?? "\(error)"
        if event { tell(.warning, reason, why) }
        set("AbleToScale", .isFalse, reason, "the HPA controller was \(what): \(why)")
    }

    mutating func failedRescale(_ desired: Int, _ error: any Error) {
        let why = (error as? APIError)?.message ?? "\(error)"
        tell(.warning, "FailedRescale", "New size: \(desired); reason: \(rescaleReason); error: \(why)")
        cannotScale(reason: "FailedUpdateScale", event: false, "unable to update the target scale", error)
        finish(desired: nil, rescaled: false)
    }

    mutating func rescaled(_ desired: Int) {
        set("AbleToScale", .isTrue, "SucceededRescale", "the HPA controller was able to update the target scale to \(desired)")
        tell(.normal, "SuccessfulRescale", "New size: \(desired); reason: \(rescaleReason)")
    }

    /// - Parameter desired: nil leaves what was desired before.
    mutating func finish(desired: Int?, rescaled: Bool) {
        var status = JSON.null
        let old = autoscaler.status
        if let time = rescaled ? now.wholeSeconds : old.lastScaleTime { status["lastScaleTime"] = .string(time.description) }
        status["currentReplicas"] = .int(Int64(current))
        status["desiredReplicas"] = .int(Int64(desired ?? old.desiredReplicas))
        if let metrics, !metrics.isEmpty { status["currentMetrics"] = .array(metrics) }
        status["conditions"] = .array(old.conditions.map(\.json))
        autoscaler.status = HorizontalPodAutoscalerStatus(status)
    }
}
