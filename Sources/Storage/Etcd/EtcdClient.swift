import GRPCCore
import Logging
import Synchronization

/// Calls to an etcd cluster: to the member that answered last, and to the next one when it no longer does.
final class EtcdClient: Sendable {
    /// How long one member may take to answer.
    static let attemptTimeout = Duration.seconds(4)
    /// How long a connection may take to be made before another member is asked.
    static let connectTimeout = Duration.seconds(1)
    /// How long a call is tried at all before its failure is told.
    static let callTimeout = Duration.seconds(8)
    /// The pause before the members are asked again when none can be reached.
    static let retryPause = Duration.milliseconds(100)
    /// The largest answer taken, bytes: a page of the largest objects.
    static let maximumResponseBytes = 512 << 20

    let endpoints: [EtcdEndpoint]
    private let preferred = Atomic(0)
    private let logger: Logger

    init(_ address: EtcdAddress, tls: EtcdTLSFiles, logger: Logger) throws(StorageError) {
        guard !address.endpoints.isEmpty else { throw .misconfigured("an etcd without endpoints") }
        let security = try tls.security(address)
        endpoints = address.endpoints.map { EtcdEndpoint($0, security: security, logger: logger) }
        self.logger = logger
    }

    /// The member to ask first, and its place among all.
    var current: (endpoint: EtcdEndpoint, index: Int) {
        let index = preferred.load(ordering: .relaxed) % endpoints.count
        return (endpoints[index], index)
    }

    /// Has later calls begin with another member than the one at `index`, which has failed.
    func avoid(_ index: Int) {
        _ = preferred.compareExchange(expected: index, desired: (index + 1) % endpoints.count, ordering: .relaxed)
    }

    /// A call that may be made twice without doing more than once.
    func call<Call: EtcdCall>(_ call: Call, timeout: Duration = callTimeout) async throws(StorageError) -> Call.Response {
        let deadline = ContinuousClock.now + timeout
        while true {
            do throws(EtcdFailure) {
                return try await attempt(call, until: deadline)
            } catch {
                guard error.isPassing, ContinuousClock.now + Self.retryPause < deadline else { throw error.reason }
                try? await Task.sleep(for: Self.retryPause)
                if Task.isCancelled { throw error.reason }
            }
        }
    }

    /// One try with the preferred member.
    func attempt<Call: EtcdCall>(_ call: Call, until deadline: ContinuousClock.Instant) async throws(EtcdFailure) -> Call.Response {
        let (endpoint, index) = current
        var options = CallOptions.defaults
        let timeout = endpoint.isConnected ? Self.attemptTimeout : Self.connectTimeout
        options.timeout = max(.milliseconds(1), min(timeout, deadline - .now))
        options.waitForReady = false
        options.maxResponseMessageBytes = Self.maximumResponseBytes
        do {
            return try await endpoint.client().unary(
                request: ClientRequest(message: call), descriptor: Call.method, serializer: EtcdSerializer<Call>(),
                deserializer: EtcdDeserializer<Call.Response>(), options: options
            ) { try $0.message }
        } catch {
            let failure = EtcdFailure(error, endpoint: endpoint.address, isConnected: endpoint.isConnected)
            if failure.isPassing { avoid(index) }
            throw failure
        }
    }

    func close() {
        for endpoint in endpoints { endpoint.close() }
    }
}

/// Why a call to etcd failed.
struct EtcdFailure: Error {
    var reason: StorageError
    /// Another member, or the same one a little later, may well answer. Whether a write was done is not known.
    var isPassing: Bool

    init(_ error: any Error, endpoint: EtcdAddress.Endpoint, isConnected: Bool) {
        guard let error = error as? RPCError else {
            self.init(reason: .unavailable("\(endpoint): \(error)"), isPassing: true)
            return
        }
        let text = error.message.isEmpty ? "\(error.code)" : error.message
        switch error.code {
        case .deadlineExceeded where !isConnected: self.init(reason: .unavailable("\(endpoint): there is no connection"), isPassing: true)
        case .deadlineExceeded: self.init(reason: .timedOut("\(endpoint): \(text)"), isPassing: true)
        case .unavailable where text.contains("request timed out"):
            self.init(reason: .timedOut("\(endpoint): \(text)"), isPassing: true)
        case .unavailable, .cancelled: self.init(reason: .unavailable("\(endpoint): \(Self.cause(error) ?? text)"), isPassing: true)
        case .resourceExhausted where text.contains("database space exceeded"): self.init(reason: .full(text), isPassing: false)
        case .resourceExhausted where text.contains("too many requests"): self.init(reason: .overloaded, isPassing: false)
        // What the transport throws, and not etcd, comes with its cause: the connection broke.
        case .unknown where error.cause != nil:
            self.init(reason: .unavailable("\(endpoint): \(Self.cause(error) ?? text)"), isPassing: true)
        default: self.init(reason: .io(text), isPassing: false)
        }
        if error.code == .outOfRange {
            if text.contains("compacted") { reason = .compacted(oldest: 0) }
            if text.contains("future") { reason = .futureRevision(current: 0) }
        }
    }

    private init(reason: StorageError, isPassing: Bool) { (self.reason, self.isPassing) = (reason, isPassing) }

    /// What the operating system said, which is what helps somebody who looks for the reason.
    private static func cause(_ error: RPCError) -> String? { error.cause.map { "\($0)" } }
}
