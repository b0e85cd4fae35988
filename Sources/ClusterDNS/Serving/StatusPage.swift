import NIOCore

/// What a browser sees that follows the link of `kubectl cluster-info` to the DNS server: HTTP on the port of DNS over TCP. The two cannot
/// be taken for each other: a method's letters would be the length of a query of more than 17,000 octets, and no query is that long.
enum StatusPage {
    /// Bytes of a request with its header fields.
    static let requestLimit = 16 * 1024

    enum Recognition: Equatable {
        /// DNS, or too little to tell.
        case other
        /// HTTP that has not come whole.
        case incomplete
        case request(wantsBody: Bool)
        case tooLong
    }

    /// What the first bytes of a connection are.
    static func recognise(_ bytes: ByteBufferView) -> Recognition {
        let isHead = bytes.starts(with: "HEAD ".utf8)
        guard isHead || bytes.starts(with: "GET ".utf8) else { return .other }
        if bytes.count > requestLimit { return .tooLong }
        return bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) ? .request(wantsBody: !isHead) : .incomplete
    }

    /// The answer, head and body; the connection ends with it.
    static func answer(_ zone: ClusterZone, wantsBody: Bool) -> String {
        let (domain, address) = ("\(zone.configuration.domain)", zone.configuration.nameServer)
        let (services, namespaces) = zone.counts
        let body = """
            The cluster's DNS server. It answers for \(domain) at \(address), UDP and TCP port 53,
            and knows \(services) services in \(namespaces) namespaces.

            """
        let head = [
            "HTTP/1.1 200 OK", "Content-Type: text/plain; charset=utf-8", "Content-Length: \(body.utf8.count)", "Cache-Control: no-store",
            "Connection: close",
        ]
        return head.joined(separator: "\r\n") + "\r\n\r\n" + (wantsBody ? body : "")
    }
}
