import DNSWire

#if canImport(Glibc)
    import Glibc
#endif

/// One try of a link, from where this process is: a connection, a page, a name. It blocks for no longer than its limit.
package enum NetworkProbe: Sendable, Hashable {
    case connect(address: String, port: Int)
    /// The page at `/` of an HTTP server that is asked for by a host's name.
    case fetch(address: String, port: Int, host: String)
    /// The address of a name, asked of a server by UDP or TCP.
    case resolve(name: String, server: String, port: Int, overTCP: Bool)

    package enum Outcome: Sendable, Hashable {
        /// What came back: the first line of a page, the addresses of a name, nothing for a connection alone.
        case answered(String)
        case refused
        case silent
        /// Anything else, in words.
        case failed(String)

        /// One line, as a probe in another network hands it back.
        package var line: String {
            switch self {
            case .answered(let text): "answered " + text
            case .refused: "refused"
            case .silent: "silent"
            case .failed(let text): "failed " + text
            }
        }

        package init(line: String) {
            let word = line.prefix { $0 != " " }
            let rest = String(line.dropFirst(word.count + 1))
            switch word {
            case "answered": self = .answered(rest)
            case "refused": self = .refused
            case "silent": self = .silent
            case "failed": self = .failed(rest)
            default: self = .failed(line.isEmpty ? "the probe said nothing" : line)
            }
        }
    }

    /// Milliseconds until silence is taken for an answer.
    package static let limitMilliseconds: Int32 = 2000
    /// Bytes of an answer that are read.
    private static let answerLimit = 16 * 1024

    /// The words a probe is handed to another process with.
    package var words: [String] {
        switch self {
        case .connect(let address, let port): ["connect", address, String(port)]
        case .fetch(let address, let port, let host): ["fetch", address, String(port), host]
        case .resolve(let name, let server, let port, let overTCP): ["resolve", name, server, String(port), overTCP ? "tcp" : "udp"]
        }
    }

    package init?(words: [String]) {
        switch (words.first, words.count) {
        case ("connect", 3): if let port = Int(words[2]) { self = .connect(address: words[1], port: port) } else { return nil }
        case ("fetch", 4): if let port = Int(words[2]) { self = .fetch(address: words[1], port: port, host: words[3]) } else { return nil }
        case ("resolve", 5):
            guard let port = Int(words[3]) else { return nil }
            self = .resolve(name: words[1], server: words[2], port: port, overTCP: words[4] == "tcp")
        default: return nil
        }
    }

    package func run() -> Outcome {
        do throws(ProbeFailure) {
            switch self {
            case .connect(let address, let port):
                _ = try ProbeSocket(address: address, port: port)
                return .answered("")
            case .fetch(let address, let port, let host):
                let socket = try ProbeSocket(address: address, port: port)
                try socket.send(Array("GET / HTTP/1.1\r\nHost: \(host)\r\nUser-Agent: coxswain\r\nConnection: close\r\n\r\n".utf8))
                return Self.page(String(decoding: try socket.readAll(limit: Self.answerLimit), as: UTF8.self))
            case .resolve(let name, let server, let port, let overTCP):
                return try Self.resolve(name, server, port, overTCP: overTCP)
            }
        } catch {
            return error.outcome
        }
    }

    /// What a server's answer says: its first line of content, or its status when that is none of success.
    static func page(_ text: String) -> Outcome {
        guard text.hasPrefix("HTTP/1.") else { return .failed(text.isEmpty ? "the connection closed without an answer" : "no HTTP answer") }
        let status = text.prefix { $0 != "\r" && $0 != "\n" && $0 != "\r\n" }.split(separator: " ", maxSplits: 1).dropFirst().first ?? ""
        guard status.hasPrefix("2") else { return .failed("HTTP status \(status)") }
        guard let end = text.firstRange(of: "\r\n\r\n") else { return .failed("an HTTP answer without content") }
        return .answered(String(text[end.upperBound...].split(whereSeparator: \.isNewline).first ?? ""))
    }

    private static func resolve(_ name: String, _ server: String, _ port: Int, overTCP: Bool) throws(ProbeFailure) -> Outcome {
        let socket = try ProbeSocket(address: server, port: port, isDatagram: !overTCP)
        guard let question = try? DNSName(name) else { return .failed("\(name) is no name") }
        let id = UInt16.random(in: 1 ... .max)
        let query = DNSMessage.query(id: id, DNSQuestion(name: question, type: .a)).encoded()
        try socket.send(overTCP ? [UInt8(query.count >> 8), UInt8(query.count & 255)] + query : query)
        var answer = try socket.read(limit: answerLimit)
        if overTCP { answer = Array(answer.dropFirst(2)) }
        guard let message = try? DNSMessage(parsing: answer), message.id == id else { return .failed("an answer that is none of DNS") }
        guard message.responseCode == .noError else {
            return .failed(message.responseCode == .nameError ? "there is no such name" : "DNS error \(message.responseCode.rawValue)")
        }
        let addresses = message.answers.compactMap { record -> String? in
            guard case .a(let bits) = record.data else { return nil }
            return [24, 16, 8, 0].map { String(bits >> UInt32($0) & 255) }.joined(separator: ".")
        }
        return addresses.isEmpty ? .failed("the name has no address") : .answered(addresses.joined(separator: ","))
    }
}

