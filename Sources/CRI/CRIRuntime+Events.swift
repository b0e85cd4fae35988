import GRPCCore
import GRPCProtobuf
import Logging
import SwiftProtobuf

/// Where a runtime tells what happens to its containers.
package enum RuntimeEventSource: Sendable {
    /// containerd's own event service on the same socket: every containerd has it, `GetContainerEvents` only since 1.7.
    case containerd
    /// The interface's `GetContainerEvents`.
    case interface
}

extension CRIRuntime {
    /// Pause before the event stream is opened again after it broke.
    static let eventReconnectDelay = Duration.milliseconds(200)
    /// Pause between the first and the second look at everything after a subscription.
    static let secondLookDelay = Duration.seconds(1)
    /// Events kept for a reader that lags; beyond it the oldest are dropped and a resynchronization follows from the next relist.
    static let eventBufferLimit = 8192

    package func events() -> AsyncStream<RuntimeEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: RuntimeEvent.self, bufferingPolicy: .bufferingNewest(Self.eventBufferLimit))
        let task = Task { [self] in
            while !Task.isCancelled {
                do {
                    switch eventSource {
                    case .containerd: try await readContainerdEvents(continuation)
                    case .interface: try await readInterfaceEvents(continuation)
                    }
                } catch {
                    if !Task.isCancelled { logger.warning("runtime event stream broke", metadata: ["error": "\(error)"]) }
                }
                try? await Task.sleep(for: Self.eventReconnectDelay)
            }
            continuation.finish()
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }

    private func readContainerdEvents(_ continuation: AsyncStream<RuntimeEvent>.Continuation) async throws {
        var request = Containerd_Services_Events_V1_SubscribeRequest()
        request.filters = ["exit", "start", "oom"].map { "namespace==k8s.io,topic==\"/tasks/\($0)\"" }
        try await subscribe(
            Containerd_Services_Events_V1_Events.Method.Subscribe.descriptor, request,
            returning: Containerd_Services_Events_V1_Envelope.self, continuation
        ) { RuntimeEvent($0) }
    }

    private func readInterfaceEvents(_ continuation: AsyncStream<RuntimeEvent>.Continuation) async throws {
        try await subscribe(
            Runtime_V1_RuntimeService.Method.GetContainerEvents.descriptor, Runtime_V1_GetEventsRequest(),
            returning: Runtime_V1_ContainerEventResponse.self, continuation
        ) { event in
            switch event.containerEventType {
            case .containerStartedEvent: RuntimeEvent(.started, id: event.containerID)
            case .containerStoppedEvent:
                RuntimeEvent(
                    .exited(code: event.containersStatuses.first { $0.id == event.containerID }?.exitCode ?? 0), id: event.containerID)
            default: nil
            }
        }
    }

    private func subscribe<Request: Message, Response: Message>(
        _ method: MethodDescriptor, _ request: Request, returning: Response.Type,
        _ continuation: AsyncStream<RuntimeEvent>.Continuation, _ event: @Sendable @escaping (Response) -> RuntimeEvent?
    ) async throws {
        var options = CallOptions.defaults
        options.waitForReady = true
        let client = try connections.makeClient()
        let connection = Task { try? await client.runConnections() }
        let announcement = Task { await announce(client, continuation) }
        defer {
            announcement.cancel()
            client.beginGracefulShutdown()
            connection.cancel()
        }
        do {
            try await client.serverStreaming(
                request: ClientRequest(message: request), descriptor: method, serializer: ProtobufSerializer<Request>(),
                deserializer: ProtobufDeserializer<Response>(), options: options
            ) { response in
                // By now the runtime surely has noted the subscription.
                continuation.yield(RuntimeEvent(.resynchronize))
                for try await message in response.messages {
                    if let event = event(message) { continuation.yield(event) }
                }
            }
        } catch let error as RPCError {
            throw RuntimeError(error)
        }
    }

    /// Has everything looked at again once the runtime can be reached: what happened while nobody listened is not told.
    ///
    /// A Go server answers a subscription with nothing at all before the first event, so the answer to another call on the same connection
    /// stands for it; the second look is for what happened just before the subscription was noted.
    private func announce(_ client: RuntimeConnections.Client, _ continuation: AsyncStream<RuntimeEvent>.Continuation) async {
        var options = CallOptions.defaults
        options.timeout = Self.shortTimeout
        options.waitForReady = true
        while !Task.isCancelled {
            let answer = try? await client.unary(
                request: ClientRequest(message: Runtime_V1_VersionRequest()),
                descriptor: Runtime_V1_RuntimeService.Method.Version.descriptor,
                serializer: ProtobufSerializer<Runtime_V1_VersionRequest>(),
                deserializer: ProtobufDeserializer<Runtime_V1_VersionResponse>(), options: options
            ) { try $0.message }
            if answer != nil { break }
            try? await Task.sleep(for: Self.eventReconnectDelay)
        }
        if !Task.isCancelled { continuation.yield(RuntimeEvent(.resynchronize)) }
        try? await Task.sleep(for: Self.secondLookDelay)
        if !Task.isCancelled { continuation.yield(RuntimeEvent(.resynchronize)) }
    }
}

extension RuntimeEvent {
    /// Nil for events about a process that was executed into a container, and for payloads that cannot be read.
    init?(_ envelope: Containerd_Services_Events_V1_Envelope) {
        switch envelope.topic {
        case "/tasks/exit":
            guard let exit = try? Containerd_Services_Events_V1_TaskExit(serializedBytes: envelope.event.value),
                exit.id.isEmpty || exit.id == exit.containerID
            else { return nil }
            self.init(.exited(code: Int32(truncatingIfNeeded: exit.exitStatus)), id: exit.containerID)
        case "/tasks/start", "/tasks/oom":
            guard let named = try? Containerd_Services_Events_V1_TaskNamed(serializedBytes: envelope.event.value) else { return nil }
            self.init(envelope.topic == "/tasks/start" ? .started : .outOfMemory, id: named.containerID)
        default:
            return nil
        }
    }
}
