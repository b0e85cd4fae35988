package import Resources

/// Decides what becomes of an event: a new object, a higher count on an earlier one, or nothing when its source floods.
/// The limits are those of upstream's recorder (client-go `tools/record`). A value; the clock comes in from outside.
package struct EventCorrelator: Sendable {
    package struct Limits: Sendable {
        /// Events that one source may write about one object at once.
        package var burst = 25
        /// Seconds after which one more is allowed.
        package var refillSeconds = 300.0
        /// Different messages with the same reason before they are combined into one event.
        package var similar = 10
        /// Seconds after which similar events are counted afresh.
        package var similarSeconds = 600.0
        /// Seconds between two writes of how often an event happened, once it is known to repeat; 0 writes every time. Upstream's scheduler
        /// waits half an hour (client-go `tools/events`), so that thousands of pods that wait make no writes by waiting.
        package var repeatSeconds = 0.0
        /// Objects and messages that are remembered.
        package var remembered = 4096

        package init() {}
    }

    package enum Plan: Sendable, Hashable {
        case drop
        case create(Event)
        /// The event that was written before happened again.
        case count(Event)
    }

    private struct Bucket { var tokens: Double; var filled: Timestamp }
    private struct Written { var event: Event; var time: Timestamp }
    private struct Similar { var messages: Set<String>; var since: Timestamp }

    private let limits: Limits
    private var buckets: [String: Bucket] = [:]
    private var similar: [String: Similar] = [:]
    private var written: [String: Written] = [:]
    /// Keys of `written` in the order they came, so that the oldest can be forgotten.
    private var order: [String] = []

    package init(limits: Limits = Limits()) { self.limits = limits }

    /// - Parameter event: complete but for its name and count.
    package mutating func plan(_ event: Event, now: Timestamp) -> Plan {
        forgetOldest()
        let object = event.involvedObject
        let subject = [event.source.component, event.source.host, object.kind, object.namespace, object.name, object.uid].joined(
            separator: "|")
        var event = event
        var key = [subject, event.type, event.reason, event.reportingInstance].joined(separator: "|")
        if isOneOfMany(key, event.message, now) {
            event.message = "(combined from similar events): " + event.message
        } else {
            key += "|" + object.fieldPath + "|" + event.message
        }
        if var earlier = written[key] {
            earlier.event.count += 1
            earlier.event.lastTimestamp = now
            earlier.event.message = event.message
            let isTold = earlier.event.count == 2 || now.secondsSince(earlier.time) >= limits.repeatSeconds
            guard isTold, takeToken(subject, now) else {
                written[key] = earlier
                return .drop
            }
            earlier.time = now
            written[key] = earlier
            return .count(earlier.event)
        }
        guard takeToken(subject, now) else { return .drop }
        event.count = 1
        event.firstTimestamp = now
        event.lastTimestamp = now
        event.metadata.name = Self.name(object.name, now)
        written[key] = Written(event: event, time: now)
        order.append(key)
        return .create(event)
    }

    /// The event is gone from the server: the next one like it is made anew.
    package mutating func forget(_ event: Event) {
        for (key, earlier) in written where earlier.event.name == event.name && earlier.event.namespace == event.namespace {
            written[key] = nil
            order.removeAll { $0 == key }
            return
        }
    }

    /// The object's name and the time in nanoseconds, as upstream names events: an object's events are listed in their order.
    static func name(_ object: String, _ now: Timestamp) -> String {
        object + "." + String(UInt64(max(now.seconds, 0)) * 1_000_000_000 + UInt64(now.nanoseconds), radix: 16)
    }

    private mutating func takeToken(_ subject: String, _ now: Timestamp) -> Bool {
        var bucket = buckets[subject] ?? Bucket(tokens: Double(limits.burst), filled: now)
        bucket.tokens = min(Double(limits.burst), bucket.tokens + max(0, now.secondsSince(bucket.filled)) / limits.refillSeconds)
        bucket.filled = now
        defer { buckets[subject] = bucket }
        guard bucket.tokens >= 1 else { return false }
        bucket.tokens -= 1
        return true
    }

    private mutating func isOneOfMany(_ key: String, _ message: String, _ now: Timestamp) -> Bool {
        var record = similar[key] ?? Similar(messages: [], since: now)
        if now.secondsSince(record.since) > limits.similarSeconds { record = Similar(messages: [], since: now) }
        if record.messages.count < limits.similar || record.messages.contains(message) {
            record.messages.insert(message)
            similar[key] = record
            return false
        }
        return true
    }

    private mutating func forgetOldest() {
        if order.count >= limits.remembered { written[order.removeFirst()] = nil }
        if buckets.count >= limits.remembered { buckets = [:] }
        if similar.count >= limits.remembered { similar = [:] }
    }
}