/// Why a probe did not get what it asked for.
struct ProbeFailure: Error {
    var outcome: NetworkProbe.Outcome

    /// By the number of the system's error.
    init(code: Int32) {
        switch code {
        case ECONNREFUSED: outcome = .refused
        case ETIMEDOUT, EAGAIN, EINPROGRESS: outcome = .silent
        default: outcome = .failed(String(cString: strerror(code)))
        }
    }

    init(_ text: String) { outcome = .failed(text) }
}

/// A connected IPv4 socket that waits no longer than the probe's limit.
final class ProbeSocket {
    private let descriptor: Int32

    init(address: String, port: Int, isDatagram: Bool = false) throws(ProbeFailure) {
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = in_port_t(UInt16(clamping: port)).bigEndian
        guard inet_pton(AF_INET, address, &target.sin_addr) == 1 else { throw ProbeFailure("\(address) is no IPv4 address") }
        let kind = isDatagram ? SOCK_DGRAM : SOCK_STREAM
        descriptor = socket(AF_INET, Int32(kind.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw ProbeFailure(code: errno) }
        let status = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if status != 0 {
            guard errno == EINPROGRESS else { throw ProbeFailure(code: errno) }
            try wait(for: Int16(POLLOUT))
            var code: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
            if code != 0 { throw ProbeFailure(code: code) }
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    private func wait(for events: Int16) throws(ProbeFailure) {
        var poller = pollfd(fd: descriptor, events: events, revents: 0)
        var ready = poll(&poller, 1, NetworkProbe.limitMilliseconds)
        while ready < 0, errno == EINTR { ready = poll(&poller, 1, NetworkProbe.limitMilliseconds) }
        if ready == 0 { throw ProbeFailure(code: ETIMEDOUT) }
        if ready < 0 { throw ProbeFailure(code: errno) }
    }

    /// Requests are small: the socket takes them whole.
    func send(_ bytes: [UInt8]) throws(ProbeFailure) {
        guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw ProbeFailure(code: errno)
        }
    }

    /// What comes first.
    func read(limit: Int) throws(ProbeFailure) -> [UInt8] {
        try wait(for: Int16(POLLIN))
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = recv(descriptor, &buffer, limit, 0)
        guard count >= 0 else { throw ProbeFailure(code: errno) }
        return Array(buffer[..<count])
    }

    /// All that comes until the other side closes.
    func readAll(limit: Int) throws(ProbeFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let part = try read(limit: limit - bytes.count)
            if part.isEmpty { break }
            bytes += part
        }
        return bytes
    }
}
