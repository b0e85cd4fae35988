import CRI
import Resources

/// What a container's probes have found so far.
struct ProbeResults: Sendable, Equatable {
    var started: Bool
    var ready: Bool
    var unhealthy: PodPlan.KillCause?

    /// Before anything was asked: what is probed has yet to prove itself.
    init(_ container: Container) {
        started = container.startupProbe == nil
        ready = container.readinessProbe == nil
    }
}

/// Runs the probes of one container until its task is cancelled.
struct ContainerProbes: Sendable {
    let runner: ProbeRunner
    let startedAt: Timestamp
    let now: @Sendable () -> Timestamp
    /// A probe failed, whether or not that changes anything yet: kind and output.
    let failed: @Sendable (ProbeKind, String) -> Void
    /// A probe's state changed.
    let changed: @Sendable (ProbeKind, ProbeSchedule.Outcome) -> Void

    func run() async {
        if let startup = runner.container.startupProbe {
            guard await loop(.startup, startup, until: .success) else { return }
        }
        await withTaskGroup { group in
            for kind in [ProbeKind.readiness, .liveness] {
                guard let probe = kind.probe(of: runner.container) else { continue }
                group.addTask { _ = await loop(kind, probe, until: nil) }
            }
        }
    }

    /// Probes until the wanted outcome, or for ever. A liveness or startup probe ends with its failure: the container is restarted.
    /// - Returns: whether the wanted outcome came.
    private func loop(_ kind: ProbeKind, _ probe: Probe, until wanted: ProbeSchedule.Outcome?) async -> Bool {
        var schedule = ProbeSchedule(probe, initially: kind == .liveness ? .success : .failure)
        do {
            try await Task.sleep(for: schedule.firstDelay(age: now().secondsSince(startedAt)))
            while !Task.isCancelled {
                let begun = ContinuousClock.now
                let result = await runner.run(probe)
                if Task.isCancelled { return false }
                if result.outcome == .failure { failed(kind, result.output) }
                if let outcome = schedule.record(result.outcome) {
                    changed(kind, outcome)
                    if outcome == wanted { return true }
                    if outcome == .failure, kind != .readiness { return false }
                }
                try await Task.sleep(until: begun + .seconds(schedule.period), clock: .continuous)
            }
        } catch {
            return false
        }
        return false
    }
}
