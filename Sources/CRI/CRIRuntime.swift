import GRPCCore
import GRPCNIOTransportHTTP2Posix
import GRPCProtobuf
import Logging
import SwiftProtobuf

/// A container runtime reached over gRPC at a Unix socket.
///
/// `run()` keeps the connection; calls made before it runs wait for the connection.
package final class CRIRuntime: ContainerRuntime {
    /// How long a call that does no long work may take.
    static let shortTimeout = Duration.seconds(30)
    /// How long a sandbox or container may take to be made or stopped, beyond its own grace period.
    static let longTimeout = Duration.seconds(240)
    /// How long a pull may take; large images come over slow lines.
    static let pullTimeout = Duration.seconds(3600)
    /// The largest answer taken from a runtime, bytes. A list of thousands of containers is a few MiB.
    static let maximumResponseBytes = 32 << 20

    let client: GRPCClient<HTTP2ClientTransport.Posix>
    let logger: Logger
    /// Nodes with containerd have its event stream; other runtimes have the interface's own.
    let eventSource: RuntimeEventSource

    package init(socketPath: String, eventSource: RuntimeEventSource = .containerd, logger: Logger) throws {
        let transport = try HTTP2ClientTransport.Posix(
            // Go's server refuses a socket path as authority.
            target: .unixDomainSocket(path: socketPath, authority: "localhost"), transportSecurity: .plaintext)
        client = GRPCClient(transport: transport)
        self.eventSource = eventSource
        self.logger = logger
    }

    /// Keeps the connection until the task is cancelled.
    package func run() async throws {
        try await withTaskCancellationHandler {
            try await client.runConnections()
        } onCancel: {
            client.beginGracefulShutdown()
        }
    }

    func call<Request: Message, Response: Message>(
        _ method: MethodDescriptor, _ request: Request, timeout: Duration = shortTimeout, returning: Response.Type = Response.self
    ) async throws -> Response {
        var options = CallOptions.defaults
        options.timeout = timeout
        options.waitForReady = true
        options.maxResponseMessageBytes = Self.maximumResponseBytes
        do {
            return try await client.unary(
                request: ClientRequest(message: request), descriptor: method, serializer: ProtobufSerializer<Request>(),
                deserializer: ProtobufDeserializer<Response>(), options: options
            ) { try $0.message }
        } catch let error as RPCError {
            throw RuntimeError(error)
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
            default: .unknown
            }
        self.init(code, error.message)
    }
}
