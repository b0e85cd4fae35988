import Client
import Logging
import Resources
import Synchronization
import Testing

@Suite struct LeaderElectionTests {
    private let key = ObjectKey(namespace: "kube-system", name: "scheduler")

    private func lease(holder: String, renewed: Int64) -> Lease {
        var lease = Lease(name: key.name, namespace: key.namespace)
        lease.spec.holderIdentity = holder
        lease.spec.leaseDurationSeconds = 15
        lease.spec.renewTime = Timestamp(seconds: renewed)
        lease.spec.leaseTransitions = 3
        return lease
    }

    @Test func anAbsentLeaseIsMade() {
        var election = LeaderElection(identity: "me")
        guard case .create(let lease) = election.plan(nil, key: key, elapsed: .zero, now: Timestamp(seconds: 100)) else {
            Issue.record("no lease is made")
            return
        }
        #expect(lease.spec.holderIdentity == "me")
        #expect(lease.spec.leaseDurationSeconds == 15)
        #expect(lease.key == key)
    }

    @Test func aForeignLeaseIsTakenOnlyWhenItStaysUnchanged() {
        var election = LeaderElection(identity: "me")
        let now = Timestamp(seconds: 1_000_000)  // long after the renew time: clocks are not compared
        #expect(election.plan(lease(holder: "other", renewed: 1), key: key, elapsed: .seconds(0), now: now) == .wait)
        #expect(election.plan(lease(holder: "other", renewed: 2), key: key, elapsed: .seconds(14), now: now) == .wait)
        #expect(election.plan(lease(holder: "other", renewed: 2), key: key, elapsed: .seconds(28), now: now) == .wait)
        guard case .write(let taken) = election.plan(lease(holder: "other", renewed: 2), key: key, elapsed: .seconds(29), now: now) else {
            Issue.record("an expired lease is not taken")
            return
        }
        #expect(taken.spec.holderIdentity == "me")
        #expect(taken.spec.leaseTransitions == 4)
    }

    @Test func theOwnLeaseIsRenewedAndAReleasedOneTakenAtOnce() {
        var election = LeaderElection(identity: "me")
        guard
            case .write(let renewed) = election.plan(lease(holder: "me", renewed: 1), key: key, elapsed: .zero, now: Timestamp(seconds: 9))
        else {
            Issue.record("the own lease is not renewed")
            return
        }
        #expect(renewed.spec.leaseTransitions == 3)
        #expect(renewed.spec.renewTime == Timestamp(seconds: 9))
        guard case .write = election.plan(lease(holder: "", renewed: 1), key: key, elapsed: .zero, now: Timestamp(seconds: 9)) else {
            Issue.record("a released lease is not taken")
            return
        }
    }

    @Test func oneLeadsUntilItEnds() async throws {
        let client = MemoryClient()
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        var timing = LeaderElection.Timing()
        timing.retryPeriod = .milliseconds(10)
        let leaders = Mutex<[String]>([])
        func elector(_ name: String) -> LeaderElector {
            LeaderElector(client: client, lease: key, identity: name, timing: timing, logger: logger) {
                leaders.withLock { $0.append(name) }
                try await Task.sleep(for: .seconds(60))
            }
        }
        let first = Task { [elector = elector("a")] in try await elector.run() }
        #expect(await eventually { leaders.withLock { $0 } == ["a"] })
        let second = Task { [elector = elector("b")] in try await elector.run() }
        defer { second.cancel() }
        try await Task.sleep(for: .milliseconds(50))
        #expect(leaders.withLock { $0 } == ["a"])
        first.cancel()
        #expect(await eventually { leaders.withLock { $0 } == ["a", "b"] })
    }
}
