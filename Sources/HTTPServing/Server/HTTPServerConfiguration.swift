/// Where and how a server listens.
package struct HTTPServerConfiguration: Sendable {
    /// One listening address; port 0 lets the system choose.
    package struct Listener: Sendable {
        package var host: String
        package var port: Int
        /// Nil serves plain HTTP.
        package var tls: ServerTLS?

        package init(host: String, port: Int, tls: ServerTLS? = nil) {
            self.host = host
            self.port = port
            self.tls = tls
        }
    }

    package var listeners: [Listener]
    package var limits: HTTPLimits
    /// Answers of at least this many bytes are compressed for clients that accept gzip; nil never compresses.
    package var compressionThreshold: Int? = 128 * 1024

    package init(listeners: [Listener], limits: HTTPLimits = HTTPLimits()) {
        self.listeners = listeners
        self.limits = limits
    }

    var compression: CompressionPolicy { CompressionPolicy(threshold: compressionThreshold ?? .max) }
}
