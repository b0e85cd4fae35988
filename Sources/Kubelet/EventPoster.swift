import Client
import Document
import Logging
import Resources
import Synchronization

/// Writes events to the API in the background; the same event again raises its count.
///
/// Events are hints for people: when they come faster than they can be written, the oldest waiting ones are dropped.
final class EventPoster: EventSink {
    /// Events that may wait to be written.
    static let queueLimit = 1_000
    /// Events remembered for counting.
    static let memoryLimit = 4_096
    /// Seconds within which the same event is counted rather than told anew.
    static let memorySeconds = 600.0

    private struct Fact: Sendable, Hashable {
        var object: ObjectReference
        var warning: Bool
        var reason: String
        var message: String
    }
    private struct Written {
        var name: String
        var namespace: String
        var count: Int
        var last: Timestamp
    }

    private let client: any APIClient
    private let host: String
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let facts: AsyncStream<(Fact, Timestamp)>
    private let inbox: AsyncStream<(Fact, Timestamp)>.Continuation
    private let sequence = Atomic<UInt64>(0)

    init(client: any APIClient, host: String, now: @escaping @Sendable () -> Timestamp, logger: Logger) {
        (self.client, self.host, self.now, self.logger) = (client, host, now, logger)
        (facts, inbox) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.queueLimit))
    }

    func record(_ object: ObjectReference, warning: Bool, reason: String, message: String) {
        var object = object
        object.resourceVersion = ""
        inbox.yield((Fact(object: object, warning: warning, reason: reason, message: message), now()))
    }

    func run() async {
        var memory: [Fact: Written] = [:]
        for await (fact, time) in facts {
            if Task.isCancelled { return }
            do {
                if let known = memory[fact], time.secondsSince(known.last) < Self.memorySeconds {
                    memory[fact] = try await repeated(known, time)
                } else {
                    if memory.count >= Self.memoryLimit { memory.removeAll() }
                    memory[fact] = try await create(fact, time)
                }
            } catch {
                memory[fact] = nil
                logger.debug("could not write an event", metadata: ["reason": "\(fact.reason)", "error": "\(error)"])
            }
        }
    }

    private func create(_ fact: Fact, _ time: Timestamp) async throws -> Written {
        let nanoseconds = UInt64(bitPattern: time.seconds) &* 1_000_000_000 &+ UInt64(time.nanoseconds)
        let number = nanoseconds &+ sequence.wrappingAdd(1, ordering: .relaxed).oldValue
        let namespace = fact.object.namespace.isEmpty ? "default" : fact.object.namespace
        var event = Event(name: "\(fact.object.name).\(String(number, radix: 16))", namespace: namespace)
        event.involvedObject = fact.object
        event.reason = fact.reason
        event.message = String(fact.message.prefix(1024))
        event.json["source"] = ["component": "kubelet", "host": .string(host)]
        event.firstTimestamp = time.wholeSeconds
        event.lastTimestamp = time.wholeSeconds
        event.count = 1
        event.type = fact.warning ? "Warning" : "Normal"
        event.reportingComponent = "kubelet"
        event.reportingInstance = host
        try await client.create(event)
        return Written(name: event.name, namespace: namespace, count: 1, last: time)
    }

    private func repeated(_ known: Written, _ time: Timestamp) async throws -> Written {
        var next = known
        next.count += 1
        next.last = time
        let change: JSON = ["count": .int(Int64(next.count)), "lastTimestamp": .string(time.description)]
        try await client.patchDocument(.events, namespace: known.namespace, name: known.name, .merge(change))
        return next
    }
}
