#if canImport(Glibc)
    import Glibc
#endif

/// The address this machine uses towards a server: what other nodes reach it by.
package enum LocalAddress {
    /// Asks the routing table, by connecting a datagram socket; no packet is sent.
    /// - Parameter server: `https://host:port`.
    /// - Returns: an IPv4 address in dotted form; nil when there is no way to the server.
    package static func towards(_ server: String) -> String? {
        guard let (host, port) = split(server) else { return nil }
        var hints = addrinfo()
        hints.ai_family = AF_INET
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let first = found else { return nil }
        defer { freeaddrinfo(first) }
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard connect(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0 else { return nil }
        var own = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let named = withUnsafeMutablePointer(to: &own) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard named == 0 else { return nil }
        let bits = UInt32(bigEndian: own.sin_addr.s_addr)
        return [24, 16, 8, 0].map { String(bits >> UInt32($0) & 255) }.joined(separator: ".")
    }

    /// Host and port of a URL; 443 when it names none.
    static func split(_ server: String) -> (host: String, port: Int)? {
        guard server.hasPrefix("https://") else { return nil }
        let authority = server.dropFirst("https://".count).prefix { $0 != "/" }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return (String(host), 443) }
        guard let port = Int(parts[1]), (1...65535).contains(port) else { return nil }
        return (String(host), port)
    }
}
