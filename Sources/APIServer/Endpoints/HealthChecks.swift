internal import Resources
internal import Synchronization

/// `/healthz`, `/livez` and `/readyz`: named checks, answered as upstream answers them.
package final class HealthChecks: Sendable {
    /// Nil: healthy; otherwise what is wrong.
    package typealias Check = @Sendable () -> String?

    private struct State {
        var checks: [(name: String, isReadinessOnly: Bool, check: Check)] = [("ping", false, { nil })]
    }
    private let state = Mutex(State())

    package init() {}

    /// - Parameter isReadinessOnly: whether the check says nothing about the process being alive.
    package func add(_ name: String, isReadinessOnly: Bool = false, _ check: @escaping Check) {
        state.withLock { $0.checks.append((name, isReadinessOnly, check)) }
    }

    package var isReady: Bool { run(includesReadiness: true, excluding: []).allSatisfy { $0.problem == nil } }

    private func run(includesReadiness: Bool, excluding: [String]) -> [(name: String, problem: String?, excluded: Bool)] {
        let checks = state.withLock { $0.checks }
        return checks.filter { includesReadiness || !$0.isReadinessOnly }.map { item in
            let excluded = excluding.contains(item.name)
            return (item.name, excluded ? nil : item.check(), excluded)
        }
    }

    /// Answers `/livez`, `/readyz/etcd`, `/healthz?verbose&exclude=ping`, …; nil for paths that are none of these.
    package func answer(path: String, query: QueryParameters) -> Answer? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        guard let kind = parts.first, kind == "healthz" || kind == "livez" || kind == "readyz" else { return nil }
        let results = run(includesReadiness: kind != "livez", excluding: query.all("exclude"))
        if parts.count == 2 {
            guard let result = results.first(where: { $0.name == parts[1] }) else { return .text(404, "404 page not found\n") }
            return result.problem.map { .text(500, "internal server error: \($0)\n") } ?? .text(200, "ok")
        }
        guard parts.count == 1 else { return .text(404, "404 page not found\n") }
        let failed = results.contains { $0.problem != nil }
        if !failed, query["verbose"] == nil { return .text(200, "ok") }
        var lines = results.map { result in
            if result.excluded { return "[+]\(result.name) excluded: ok" }
            return result.problem == nil ? "[+]\(result.name) ok" : "[-]\(result.name) failed: reason withheld"
        }
        lines.append(failed ? "\(kind) check failed" : "\(kind) check passed")
        return .text(failed ? 500 : 200, lines.joined(separator: "\n") + "\n")
    }
}
