import GRPCCore
import GRPCNIOTransportHTTP2Posix

/// Asks a container whether it serves, by the standard gRPC health service (grpc.health.v1), without transport security as probes do.
package enum HealthCheck {
    /// The answer's words; `SERVING` is the good one.
    package enum Status: Int, Sendable {
        case unknown = 0
        case serving = 1
        case notServing = 2
        case serviceUnknown = 3

        package var name: String {
            switch self {
            case .unknown: "UNKNOWN"
            case .serving: "SERVING"
            case .notServing: "NOT_SERVING"
            case .serviceUnknown: "SERVICE_UNKNOWN"
            }
        }
    }

    /// - Parameter service: which of the server's services is meant; empty for the server as a whole.
    package static func ask(address: String, port: Int, service: String, timeout: Duration) async throws -> Status {
        do {
            let transport = try HTTP2ClientTransport.Posix(target: .ipv4(address: address, port: port), transportSecurity: .plaintext)
            return try await withGRPCClient(transport: transport) { client in
                var options = CallOptions.defaults
                options.timeout = timeout
                options.waitForReady = false
                return try await client.unary(
                    request: ClientRequest(message: service),
                    descriptor: MethodDescriptor(fullyQualifiedService: "grpc.health.v1.Health", method: "Check"),
                    serializer: RequestWriter(), deserializer: AnswerReader(), options: options
                ) { try $0.message }
            }
        } catch let error as RPCError {
            throw RuntimeError(error)
        }
    }

    /// HealthCheckRequest has the service's name as field 1.
    private struct RequestWriter: MessageSerializer {
        func serialize<Bytes: GRPCContiguousBytes>(_ service: String) throws -> Bytes {
            guard !service.isEmpty else { return Bytes([UInt8]()) }
            var bytes: [UInt8] = [0x0A]
            var length = service.utf8.count
            while length >= 0x80 {
                bytes.append(UInt8(length & 0x7F) | 0x80)
                length >>= 7
            }
            return Bytes(bytes + [UInt8(length)] + Array(service.utf8))
        }
    }

    /// HealthCheckResponse has the status as field 1; zero is left out on the wire.
    private struct AnswerReader: MessageDeserializer {
        func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> Status {
            let message = bytes.withUnsafeBytes { Array($0) }
            guard message.count >= 2, message[0] == 0x08 else { return .unknown }
            return Status(rawValue: Int(message[1])) ?? .unknown
        }
    }
}
