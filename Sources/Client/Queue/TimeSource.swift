/// Monotonic time and waiting, injected so that tests need not wait.
package struct TimeSource: Sendable {
    /// Time since an arbitrary start; never goes back.
    package var now: @Sendable () -> Duration
    /// Throws `CancellationError` when the task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void

    package init(now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }

    package static let system: TimeSource = {
        let start = ContinuousClock.now
        return TimeSource(
            now: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0, tolerance: .milliseconds(1)) })
    }()
}
