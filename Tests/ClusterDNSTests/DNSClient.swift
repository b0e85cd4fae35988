import Glibc

/// A client with plain blocking sockets, each on a thread of its own: nothing of the server's machinery takes part.
enum DNSClient {
    struct Failure: Error { var call: String }

    static func udp(_ port: Int, _ query: [UInt8], patienceMilliseconds: Int = 5000) async throws -> [UInt8] {
        try await onThread {
            let descriptor = try connected(port, SOCK_DGRAM, patienceMilliseconds)
            defer { close(descriptor) }
            guard send(descriptor, query, query.count, 0) == query.count else { throw Failure(call: "send") }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw Failure(call: "recv") }
            return Array(buffer[..<count])
        }
    }

    /// Sends all queries at once on one connection and returns as many answers.
    static func tcp(_ port: Int, _ queries: [[UInt8]]) async throws -> [[UInt8]] {
        try await onThread {
            let descriptor = try connected(port, SOCK_STREAM, 5000)
            defer { close(descriptor) }
            let sent = queries.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0 }
            guard send(descriptor, sent, sent.count, Int32(MSG_NOSIGNAL)) == sent.count else { throw Failure(call: "send") }
            return try queries.map { _ in
                let head = try receive(descriptor, 2)
                return try receive(descriptor, Int(head[0]) << 8 | Int(head[1]))
            }
        }
    }

    /// Sends the parts one by one and returns all that comes until the server closes.
    static func bytes(_ port: Int, _ parts: [[UInt8]]) async throws -> [UInt8] {
        try await onThread {
            let descriptor = try connected(port, SOCK_STREAM, 5000)
            defer { close(descriptor) }
            for part in parts {
                guard send(descriptor, part, part.count, Int32(MSG_NOSIGNAL)) == part.count else { throw Failure(call: "send") }
                usleep(10_000)
            }
            var (all, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
            while true {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                if count <= 0 { return all }
                all += buffer[..<count]
            }
        }
    }

    private static func receive(_ descriptor: Int32, _ count: Int) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        guard recv(descriptor, &buffer, count, Int32(MSG_WAITALL)) == count else { throw Failure(call: "recv") }
        return buffer
    }

    private static func connected(_ port: Int, _ kind: __socket_type, _ patience: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(kind.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket") }
        var limit = timeval(tv_sec: patience / 1000, tv_usec: patience % 1000 * 1000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(port).bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard code == 0 else {
            close(descriptor)
            throw Failure(call: "connect")
        }
        return descriptor
    }

    private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let box = Unmanaged.passRetained(Body { continuation.resume(with: Result { try body() }) })
            var thread = pthread_t()
            let code = pthread_create(
                &thread, nil,
                { argument in
                    if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
                    return nil
                }, box.toOpaque())
            if code == 0 {
                pthread_detach(thread)
            } else {
                box.release()
                continuation.resume(throwing: Failure(call: "pthread_create"))
            }
        }
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
