/// Host and port of `https://host:port/…`; an IPv6 address without its brackets.
package struct ServerAddress: Sendable {
    package var isSecure: Bool
    package var host: String
    package var port: Int
    /// `host:port` as it was written, for the `Host` header.
    package var authority: String

    package init(_ url: String) {
        let parts = url.firstRange(of: "://").map { (url[..<$0.lowerBound], url[$0.upperBound...]) } ?? ("http", url[...])
        isSecure = parts.0 == "https"
        authority = String(parts.1.prefix { $0 != "/" && $0 != "?" })
        host = authority
        port = isSecure ? 443 : 80
        if let colon = authority.lastIndex(of: ":"), let number = Int(authority[authority.index(after: colon)...]) {
            host = String(authority[..<colon])
            port = number
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    }
}
