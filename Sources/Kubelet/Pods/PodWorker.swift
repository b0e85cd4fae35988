import CRI
import Client
import Document
import Logging
import Resources

/// What happened that a pod's worker has to know of.
enum PodSignal: Sendable {
    /// The object as it is now.
    case object(Pod)
    case removed
    case runtime(RuntimeEvent)
    /// What the runtime lists of the pod, by a relist.
    case listed(sandboxes: [SandboxStatus], containers: [RuntimeContainer])
    case probe(containerID: String, ProbeKind, ProbeSchedule.Outcome)
    /// A time that was waited for has come.
    case wake
    /// Files made from API objects are to be looked at again.
    case refreshVolumes
    case syncEnded
    case stopped
    case cleaned
    /// The node ends the pod.
    case evict(PodMachine.Failure)
}

/// Keeps one pod as its object says, from its binding to this node until nothing is left of it.
///
/// Signals are handled one after another and quickly; what takes time runs as a task beside them, one synchronization at a time. What a
/// step did is put into `known` at once, so that a status written meanwhile tells it.
actor PodWorker {
    let uid: String
    let context: KubeletContext
    let logger: Logger
    private let signals: AsyncStream<PodSignal>
    private let inbox: AsyncStream<PodSignal>.Continuation
    private let forgotten: @Sendable () -> Void

    var pod: Pod
    var machine = PodMachine()
    var known: PodRuntimeState
    var waiting: [String: WaitingReason] = [:]
    var failure: PodMachine.Failure?
    /// The condition that tells of its eviction.
    private var disruption: Condition?
    var crashes = BackOff()
    var probes: [String: (results: ProbeResults, task: Task<Void, Never>)] = [:]
    var references = PodReferences()
    var volumePaths: [String: String]?
    var tokens: [TokenRequestKey: (token: String, refresh: Timestamp)] = [:]
    var volumeStamp = 0
    var hasInformedSandboxChange = false
    /// Containers whose end was announced and whose hook has begun.
    var stopAnnounced: Set<String> = []
    /// The pod was evicted, and nothing of it is left on the node.
    private(set) var hasGivenUp = false
    /// Who waits for a container to end, by its id: readers that follow its log.
    var endListeners: [String: [AsyncStream<Void>.Continuation]] = [:]
    let status: StatusWriter

    private var syncTask: Task<Void, Never>?
    private var syncIsDue = false
    private var stopTasks: [Task<Void, Never>] = []
    private var wakeTask: (due: Timestamp, task: Task<Void, Never>)?
    private var refreshTask: Task<Void, Never>?

    init(_ pod: Pod, known: PodRuntimeState, context: KubeletContext, forgotten: @escaping @Sendable () -> Void) {
        self.pod = pod
        self.known = known
        self.context = context
        self.forgotten = forgotten
        uid = pod.uid
        var logger = context.logger
        logger[metadataKey: "pod"] = "\(pod.key)"
        self.logger = logger
        status = StatusWriter(client: context.client, namespace: pod.namespace, name: pod.name, uid: pod.uid, logger: logger)
        (signals, inbox) = AsyncStream.makeStream()
    }

    nonisolated func post(_ signal: PodSignal) { inbox.yield(signal) }

    /// Handles signals until the pod is gone or the task is cancelled; containers are left running in the latter case.
    func run(admission: PodMachine.Failure?) async {
        if !known.isEmpty { adopt() }
        if let admission {
            act(machine.handle(.failed(admission, gracePeriod: 1)))
        } else {
            begin()
        }
        for await signal in signals {
            await handle(signal)
            if machine.state == .gone { break }
        }
        inbox.finish()
        syncTask?.cancel()
        wakeTask?.task.cancel()
        refreshTask?.cancel()
        for task in stopTasks { task.cancel() }
        for probe in probes.values { probe.task.cancel() }
        for listener in endListeners.values.joined() { listener.finish() }
    }

    private func begin() {
        if pod.isBeingDeleted {
            act(machine.handle(.deletionRequested(gracePeriod: pod.metadata.deletionGracePeriodSeconds ?? 1)))
        } else if pod.isFinished {
            act(machine.handle(.finished))
        } else {
            act(machine.handle(.updated))
        }
    }

    /// Containers that ran before this program did: their results are what a fresh probe says, started ones count as started.
    private func adopt() {
        for container in known.containers {
            context.register(container.status.id, uid)
            guard container.status.state == .running, let specification = specification(container.status.name) else { continue }
            startProbes(container.status, specification, adopted: true)
        }
        for sandbox in known.sandboxes { context.register(sandbox.id, uid) }
    }

    // MARK: signals

    private func handle(_ signal: PodSignal) async {
        switch signal {
        case .object(let new): objectChanged(new)
        case .removed: act(machine.handle(.removed))
        case .runtime(let event): await runtimeEvent(event)
        case .listed(let sandboxes, let containers): await relisted(sandboxes, containers)
        case .probe(let id, let kind, let outcome): probed(id, kind, outcome)
        case .wake:
            wakeTask = nil
            requestSync()
        case .refreshVolumes: await refreshVolumes()
        case .syncEnded:
            syncTask = nil
            publish()
            if machine.state == .syncing, endAtDeadline() { return }
            if machine.state == .syncing, PodPlan(planInput).finished {
                act(machine.handle(.finished))
            } else if syncIsDue {
                requestSync()
            }
        case .stopped:
            publish()
            act(machine.handle(.stopped))
        case .cleaned: act(machine.handle(.cleaned))
        case .evict(let failure):
            guard machine.state == .syncing else { return }
            context.event(pod, warning: true, failure.reason, failure.message)
            // Controllers tell by this that the pod did not fail by itself.
            var target = Condition(type: "DisruptionTarget", status: .isTrue, reason: "TerminationByKubelet", message: failure.message)
            target.lastTransitionTime = context.now().wholeSeconds
            disruption = target
            noteDisruption()
            act(machine.handle(.failed(failure, gracePeriod: 1)))
        }
    }

    /// The condition of an eviction is part of the pod from the decision on, whatever version of it the server has.
    private func noteDisruption() {
        guard let disruption else { return }
        pod.status.conditions = pod.status.conditions.filter { $0.type != disruption.type } + [disruption]
    }

    private func objectChanged(_ new: Pod) {
        let old = pod
        pod = new
        // The status in the object may be older than what was written since.
        if let written = status.latest { pod.json["status"] = written.json.merged(conditionsOf: new) }
        noteDisruption()
        if new.isBeingDeleted {
            act(machine.handle(.deletionRequested(gracePeriod: new.metadata.deletionGracePeriodSeconds ?? 1)))
            return
        }
        if new.json["spec"] != old.json["spec"] || new.labels != old.labels || new.annotations != old.annotations {
            volumePaths = nil
            act(machine.handle(.updated))
        } else if !new.spec.readinessGates.isEmpty {
            publish()
        }
    }

    private func probed(_ id: String, _ kind: ProbeKind, _ outcome: ProbeSchedule.Outcome) {
        guard probes[id] != nil else { return }
        switch (kind, outcome) {
        case (.readiness, _): probes[id]?.results.ready = outcome == .success
        case (.startup, .success): probes[id]?.results.started = true
        case (.startup, .failure): probes[id]?.results.unhealthy = .startupProbe
        case (.liveness, .failure): probes[id]?.results.unhealthy = .livenessProbe
        case (.liveness, .success): probes[id]?.results.unhealthy = nil
        }
        publish()
        if kind != .readiness { requestSync() }
    }

    // MARK: actions

    func act(_ actions: [PodMachine.Action]) {
        for action in actions {
            switch action {
            case .sync: requestSync()
            case .terminate(let termination): terminate(termination)
            case .cleanUp: Task { await cleanUp() }
            case .deleteObject: Task { await deleteObject() }
            case .forget: Task { await forget() }
            }
        }
    }

    func requestSync() {
        guard machine.state == .syncing, !endAtDeadline() else { return }
        guard syncTask == nil else {
            syncIsDue = true
            return
        }
        syncIsDue = false
        syncTask = Task {
            await synchronize()
            post(.syncEnded)
        }
    }

    /// Fails the pod when it has been active for as long as it may be (`activeDeadlineSeconds`); otherwise waits for that moment.
    private func endAtDeadline() -> Bool {
        guard let seconds = pod.spec.activeDeadlineSeconds, let start = pod.status.startTime else { return false }
        let deadline = start.adding(seconds: seconds)
        guard deadline <= context.now() else {
            wake(at: deadline)
            return false
        }
        let message = "Pod was active on the node longer than the specified deadline"
        context.event(pod, "DeadlineExceeded", message)
        let failure = PodMachine.Failure(reason: "DeadlineExceeded", message: message)
        act(machine.handle(.failed(failure, gracePeriod: pod.spec.terminationGracePeriodSeconds ?? 30)))
        return true
    }

    private func terminate(_ termination: PodMachine.Termination) {
        if let failure = termination.failure { self.failure = failure }
        let running = syncTask
        running?.cancel()
        wakeTask?.task.cancel()
        refreshTask?.cancel()
        let isFirst = stopTasks.isEmpty
        stopTasks.append(
            Task {
                if isFirst {
                    await running?.value
                    await relistOwn()
                }
                await stopEverything(gracePeriod: termination.gracePeriod)
                if !Task.isCancelled { post(.stopped) }
            })
    }

    /// Writes the last status and removes what only running containers need. An evicted pod gives back all it holds, before anything is
    /// written: where the disk is full, nothing can be.
    private func cleanUp() async {
        for probe in probes.values { probe.task.cancel() }
        publish()
        if failure?.reason == PodMachine.Failure.evicted {
            await removeFromRuntime()
            removeLogs()
            await removeFiles()
            hasGivenUp = true
        }
        await status.flush()
        await removeFiles()
        post(.cleaned)
    }

    /// Has a pod that has ended give back what its containers hold on the disk; their status stays as it was reported.
    func releaseContainers() async {
        guard machine.state == .settled, !known.isEmpty else { return }
        await removeFromRuntime()
        removeLogs()
    }

    private func deleteObject() async {
        await status.flush()
        do {
            try await context.client.delete(
                Pod.self, namespace: pod.namespace, name: pod.name, options: DeleteOptions(gracePeriodSeconds: 0, uid: uid))
        } catch let error as APIError where error.isNotFound || error.isConflict {
            return
        } catch {
            logger.warning("could not delete the pod's object, trying again", metadata: ["error": "\(error)"])
            try? await Task.sleep(for: .seconds(1))
            if !Task.isCancelled, machine.state != .gone { await deleteObject() }
        }
    }

    private func forget() async {
        await removeFromRuntime()
        await removeFiles()
        removeLogs()
        inbox.finish()
        forgotten()
    }

    /// Wakes the worker at a time, unless an earlier one is waited for.
    func wake(at due: Timestamp) {
        if let wakeTask, wakeTask.due <= due { return }
        wakeTask?.task.cancel()
        let delay = due - context.now()
        wakeTask = (
            due,
            Task {
                try? await Task.sleep(for: max(delay, .milliseconds(1)))
                if !Task.isCancelled { post(.wake) }
            }
        )
    }

    func scheduleVolumeRefresh(after delay: Duration) {
        refreshTask?.cancel()
        refreshTask = Task {
            try? await Task.sleep(for: delay, tolerance: .seconds(1))
            if !Task.isCancelled { post(.refreshVolumes) }
        }
    }

    // MARK: views

    var planInput: PodPlanInput {
        let results = probes.mapValues(\.results)
        return PodPlanInput(
            pod: pod, runtime: known, unhealthy: results.compactMapValues(\.unhealthy), started: { results[$0]?.started ?? true })
    }

    func specification(_ name: String) -> Container? { pod.specification(name) }

    /// Computes the status and has it written when it differs from what was written last.
    func publish() {
        let results = probes.mapValues(\.results)
        let isStopped: Bool
        switch machine.state {
        case .syncing, .terminating: isStopped = false
        case .terminated, .settled, .gone: isStopped = true
        }
        let new = PodStatusComputer.status(
            PodStatusInput(
                pod: pod, runtime: known, waiting: waiting, isReady: { results[$0]?.ready ?? true },
                isStarted: { results[$0]?.started ?? true }, failure: failure, isTerminal: isStopped && !known.hasRunning,
                nodeAddress: context.configuration.nodeAddress, now: context.now()))
        status.write(new, replacing: pod.status)
        pod.status = new
    }
}

extension JSON {
    /// This status with the conditions that somebody else set in `pod`.
    fileprivate func merged(conditionsOf pod: Pod) -> JSON {
        var status = PodStatus(self)
        let own: Set = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"]
        status.conditions = status.conditions.filter { own.contains($0.type) } + pod.status.conditions.filter { !own.contains($0.type) }
        return status.json
    }
}
