#if canImport(Glibc)
    import Glibc
#endif

/// Answers every HTTP request with one line, in the network it was started in, until it is ended or whoever started it has gone.
package final class ProbeServer {
    /// Seconds that a client may take to say what it wants.
    private static let patience = 2
    private static let backlog: Int32 = 16

    private let descriptor: Int32
    private let answer: [UInt8]

    /// Nil when the port cannot be had.
    package init?(port: Int, text: String) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        answer = Array(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: \(text.utf8.count + 1)\r\nConnection: close\r\n\r\n\(text)\n"
                .utf8)
        guard descriptor >= 0 else { return nil }
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = in_port_t(UInt16(clamping: port)).bigEndian
        let bound = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(descriptor, Self.backlog) == 0 else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The port it listens at.
    package var port: Int? {
        var own = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let named = withUnsafeMutablePointer(to: &own) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return named == 0 ? Int(UInt16(bigEndian: own.sin_port)) : nil
    }

    /// Serves for as long as the process that started this one lives.
    package func run() {
        let parent = getppid()
        while getppid() == parent {
            var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&poller, 1, 1000) > 0 { serveOne() }
        }
    }

    /// Answers the next client.
    package func serveOne() {
        let client = accept(descriptor, nil, nil)
        guard client >= 0 else { return }
        defer { close(client) }
        var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
        setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var request = [UInt8](repeating: 0, count: 4096)
        // A probe that only connects says nothing.
        guard recv(client, &request, request.count, 0) > 0 else { return }
        _ = send(client, answer, answer.count, Int32(MSG_NOSIGNAL))
    }
}
