import GRPCCore
import Logging
import Synchronization

/// Follows all that is written to an etcd, by whomever, for as long as it runs: hands the events over in order, and begins where it was
/// when the connection breaks.
///
/// It watches every key and not only the cluster's own. So each revision comes with an event, and it is known without asking when everything
/// up to a revision has been told; progress that is asked for may overtake events before etcd 3.4.25 and 3.5.8.
struct EtcdFeed: Sendable {
    /// The pause before the stream is opened again after it broke, and the longest after it broke again and again.
    static let reconnectPause = Duration.milliseconds(50)
    static let maximumReconnectPause = Duration.seconds(1)
    /// A watcher on a member without a leader is told so instead of waiting for what may never come (etcd's client metadata).
    private static let metadata: Metadata = ["hasleader": "true"]

    let client: EtcdClient
    let logger: Logger
    /// The last revision that was told.
    let told: @Sendable () -> UInt64
    /// Events of whole revisions, and the last of these.
    let deliver: @Sendable ([EtcdWatch.Event], UInt64) -> Void
    /// Some events will never be told, since history has gone on too far or the store is another one; what is now is of this revision.
    let restart: @Sendable (UInt64) -> Void
    /// Whether the stream stands, or why not.
    let report: @Sendable (StorageError?) -> Void

    private enum Interruption: Error {
        case compacted
        case canceled(String)
        case ended
    }

    func run() async {
        var pause = Self.reconnectPause
        while !Task.isCancelled {
            let before = told()
            let (endpoint, index) = client.current
            do {
                // Whether the store is still the one that was followed: it cannot be behind what it has told.
                let now = try await client.call(EtcdRange(key: [0])).header.revision
                if now < before { restart(now) }
                try await watch(endpoint)
            } catch Interruption.compacted {
                await beginAnew()
            } catch {
                if Task.isCancelled { return }
                report(.unavailable("\(endpoint.address): \(error)"))
                logger.warning("etcd's events are interrupted", metadata: ["endpoint": "\(endpoint.address)", "error": "\(error)"])
                client.avoid(index)
            }
            pause = told() == before ? min(pause * 2, Self.maximumReconnectPause) : Self.reconnectPause
            try? await Task.sleep(for: pause)
        }
    }

    private func beginAnew() async {
        guard let answer = try? await client.call(EtcdRange(key: [0])) else { return }
        logger.error("etcd has forgotten changes that were not told yet; everything is read anew", metadata: ["told": "\(told())"])
        restart(answer.header.revision)
    }

    /// Returns only by throwing.
    private func watch(_ endpoint: EtcdEndpoint) async throws {
        let (held, hold) = AsyncStream.makeStream(of: Void.self)
        defer { hold.finish() }
        let start = told() + 1
        let request = StreamingClientRequest(of: EtcdWatch.self, metadata: Self.metadata) { writer in
            try await writer.write(EtcdWatch(startRevision: start))
            // Ending the requests would end the answers.
            for await _ in held {}
        }
        var options = CallOptions.defaults
        options.maxResponseMessageBytes = EtcdClient.maximumResponseBytes
        try await endpoint.client().bidirectionalStreaming(
            request: request, descriptor: EtcdWatch.method, serializer: EtcdSerializer<EtcdWatch>(),
            deserializer: EtcdDeserializer<EtcdWatch.Response>(), options: options
        ) { response -> Void in
            defer { hold.finish() }
            var fragments: [EtcdWatch.Event] = []
            for try await message in response.messages { try take(message, &fragments) }
            throw Interruption.ended
        }
    }

    private func take(_ message: EtcdWatch.Response, _ fragments: inout [EtcdWatch.Event]) throws {
        if message.isCreated { report(nil) }
        if message.isCanceled {
            throw message.compactRevision > 0 ? Interruption.compacted : Interruption.canceled(message.cancelReason)
        }
        fragments += message.events
        if message.isFragment { return }
        if let last = fragments.last {
            deliver(fragments, last.current.modRevision)
            fragments = []
        } else if !message.isCreated {
            // Word that nothing has happened up to here.
            deliver([], message.header.revision)
        }
    }
}
