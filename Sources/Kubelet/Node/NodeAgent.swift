import CRI
import Client
import Document
import Logging
import Resources
import Synchronization

/// Registers the node, reports its status and renews its lease.
///
/// The status is written when it changes, and at least every five minutes; that the node lives is told by the lease alone.
final class NodeAgent: Sendable {
    static let leaseNamespace = "kube-node-lease"
    /// How often the runtime is asked how it is.
    static let lookPeriod = Duration.seconds(10)
    static let reportPeriod = 300
    /// While the runtime or its network is not ready, it is asked this often.
    static let startPeriod = Duration.milliseconds(200)

    private struct State {
        var conditions: [Condition] = []
        var reported: (status: NodeStatus, at: Timestamp)?
        var uid = ""
        var imagesChanged = true
        /// The wait between two reports.
        var pause: Task<Void, Never>?
        var isDue = false
        var images: [RuntimeImage] = []
    }

    private let object: NodeObject
    private let client: any APIClient
    private let runtime: any ContainerRuntime
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let state = Mutex(State())
    private struct Care {
        var pressure: @Sendable () -> NodeCare.Pressure = { NodeCare.Pressure() }
        var events: (any EventSink)?
    }
    private let care = Mutex(Care())

    init(object: NodeObject, client: any APIClient, runtime: any ContainerRuntime, now: @escaping @Sendable () -> Timestamp, logger: Logger)
    {
        (self.object, self.client, self.runtime, self.now, self.logger) = (object, client, runtime, now, logger)
    }

    /// Whom to ask how short the node is of memory and disk, and to tell when that changes.
    func report(_ events: any EventSink, _ pressure: @escaping @Sendable () -> NodeCare.Pressure) {
        care.withLock { $0 = Care(pressure: pressure, events: events) }
    }

    /// Has the status looked at now rather than at the next turn.
    func reportSoon() {
        state.withLock { state in
            state.isDue = true
            state.pause?.cancel()
        }
    }

    private var name: String { object.configuration.nodeName }

    /// The node as events point at it; upstream uses the name where the uid would be.
    var reference: ObjectReference { ObjectReference(kind: "Node", name: name, uid: name) }

    /// Have the list of images reported anew.
    func imagesChanged() { state.withLock { $0.imagesChanged = true } }

    func run() async throws {
        try await register()
        await withDiscardingTaskGroup { group in
            group.addTask { await self.renewLease() }
            group.addTask { await self.report() }
        }
    }

    // MARK: registration

    private func register() async throws {
        while !Task.isCancelled {
            do {
                let node = try await registerOnce()
                state.withLock { state in
                    state.uid = node.uid
                    state.conditions = node.status.conditions
                }
                return
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                logger.warning("could not register the node, trying again", metadata: ["error": "\(error)"])
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    private func registerOnce() async throws -> Node {
        guard let present = try await client.find(Node.self, name: name) else { return try await client.create(object.registration()) }
        let missing = object.labels.filter { present.labels[$0.key] != $0.value }
        let unnoted = object.annotations.filter { present.annotations[$0.key] != $0.value }
        if missing.isEmpty, unnoted.isEmpty { return present }
        return try await client.patch(
            Node.self, name: name, .merge(["metadata": ["labels": JSON(missing), "annotations": JSON(unnoted)]]))
    }

    // MARK: lease

    private func renewLease() async {
        let period = Duration.milliseconds(object.configuration.leaseSeconds * 250)
        var known: Lease?
        while !Task.isCancelled {
            do {
                known = try await renewOnce(known)
                try await Task.sleep(for: period, tolerance: period / 20)
            } catch {
                if Task.isCancelled { return }
                known = nil
                logger.debug("could not renew the node's lease, trying again", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    private func renewOnce(_ known: Lease?) async throws -> Lease {
        var lease: Lease
        if let known {
            lease = known
        } else if let found = try await client.find(Lease.self, namespace: Self.leaseNamespace, name: name) {
            lease = found
        } else {
            lease = Lease(name: name, namespace: Self.leaseNamespace)
            var owner = OwnerReference(["apiVersion": "v1", "kind": "Node", "name": .string(name)])
            owner.uid = state.withLock { $0.uid }
            lease.metadata.ownerReferences = [owner]
            fill(&lease)
            return try await client.create(lease)
        }
        fill(&lease)
        return try await client.update(lease)
    }

    private func fill(_ lease: inout Lease) {
        lease.spec.holderIdentity = name
        lease.spec.leaseDurationSeconds = object.configuration.leaseSeconds
        lease.spec.renewTime = now()
    }

    // MARK: status

    private func report() async {
        while !Task.isCancelled {
            let ready = await reportOnce()
            await pause(ready ? Self.lookPeriod : Self.startPeriod)
        }
    }

    private func pause(_ length: Duration) async {
        let pause = Task { _ = try? await Task.sleep(for: length, tolerance: .milliseconds(100)) }
        state.withLock { state in
            state.pause = pause
            if state.isDue { pause.cancel() }
            state.isDue = false
        }
        await withTaskCancellationHandler {
            await pause.value
        } onCancel: {
            pause.cancel()
        }
    }

    /// - Returns: whether the node is ready and the server knows.
    private func reportOnce() async -> Bool {
        var report = NodeObject.Report(runtimeVersion: nil, runtimeConditions: [], images: [])
        if let conditions = try? await runtime.conditions() {
            report.runtimeConditions = conditions
            report.runtimeVersion = try? await runtime.version()
        }
        if state.withLock({ $0.imagesChanged }), let images = try? await runtime.listImages() {
            state.withLock { state in
                state.images = images
                state.imagesChanged = false
            }
        }
        report.images = state.withLock { $0.images }
        let care = care.withLock { $0 }
        report.pressure = care.pressure()
        let (old, reported) = state.withLock { ($0.conditions, $0.reported) }
        let time = now()
        let status = object.status(report, old: old, now: time)
        let ready = status.conditions.isTrue("Ready")
        if let reported, Self.sameButForHeartbeat(status, reported.status), time.secondsSince(reported.at) < Double(Self.reportPeriod) {
            return ready
        }
        do {
            _ = try await client.patchDocument(.nodes, name: name, .strategic(["status": Self.patch(status)]), subresource: "status")
            state.withLock { state in
                state.conditions = status.conditions
                state.reported = (status, time)
            }
            for change in NodeObject.changes(from: old, to: status.conditions) {
                care.events?.record(reference, warning: false, reason: change, message: "Node \(name) status is now: \(change)")
            }
            return ready
        } catch let error as APIError where error.isNotFound {
            try? await register()
            return false
        } catch {
            if !Task.isCancelled { logger.warning("could not report the node's status", metadata: ["error": "\(error)"]) }
            return false
        }
    }

    /// Addresses would be merged by type; they are replaced instead.
    private static func patch(_ status: NodeStatus) -> JSON {
        var json = status.json
        json["addresses"] = .array([["$patch": "replace"]] + (json["addresses"].array ?? []))
        return json
    }

    private static func sameButForHeartbeat(_ a: NodeStatus, _ b: NodeStatus) -> Bool {
        func bare(_ status: NodeStatus) -> JSON {
            var status = status
            status.conditions = status.conditions.map { condition in
                var condition = condition
                condition.lastHeartbeatTime = nil
                return condition
            }
            return status.json
        }
        return bare(a) == bare(b)
    }
}
