import Glibc
import Netfilter
import Resources

struct SocketError: Error, CustomStringConvertible {
    var call: String
    var code: Int32
    var description: String { "\(call): errno \(code)" }
}

/// Blocking sockets inside a namespace: opened by a visiting thread, used from one.
enum Sockets {
    /// How long a client waits for an answer.
    static let patienceSeconds = 2

    /// A server that greets every client with its name and the address it sees, until the process or the socket ends.
    static func greet(
        _ name: String, in namespace: String, at address: IPv4Address = IPv4Address(bits: 0), port: UInt16, udp: Bool = false
    ) async throws -> Greeter {
        let descriptor = try await NamespaceVisit.run(in: namespace) { () throws -> Int32 in
            let descriptor = try open(udp: udp)
            try bind(descriptor, address, port)
            if !udp, listen(descriptor, 64) != 0 { throw SocketError(call: "listen", code: errno) }
            return descriptor
        }
        let greeter = Greeter(descriptor: descriptor)
        Task {
            // Ends when the descriptor is shut down.
            try? await NamespaceVisit.run(in: nil) { serve(descriptor, name, udp: udp) }
        }
        return greeter
    }

    /// Dials from inside a namespace and returns what the server said, for example "a 10.244.0.3".
    static func dial(from namespace: String, _ address: String, _ port: UInt16, udp: Bool = false, sourcePort: UInt16? = nil) async throws
        -> String
    {
        try await NamespaceVisit.run(in: namespace) {
            let descriptor = try open(udp: udp)
            defer { close(descriptor) }
            if let sourcePort { try bind(descriptor, IPv4Address(bits: 0), sourcePort) }
            let target = IPv4Address(address) ?? IPv4Address(bits: 0)
            let code = withSocketAddress(target, port) { connect(descriptor, $0, $1) }
            if code != 0 { throw SocketError(call: "connect", code: errno) }
            if udp, send(descriptor, "?", 1, 0) != 1 { throw SocketError(call: "send", code: errno) }
            var buffer = [UInt8](repeating: 0, count: 256)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw SocketError(call: "recv", code: count == 0 ? ECONNRESET : errno) }
            return String(decoding: buffer[..<count], as: UTF8.self)
        }
    }

    private static func open(udp: Bool) throws -> Int32 {
        let kind = udp ? SOCK_DGRAM : SOCK_STREAM
        let descriptor = socket(AF_INET, Int32(kind.rawValue), 0)
        guard descriptor >= 0 else { throw SocketError(call: "socket", code: errno) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        return descriptor
    }

    private static func bind(_ descriptor: Int32, _ address: IPv4Address, _ port: UInt16) throws {
        if withSocketAddress(address, port, { Glibc.bind(descriptor, $0, $1) }) != 0 { throw SocketError(call: "bind", code: errno) }
    }

    private static func withSocketAddress<Value>(
        _ address: IPv4Address, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
    ) -> Value {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = address.bits.bigEndian
        return withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    private static func serve(_ descriptor: Int32, _ name: String, udp: Bool) {
        while true {
            var peer = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let result = withUnsafeMutablePointer(to: &peer) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int in
                    var byte: UInt8 = 0
                    return udp ? recvfrom(descriptor, &byte, 1, 0, address, &length) : Int(accept(descriptor, address, &length))
                }
            }
            if result < 0, errno == EAGAIN || errno == EINTR { continue }
            guard result >= 0, length > 0 else { return }
            let text = "\(name) \(IPv4Address(bits: UInt32(bigEndian: peer.sin_addr.s_addr)))"
            if udp {
                _ = withUnsafePointer(to: &peer) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { sendto(descriptor, text, text.utf8.count, 0, $0, length) }
                }
            } else {
                _ = send(Int32(result), text, text.utf8.count, Int32(MSG_NOSIGNAL))
                close(Int32(result))
            }
        }
    }
}

/// Ends its server when it goes.
final class Greeter: Sendable {
    private let descriptor: Int32
    init(descriptor: Int32) { self.descriptor = descriptor }
    /// Shutting down wakes the serving thread of a stream socket; a datagram socket is noticed by its next time limit.
    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }
}
