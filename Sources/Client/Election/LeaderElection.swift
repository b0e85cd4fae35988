package import Resources

/// The rules by which one of several candidates leads: who holds an unexpired Lease (coordination.k8s.io/v1).
///
/// Clocks of different machines are never compared: a lease counts as expired when this candidate has seen it unchanged for its
/// whole duration (as in client-go `tools/leaderelection`).
package struct LeaderElection: Sendable {
    package struct Timing: Sendable, Hashable {
        /// How long others wait for a leader that no longer renews.
        package var leaseDuration: Duration = .seconds(15)
        /// How long a leader tries to renew before it steps down.
        package var renewDeadline: Duration = .seconds(10)
        package var retryPeriod: Duration = .seconds(2)

        package init() {}
    }

    package enum Action: Sendable, Hashable {
        /// There is no lease yet: make this one.
        case create(Lease)
        /// Take or renew it by writing this version; a conflict means that another was faster.
        case write(Lease)
        /// Another leads.
        case wait
    }

    package let identity: String
    package let timing: Timing
    private var observed: Lease?
    private var observedAt: Duration = .zero

    package init(identity: String, timing: Timing = Timing()) {
        self.identity = identity
        self.timing = timing
    }

    /// - Parameters:
    ///   - lease: as it was just read; nil when there is none.
    ///   - elapsed: monotonic time.
    ///   - now: the time to be written.
    package mutating func plan(_ lease: Lease?, key: ObjectKey, elapsed: Duration, now: Timestamp) -> Action {
        guard var lease else {
            var new = Lease(name: key.name, namespace: key.namespace)
            new.spec = spec(acquired: now, renewed: now, transitions: 0)
            return .create(new)
        }
        if observed?.spec != lease.spec {
            observed = lease
            observedAt = elapsed
        }
        let holder = lease.spec.holderIdentity ?? ""
        if holder == identity {
            lease.spec = spec(acquired: lease.spec.acquireTime ?? now, renewed: now, transitions: lease.spec.leaseTransitions ?? 0)
            return .write(lease)
        }
        let duration = Duration.seconds(lease.spec.leaseDurationSeconds ?? 0)
        if !holder.isEmpty && observedAt + duration > elapsed { return .wait }
        lease.spec = spec(acquired: now, renewed: now, transitions: (lease.spec.leaseTransitions ?? 0) + 1)
        return .write(lease)
    }

    /// The lease without a holder, so that others need not wait when this leader ends in order.
    package func released(_ lease: Lease, now: Timestamp) -> Lease {
        var lease = lease
        lease.spec.holderIdentity = ""
        lease.spec.leaseDurationSeconds = 1
        lease.spec.renewTime = now
        return lease
    }

    private func spec(acquired: Timestamp, renewed: Timestamp, transitions: Int) -> LeaseSpec {
        var spec = LeaseSpec()
        spec.holderIdentity = identity
        spec.leaseDurationSeconds = Int(timing.leaseDuration.components.seconds)
        spec.acquireTime = acquired
        spec.renewTime = renewed
        spec.leaseTransitions = transitions
        return spec
    }
}
