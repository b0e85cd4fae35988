import Client
import FoundationEssentials
import Logging
import PKI
import ServiceLifecycle

/// Gets a node's next certificates before the present ones end.
struct CertificateRenewal: ServiceLifecycle.Service {
    /// Part of a certificate's life after which the next one is asked for.
    static let share = 0.8
    /// Longest time between looks at the clock, which may be set or stand still meanwhile.
    static let longestSleep: Duration = .seconds(12 * 3600)
    /// Between attempts, while there is a fifth of the certificate's life left to succeed.
    static let retryDelay: Duration = .seconds(300)

    let enrolment: NodeEnrolment
    let credentials: NodeCredentials
    let client: RotatingClient
    /// Has the kubelet show another certificate.
    let serve: @Sendable (Identity) throws -> Void
    let logger: Logger
    var now: @Sendable () -> Date = { Date() }

    static func due(_ facts: CertificateFacts) -> Date {
        facts.notValidBefore + facts.notValidAfter.timeIntervalSince(facts.notValidBefore) * share
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    await keep(credentials.client, .client, enrolment.clientFile) { identity in try client.use(identity) }
                }
                group.addTask {
                    await keep(credentials.serving, .serving, enrolment.servingFile, use: serve)
                }
            }
        }
    }

    private func keep(
        _ identity: Identity, _ purpose: CertificateRequest.Purpose, _ file: NodeIdentityFile, use: @Sendable (Identity) throws -> Void
    ) async {
        var identity = identity
        while !Task.isCancelled {
            do {
                let due = Self.due(try CertificateFacts(pem: identity.certificatePEM))
                let left = due.timeIntervalSince(now())
                guard left <= 0 else {
                    try await Task.sleep(for: min(.seconds(left), Self.longestSleep), tolerance: .seconds(60))
                    continue
                }
                let next = try await CertificateRequest(purpose: purpose, nodeName: enrolment.nodeName, nodeAddress: enrolment.nodeAddress)
                    .obtain(client)
                try file.store(next)
                try use(next)
                identity = next
                logger.info("certificate renewed", metadata: ["purpose": "\(purpose)"])
            } catch is CancellationError {
                return
            } catch {
                logger.error("a certificate could not be renewed yet", metadata: ["purpose": "\(purpose)", "error": "\(error)"])
                try? await Task.sleep(for: Self.retryDelay, tolerance: .seconds(30))
            }
        }
    }
}
