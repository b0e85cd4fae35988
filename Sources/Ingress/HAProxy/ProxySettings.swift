/// Where the proxy listens and keeps its files.
package struct ProxySettings: Hashable, Sendable {
    /// The address that Ingresses are reached at.
    package var address: String
    package var port: Int
    package var tlsPort: Int
    /// For the configuration, certificates and the socket; readable by root alone.
    package var directory: String
    package var logPath: String
    /// The cluster's DNS server, for services of type ExternalName.
    package var resolver: String

    package init(
        address: String, port: Int = 80, tlsPort: Int = 443, directory: String, logPath: String, resolver: String
    ) {
        self.address = address
        self.port = port
        self.tlsPort = tlsPort
        self.directory = directory
        self.logPath = logPath
        self.resolver = resolver
    }

    package var configuration: String { directory + "/haproxy.cfg" }
    var socket: String { directory + "/haproxy.sock" }
    var certificates: String { directory + "/certificates" }
    var certificateList: String { directory + "/certificates.list" }
    /// Shown to hosts without a certificate of their own.
    var defaultCertificate: String { certificates + "/default.pem" }
}
