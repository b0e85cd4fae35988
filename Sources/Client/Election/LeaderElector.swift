package import Logging
package import Resources
internal import ServiceLifecycle

/// Runs something only while this process leads, and stops it as soon as it may no longer be sure of that.
package struct LeaderElector: ServiceLifecycle.Service {
    private let client: any APIClient
    private let key: ObjectKey
    private let identity: String
    private let timing: LeaderElection.Timing
    private let logger: Logger
    private let time: TimeSource
    private let now: @Sendable () -> Timestamp
    private let lead: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - lease: namespace and name of the Lease, usually in `kube-system`.
    ///   - identity: this candidate; different in every process.
    ///   - lead: is cancelled when leadership is lost; then the candidate stands again.
    package init(
        client: any APIClient, lease key: ObjectKey, identity: String, timing: LeaderElection.Timing = .init(), logger: Logger,
        time: TimeSource = .system, now: @escaping @Sendable () -> Timestamp = { Timestamp.now() },
        lead: @escaping @Sendable () async throws -> Void
    ) {
        self.client = client
        self.key = key
        self.identity = identity
        self.timing = timing
        self.logger = logger
        self.time = time
        self.now = now
        self.lead = lead
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            var election = LeaderElection(identity: identity, timing: timing)
            while !Task.isCancelled {
                guard await attempt(&election) else {
                    try? await time.sleep(timing.retryPeriod)
                    continue
                }
                logger.info("leading", metadata: ["lease": "\(key)", "identity": "\(identity)"])
                try await leadWhileRenewing(election)
                if !Task.isCancelled { logger.warning("no longer leading", metadata: ["lease": "\(key)"]) }
            }
        }
    }

    /// One try to take or renew the lease.
    private func attempt(_ election: inout LeaderElection) async -> Bool {
        do {
            let lease = try await client.find(Lease.self, namespace: key.namespace, name: key.name)
            switch election.plan(lease, key: key, elapsed: time.now(), now: now()) {
            case .create(let lease): try await client.create(lease)
            case .write(let lease): try await client.update(lease)
            case .wait: return false
            }
            return true
        } catch {
            logger.debug("the lease could not be written", metadata: ["lease": "\(key)", "error": "\(error)"])
            return false
        }
    }

    /// Throws what `lead` throws, unless it was merely cancelled.
    private func leadWhileRenewing(_ election: LeaderElection) async throws {
        let result = await withTaskGroup(of: Result<Void, any Error>.self) { group in
            group.addTask {
                do { return .success(try await lead()) } catch { return .failure(error) }
            }
            group.addTask {
                await renew(election)
                return .success(())
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? .success(())
        }
        if Task.isCancelled { return await release() }
        if case .failure(let error) = result {
            await release()
            throw error
        }
    }

    /// Returns when the lease could not be renewed in time, or the task was cancelled.
    private func renew(_ election: LeaderElection) async {
        var election = election
        var renewed = time.now()
        while !Task.isCancelled {
            try? await time.sleep(timing.retryPeriod)
            if Task.isCancelled { return }
            let start = time.now()
            if await attempt(&election) { renewed = start }
            if time.now() - renewed > timing.renewDeadline { return }
        }
    }

    /// Best effort in a task of its own, since the present one is cancelled.
    private func release() async {
        let (client, key, identity, election, now) = (client, key, identity, LeaderElection(identity: identity, timing: timing), now)
        await Task {
            guard let lease = try? await client.find(Lease.self, namespace: key.namespace, name: key.name),
                lease.spec.holderIdentity == identity
            else { return }
            _ = try? await client.update(election.released(lease, now: now()))
        }.value
    }
}
