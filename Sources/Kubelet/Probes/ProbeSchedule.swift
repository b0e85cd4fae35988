import Resources

/// How often a container is probed, and when its results make a difference. A value: it is stepped with results and asked for times.
struct ProbeSchedule: Sendable, Equatable {
    enum Outcome: Sendable, Equatable {
        case success
        case failure
    }

    let initialDelay: Int
    let period: Int
    let timeout: Int
    let successThreshold: Int
    let failureThreshold: Int
    /// What holds until enough results say otherwise.
    private(set) var settled: Outcome
    private var last: Outcome?
    private var run = 0

    /// - Parameter initially: success for liveness, failure for readiness and startup.
    init(_ probe: Probe, initially: Outcome) {
        initialDelay = max(probe.initialDelaySeconds, 0)
        period = max(probe.periodSeconds ?? 10, 1)
        timeout = max(probe.timeoutSeconds ?? 1, 1)
        successThreshold = max(probe.successThreshold ?? 1, 1)
        failureThreshold = max(probe.failureThreshold ?? 3, 1)
        settled = initially
    }

    /// How long to wait before the first probe of a container that has run for `age` seconds.
    func firstDelay(age: Double) -> Duration { age >= Double(initialDelay) ? .zero : .seconds(Double(initialDelay) - age) }

    /// Takes one result. Answers the new state when it changes something, and also when a failure is reached again and again,
    /// so that a container that should be restarted is not forgotten.
    mutating func record(_ outcome: Outcome) -> Outcome? {
        run = last == outcome ? run + 1 : 1
        last = outcome
        guard run >= (outcome == .success ? successThreshold : failureThreshold) else { return nil }
        defer { settled = outcome }
        return settled != outcome || (outcome == .failure && run == failureThreshold) ? outcome : nil
    }
}

/// The three questions asked of a container.
enum ProbeKind: String, Sendable, CaseIterable {
    case startup = "Startup"
    case readiness = "Readiness"
    case liveness = "Liveness"

    func probe(of container: Container) -> Probe? {
        switch self {
        case .startup: container.startupProbe
        case .readiness: container.readinessProbe
        case .liveness: container.livenessProbe
        }
    }
}
