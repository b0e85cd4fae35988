/// Where a cluster's state is kept: in a file of this machine, or in an etcd that several servers may share.
package enum DatastoreAddress: Sendable, Hashable {
    /// The file's path.
    case sqlite(path: String)
    case etcd(EtcdAddress)

    /// Reads `sqlite:///path`, `etcd://HOST:PORT,HOST:PORT…` or the same with `http://` and `https://`; a path after the last endpoint
    /// stands before every key, so that clusters can share an etcd.
    package init(_ text: String) throws(StorageError) {
        guard let mark = text.firstRange(of: "://") else { throw Self.refusal(text) }
        let scheme = String(text[..<mark.lowerBound])
        let rest = text[mark.upperBound...]
        switch scheme {
        case "sqlite":
            guard rest.hasPrefix("/"), rest.count > 1 else {
                throw .misconfigured(
                    "--datastore \(text): the path of the file must begin with /, as in sqlite:///var/lib/coxswain/store.db")
            }
            self = .sqlite(path: String(rest))
        case "etcd", "http", "https":
            self = .etcd(try EtcdAddress(rest, scheme: scheme, in: text))
        default: throw Self.refusal(text)
        }
    }

    private static func refusal(_ text: String) -> StorageError {
        .misconfigured("--datastore \(text): neither sqlite:///PATH nor etcd://HOST:PORT nor https://HOST:PORT")
    }
}

/// The endpoints of one etcd, each of which can answer for all.
package struct EtcdAddress: Sendable, Hashable {
    package struct Endpoint: Sendable, Hashable, CustomStringConvertible {
        package var host: String
        package var port: Int
        package init(host: String, port: Int) { (self.host, self.port) = (host, port) }
        package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    }

    package var endpoints: [Endpoint]
    package var usesTLS: Bool
    /// What stands before every key in etcd; empty, or beginning with a slash and ending without one.
    package var keyRoot = ""

    package init(endpoints: [Endpoint], usesTLS: Bool = false, keyRoot: String = "") {
        (self.endpoints, self.usesTLS, self.keyRoot) = (endpoints, usesTLS, keyRoot)
    }

    /// - Parameter rest: what follows `scheme://`.
    fileprivate init(_ rest: Substring, scheme: String, in text: String) throws(StorageError) {
        usesTLS = scheme == "https"
        endpoints = []
        let parts = rest.split(separator: ",", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            // Every endpoint may repeat the scheme, as etcd's own tools have it.
            var bare = part.hasPrefix(scheme + "://") ? part.dropFirst(scheme.count + 3) : part
            if index == parts.count - 1, let slash = bare.firstIndex(of: "/") {
                keyRoot = String(bare[slash...])
                while keyRoot.hasSuffix("/") { keyRoot.removeLast() }
                bare = bare[..<slash]
            }
            guard let endpoint = Self.endpoint(bare) else {
                throw .misconfigured("--datastore \(text): \(part.isEmpty ? "an empty part" : String(part)) is no HOST:PORT")
            }
            endpoints.append(endpoint)
        }
    }

    /// Reads `HOST:PORT`, `[IPv6]:PORT` or a host alone, which means etcd's own port.
    private static func endpoint(_ text: Substring) -> Endpoint? {
        if text.contains("://") || text.contains("/") { return nil }
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            let host = String(text[text.index(after: text.startIndex)..<end])
            let port = text[text.index(after: end)...]
            if port.isEmpty { return Endpoint(host: host, port: 2379) }
            return port.hasPrefix(":") ? Int(port.dropFirst()).flatMap { valid(host, $0) } : nil
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return Endpoint(host: String(host), port: 2379) }
        return Int(parts[1]).flatMap { valid(String(host), $0) }
    }

    private static func valid(_ host: String, _ port: Int) -> Endpoint? {
        (1...65535).contains(port) ? Endpoint(host: host, port: port) : nil
    }
}

/// The files by which etcd and this server know each other (PEM). All may be left out.
package struct EtcdTLSFiles: Sendable, Hashable {
    /// The authority that signed etcd's certificate; without it, the system's authorities are believed.
    package var authority: String?
    package var certificate: String?
    package var privateKey: String?

    package init(authority: String? = nil, certificate: String? = nil, privateKey: String? = nil) {
        (self.authority, self.certificate, self.privateKey) = (authority, certificate, privateKey)
    }
}
