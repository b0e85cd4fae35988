internal import Document
package import Logging
package import Resources
internal import ServiceLifecycle
import Synchronization

/// Tells users what happened to an object, as core/v1 Events. Recording never waits: events go through a bounded buffer, and
/// are given up when the server refuses them.
package final class EventRecorder: ServiceLifecycle.Service {
    package enum Kind: String, Sendable {
        case normal = "Normal"
        case warning = "Warning"
    }

    /// Events that may wait to be written, where nothing else is said; the newest are dropped beyond that. As many wait in upstream's
    /// recorder (client-go `tools/record`).
    package static let bufferLimit = 1000
    /// Events that are written at the same time, so that a store with commits in common has few of them.
    private static let batchLimit = 32
    /// Attempts to write one event while the server cannot be reached.
    static let attempts = 4

    private let client: any APIClient
    private let component: String
    private let host: String
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let time: TimeSource
    private let limits: EventCorrelator.Limits
    private let bufferLimit: Int
    private struct Buffer {
        var events: [Event] = []
        /// Since the last batch was taken.
        var dropped = 0
    }
    private let waiting = Mutex(Buffer())
    private let (wakes, waker) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    /// - Parameters:
    ///   - component: who tells, such as `kubelet` or `default-scheduler`.
    ///   - host: the node it tells from, if any.
    ///   - bufferLimit: events that may wait to be written.
    package init(
        client: any APIClient, component: String, host: String = "", limits: EventCorrelator.Limits = .init(),
        bufferLimit: Int = EventRecorder.bufferLimit, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = { Timestamp.now() }, time: TimeSource = .system
    ) {
        self.client = client
        self.component = component
        self.host = host
        self.limits = limits
        self.bufferLimit = bufferLimit
        self.logger = logger
        self.now = now
        self.time = time
    }

    /// - Parameters:
    ///   - reason: one word in CamelCase.
    ///   - message: a sentence for people.
    package func record(_ object: ObjectReference, _ kind: Kind, reason: String, message: String) {
        var event = Event(name: "", namespace: object.namespace.isEmpty ? "default" : object.namespace)
        event.involvedObject = object
        event.reason = reason
        event.message = message
        event.source.component = component
        event.source.host = host
        event.type = kind.rawValue
        event.reportingComponent = component
        event.reportingInstance = host
        waiting.withLock { waiting in
            if waiting.events.count < bufferLimit { waiting.events.append(event) } else { waiting.dropped += 1 }
        }
        waker.yield()
    }

    package func record(_ object: some Resource, _ kind: Kind, reason: String, message: String) {
        record(object.reference, kind, reason: reason, message: message)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var correlator = EventCorrelator(limits: self.limits)
            for await _ in self.wakes {
                while case let batch = self.nextBatch(), !batch.isEmpty { await self.write(batch, &correlator) }
            }
        }
    }

    private func nextBatch() -> [Event] {
        let (batch, dropped) = waiting.withLock { waiting in
            let batch = Array(waiting.events.prefix(Self.batchLimit))
            waiting.events.removeFirst(batch.count)
            defer { waiting.dropped = 0 }
            return (batch, waiting.dropped)
        }
        if dropped > 0 { logger.warning("too many events wait to be written; some were dropped", metadata: ["dropped": "\(dropped)"]) }
        return batch
    }

    /// New events together, then the counts of those that were there before.
    private func write(_ batch: [Event], _ correlator: inout EventCorrelator) async {
        var created: [Event] = []
        var counted: [Event] = []
        for event in batch {
            switch correlator.plan(event, now: now()) {
            case .drop: continue
            case .create(let event): created.append(event)
            case .count(let event):
                counted.removeAll { $0.name == event.name && $0.namespace == event.namespace }
                counted.append(event)
            }
        }
        await withDiscardingTaskGroup { group in for event in created { group.addTask { await self.create(event) } } }
        for event in counted where await !count(event) {
            correlator.forget(event)
            await create(event)
        }
    }

    private func create(_ event: Event) async {
        await attempt(event) {
            do {
                try await client.createOnly(event)
            } catch let error as APIError where error.isAlreadyExists {
                return
            }
        }
    }

    /// - Returns: false when the event has gone from the server.
    private func count(_ event: Event) async -> Bool {
        var exists = true
        await attempt(event) {
            do {
                let changes: JSON = [
                    "count": .int(Int64(event.count)), "lastTimestamp": JSON(event.lastTimestamp?.description),
                    "message": .string(event.message),
                ]
                try await client.patchOnly(Event.self, namespace: event.namespace, name: event.name, .merge(changes))
            } catch let error as APIError where error.isNotFound {
                exists = false
            }
        }
        return exists
    }

    private func attempt(_ event: Event, _ body: () async throws -> Void) async {
        for failures in 0..<Self.attempts {
            do {
                return try await body()
            } catch let error as APIError where error.code < 500 && error.code != 429 {
                logger.debug("an event was refused", metadata: ["reason": "\(event.reason)", "error": "\(error)"])
                return
            } catch {
                if Task.isCancelled { return }
                logger.debug("an event could not be written", metadata: ["reason": "\(event.reason)", "error": "\(error)"])
                try? await time.sleep(Backoff.watch.jittered(failures: failures))
            }
        }
    }
}
