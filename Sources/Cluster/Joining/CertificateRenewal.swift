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
    /// After a renewal, whatever the new certificate says: each one has the node's watches taken up anew.
    static let shortestPause: Duration = .seconds(10)

    let enrolment: NodeEnrolment
    let credentials: NodeCredentials
    let client: RotatingClient
    /// Has the kubelet show another certificate.
    let serve: @Sendable (Identity) throws -> Void
    let logger: Logger
    var now: @Sendable () -> Date = { Date() }

    /// How long a certificate is of use, seconds: those of the cluster's authority begin a little before they were made.
    private static func life(_ facts: CertificateFacts) -> TimeInterval {
        let whole = facts.notValidAfter.timeIntervalSince(facts.notValidBefore)
        return whole > CertificateAuthority.clockSkew ? whole - CertificateAuthority.clockSkew : whole
    }

    static func due(_ facts: CertificateFacts) -> Date { facts.notValidAfter - life(facts) * (1 - share) }

    /// How soon is tried again, with some tries left before the end.
    static func retryDelay(holding facts: CertificateFacts?) -> Duration {
        facts.map { min(retryDelay, .seconds(life($0) / 50)) } ?? retryDelay
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
                    try await Task.sleep(for: min(.seconds(left), Self.longestSleep), tolerance: .seconds(min(60, left / 20)))
                    continue
                }
                let next = try await CertificateRequest(purpose: purpose, nodeName: enrolment.nodeName, nodeAddress: enrolment.nodeAddress)
                    .obtain(client)
                try file.store(next)
                try use(next)
                identity = next
                logger.info("certificate renewed", metadata: ["purpose": "\(purpose)"])
                try await Task.sleep(for: Self.shortestPause, tolerance: .seconds(1))
            } catch is CancellationError {
                return
            } catch {
                logger.error("a certificate could not be renewed yet", metadata: ["purpose": "\(purpose)", "error": "\(error)"])
                let delay = Self.retryDelay(holding: try? CertificateFacts(pem: identity.certificatePEM))
                try? await Task.sleep(for: delay, tolerance: delay / 10)
            }
        }
    }
}
