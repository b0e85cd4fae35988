/// `--request-timeout` is over before an answer has come to its end.
struct RequestTimedOut: Error, Sendable {}

extension Session {
    /// How long one request may take, its whole answer included; nil when as long as it likes.
    func requestTimeout() throws -> Duration? {
        let text = flags.string("request-timeout")
        guard let timeout = GoDuration.parse(text) ?? Int(text).map({ .seconds($0) }) else {
            throw Failure(
                "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit "
                    + "(e.g. 1s | 2m | 3h)")
        }
        return timeout == .zero ? nil : timeout
    }

    /// Reads an answer that may never end: a watch, a log that is followed.
    /// - Throws: `RequestTimedOut` when it takes longer than `--request-timeout` allows.
    func withRequestTimeout<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
        guard let limit = try requestTimeout() else { return try await work() }
        return try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask(operation: work)
            group.addTask {
                try await Task.sleep(for: limit)
                throw RequestTimedOut()
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() else { throw CancellationError() }
            return result
        }
    }
}
