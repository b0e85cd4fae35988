import FoundationEssentials

/// A proxy on the way to a server: of HTTP, asked for tunnels with CONNECT (RFC 9110 §9.3.6), or of SOCKS 5 (RFC 1928).
package struct ProxyAddress: Sendable, Equatable {
    package enum Kind: Sendable { case http, socks }

    package var kind: Kind
    package var host: String
    package var port: Int
    /// `name:password`, for HTTP alone.
    package var credentials: String?

    /// The value of `Proxy-Authorization` (RFC 7617); nil without credentials.
    package var authorization: String? { credentials.map { "Basic " + Data($0.utf8).base64EncodedString() } }

    /// - Parameter text: `http://[name:password@]host[:port]` or `socks5://host[:port]`, as `proxy-url` of a kubeconfig has it.
    /// - Throws: for other schemes, and for proxies to which one speaks TLS.
    package init(_ text: String) throws(ConfigurationError) {
        guard let mark = text.firstRange(of: "://") else {
            throw ConfigurationError("invalid proxy url \"\(text)\": unsupported scheme \"\", must be http, https, or socks5")
        }
        let scheme = text[..<mark.lowerBound].lowercased()
        switch scheme {
        case "http": (kind, port) = (.http, 80)
        case "socks5", "socks5h": (kind, port) = (.socks, 1080)
        case "https": throw ConfigurationError("proxy url \"\(text)\": proxies that are themselves reached over TLS are not supported")
        default:
            throw ConfigurationError("invalid proxy url \"\(text)\": unsupported scheme \"\(scheme)\", must be http, https, or socks5")
        }
        var authority = text[mark.upperBound...].prefix { $0 != "/" }
        if let at = authority.lastIndex(of: "@") {
            credentials = Self.decoded(authority[..<at])
            authority = authority[authority.index(after: at)...]
            if kind == .socks { throw ConfigurationError("proxy url: names and passwords are not supported for socks5") }
        }
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            guard let number = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(number) else {
                throw ConfigurationError("invalid proxy url \"\(text)\": invalid port")
            }
            port = number
            authority = authority[..<colon]
        }
        host = String(authority)
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        if host.isEmpty { throw ConfigurationError("invalid proxy url \"\(text)\": no host") }
    }

    /// The proxy that the environment names for a server: `HTTPS_PROXY` or `HTTP_PROXY` by the server's scheme, unless `NO_PROXY` has its
    /// host, as Go's programs read them. The machine itself is never reached through one.
    package static func environment(_ variables: [String: String], server: String) throws(ConfigurationError) -> ProxyAddress? {
        func value(_ name: String) -> String {
            [name, name.lowercased()].lazy.compactMap { variables[$0] }.first { !$0.isEmpty } ?? ""
        }
        let text = value(server.hasPrefix("http://") ? "HTTP_PROXY" : "HTTPS_PROXY")
        if text.isEmpty { return nil }
        let endpoint = ServerAddress(server)
        let host = endpoint.host.lowercased()
        if host == "localhost" || host.hasPrefix("127.") || host == "::1" || isExcepted(host, endpoint.port, value("NO_PROXY")) {
            return nil
        }
        return try ProxyAddress(text.contains("://") ? text : "http://" + text)
    }

    /// `NO_PROXY`: hosts and domains with commas between, perhaps with a port, networks (`10.0.0.0/8`), or `*` for all.
    private static func isExcepted(_ host: String, _ port: Int, _ list: String) -> Bool {
        for entry in list.lowercased().split(separator: ",").map({ $0.filter { !$0.isWhitespace } }) where !entry.isEmpty {
            if entry == "*" { return true }
            if let slash = entry.firstIndex(of: "/") {
                let bits = Int(entry[entry.index(after: slash)...])
                if let bits, let network = number(String(entry[..<slash])), let address = number(host), (0...32).contains(bits) {
                    let shift = UInt32(32 - bits)
                    if bits == 0 || network >> shift == address >> shift { return true }
                }
                continue
            }
            var name = entry
            if let colon = name.lastIndex(of: ":"), let wanted = Int(name[name.index(after: colon)...]),
                name.filter({ $0 == ":" }).count == 1
            {
                if wanted != port { continue }
                name = String(name[..<colon])
            }
            if name.hasPrefix("*.") { name.removeFirst() }
            if name.hasPrefix(".") ? host.hasSuffix(name) : host == name || host.hasSuffix("." + name) { return true }
        }
        return false
    }

    /// Without percent-encoding (RFC 3986 §2.1); what is none stays as it is.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// An IPv4 address as a number.
    private static func number(_ text: String) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4 else { return nil }
        return parts.reduce(UInt32?(0)) { sum, part in sum.flatMap { sum in part.map { sum << 8 | UInt32($0) } } }
    }
}
