internal import Document
package import Logging
package import Resources
internal import ServiceLifecycle

/// Tells users what happened to an object, as core/v1 Events. Recording never waits: events go through a bounded buffer, and
/// are given up when the server refuses them.
package final class EventRecorder: ServiceLifecycle.Service {
    package enum Kind: String, Sendable {
        case normal = "Normal"
        case warning = "Warning"
    }

    /// Events that may wait to be written; the newest are dropped beyond that.
    package static let bufferLimit = 1000
    /// Attempts to write one event while the server cannot be reached.
    static let attempts = 4

    private let client: any APIClient
    private let component: String
    private let host: String
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let time: TimeSource
    private let limits: EventCorrelator.Limits
    private let stream: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation

    /// - Parameters:
    ///   - component: who tells, such as `kubelet` or `default-scheduler`.
    ///   - host: the node it tells from, if any.
    package init(
        client: any APIClient, component: String, host: String = "", limits: EventCorrelator.Limits = .init(), logger: Logger,
        now: @escaping @Sendable () -> Timestamp = { Timestamp.now() }, time: TimeSource = .system
    ) {
        self.client = client
        self.component = component
        self.host = host
        self.limits = limits
        self.logger = logger
        self.now = now
        self.time = time
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.bufferLimit))
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
        continuation.yield(event)
    }

    package func record(_ object: some Resource, _ kind: Kind, reason: String, message: String) {
        record(object.reference, kind, reason: reason, message: message)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var correlator = EventCorrelator(limits: self.limits)
            for await event in self.stream {
                switch correlator.plan(event, now: self.now()) {
                case .drop: continue
                case .create(let event):
                    guard await !self.create(event), let earlier = await self.existing(event) else { continue }
                    _ = await self.count(correlator.resume(event, from: earlier))
                case .count(let event):
                    if await !self.count(event) {
                        correlator.forget(event)
                        await self.create(event)
                    }
                }
            }
        }
    }

    /// - Returns: false when there is such an event already.
    @discardableResult
    private func create(_ event: Event) async -> Bool {
        var isNew = true
        await attempt(event) {
            do {
                try await client.create(event)
            } catch let error as APIError where error.isAlreadyExists {
                isNew = false
            }
        }
        return isNew
    }

    /// As the server has it, having happened again now; nil when it has it no more. By a patch, because those who may write events need
    /// not be allowed to read them.
    private func existing(_ event: Event) async -> Event? {
        var found: Event?
        await attempt(event) {
            let changes: JSON = ["lastTimestamp": JSON(event.lastTimestamp?.description)]
            found = try await client.patch(Event.self, namespace: event.namespace, name: event.name, .merge(changes))
        }
        return found
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
                try await client.patch(Event.self, namespace: event.namespace, name: event.name, .merge(changes))
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
