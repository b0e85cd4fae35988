internal import Client

/// No answer from the server: it could not be reached, or not be trusted.
struct TransportFailure: Error, Sendable {
    /// `host:port` as the kubeconfig names it.
    var host: String
    var isRefused: Bool
    var text: String

    init(host: String, isRefused: Bool = false, text: String) {
        self.host = host
        self.isRefused = isRefused
        self.text = text
    }

    /// Nil when the error is none of the transport's.
    init?(_ error: any Error, server: String) {
        guard let reason = HTTPSClient.transportFailure(error) else { return nil }
        self.init(host: Self.host(server), isRefused: reason.isRefused, text: reason.text)
    }

    static func host(_ server: String) -> String {
        String((server.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? "")[...])
    }
}
