internal import Client
internal import HTTPServing

extension HTTPClientConnection {
    /// Why it gave no answer, as clients of upstream's server are told: `dial tcp 10.0.0.7:443: connect: connection refused`.
    func reason(_ error: any Error) -> String { TransportReason.text(error, from: host, port) }
}
