import GRPCCore
import GRPCProtobuf
import Logging
import SwiftProtobuf

/// A container runtime reached over gRPC at a Unix socket.
///
/// Connections are made when calls need them, and made again when they break; the event stream has one of its own. `run()` gives those of
/// calls up when its task is cancelled; a later call would make a new one.
package final class CRIRuntime: ContainerRuntime {
    /// How long a call that does no long work may take.
    static let shortTimeout = Duration.seconds(30)
    /// How long a sandbox or container may take to be made or stopped, beyond its own grace period.
    static let longTimeout = Duration.seconds(240)
    /// How long a pull may take; large images come over slow lines.
    static let pullTimeout = Duration.seconds(3600)
    /// The largest answer taken from a runtime, bytes. A list of thousands of containers is a few MiB.
    static let maximumResponseBytes = 32 << 20

    let connections: RuntimeConnections
    let logger: Logger
    /// Nodes with containerd have its event stream; other runtimes have the interface's own.
    let eventSource: RuntimeEventSource

    package init(socketPath: String, eventSource: RuntimeEventSource = .containerd, logger: Logger) throws {
        connections = RuntimeConnections(socketPath: socketPath, logger: logger)
        self.eventSource = eventSource
        self.logger = logger
    }

    /// Returns when the task is cancelled, having given up the connection.
    package func run() async throws {
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(86_400)) }
        connections.close()
    }

    /// Calls that may be made twice without doing more than once. A connection may break while an answer is on its way.
    private static let repeatable: Set = [
        "Version", "Status", "PodSandboxStatus", "ListPodSandbox", "StopPodSandbox", "RemovePodSandbox", "ContainerStatus",
        "ListContainers",
        "StopContainer", "RemoveContainer", "ListContainerStats", "ListImages", "ImageStatus", "RemoveImage", "ImageFsInfo",
    ]
    /// The pause before a call is made again.
    private static let repeatDelay = Duration.milliseconds(50)

    func call<Request: Message, Response: Message>(
        _ method: MethodDescriptor, _ request: Request, timeout: Duration = shortTimeout, returning: Response.Type = Response.self
    ) async throws -> Response {
        do {
            return try await callOnce(method, request, timeout: timeout, returning: returning)
        } catch let error as RuntimeError where error.code == .unavailable && Self.repeatable.contains(method.method) {
            try await Task.sleep(for: Self.repeatDelay)
            return try await callOnce(method, request, timeout: timeout, returning: returning)
        }
    }

    private func callOnce<Request: Message, Response: Message>(
        _ method: MethodDescriptor, _ request: Request, timeout: Duration, returning: Response.Type
    ) async throws -> Response {
        var options = CallOptions.defaults
        options.timeout = timeout
        options.waitForReady = true
        options.maxResponseMessageBytes = Self.maximumResponseBytes
        do {
            return try await connections.withClient { client in
                try await client.unary(
                    request: ClientRequest(message: request), descriptor: method, serializer: ProtobufSerializer<Request>(),
                    deserializer: ProtobufDeserializer<Response>(), options: options
                ) { try $0.message }
            }
        } catch let error as RPCError {
            throw RuntimeError(error)
        } catch let error as RuntimeError {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            throw RuntimeError(.unavailable, "\(error)")
        }
    }

    /// As `call`, for calls whose aim is reached when the object is not there.
    func callIgnoringMissing<Request: Message, Response: Message>(
        _ method: MethodDescriptor, _ request: Request, timeout: Duration, returning: Response.Type
    ) async throws {
        do {
            _ = try await call(method, request, timeout: timeout, returning: returning)
        } catch let error as RuntimeError where error.code == .notFound {
            return
        }
    }
}

extension RuntimeError {
    init(_ error: RPCError) {
        let code: Code =
            switch error.code {
            case .cancelled: .cancelled
            case .invalidArgument: .invalidArgument
            case .deadlineExceeded: .deadlineExceeded
            case .notFound: .notFound
            case .alreadyExists: .alreadyExists
            case .permissionDenied: .permissionDenied
            case .resourceExhausted: .resourceExhausted
            case .failedPrecondition: .failedPrecondition
            case .aborted: .aborted
            case .outOfRange: .outOfRange
            case .unimplemented: .unimplemented
            case .internalError: .internalError
            case .unavailable: .unavailable
            case .dataLoss: .dataLoss
            case .unauthenticated: .unauthenticated
            // What the transport throws, and not the runtime, comes with its cause: the connection broke.
            case .unknown where error.cause != nil: .unavailable
            default: .unknown
            }
        self.init(code, error.message)
    }
}
