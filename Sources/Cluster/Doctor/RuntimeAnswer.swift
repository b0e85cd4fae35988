import CRI
import Logging

/// What the cluster's container runtime says of itself.
package struct RuntimeAnswer: Sendable {
    /// Its name and version.
    package var version = ""
    /// Why it cannot be used; nil when it can.
    package var failure: String?

    /// Seconds that it may take.
    static let patience: Duration = .seconds(5)

    package static func read(_ configuration: ClusterConfiguration, logger: Logger) async -> RuntimeAnswer {
        var answer = RuntimeAnswer()
        do {
            let runtime = try CRIRuntime(socketPath: configuration.paths.containerdSocket, logger: logger)
            let connection = Task { try? await runtime.run() }
            defer { connection.cancel() }
            answer = try await withThrowingTaskGroup(of: RuntimeAnswer.self) { group in
                group.addTask { try await ask(runtime) }
                group.addTask {
                    try await Task.sleep(for: patience)
                    return RuntimeAnswer(failure: "no answer within \(patience) on \(configuration.paths.containerdSocket)")
                }
                defer { group.cancelAll() }
                return try await group.next() ?? RuntimeAnswer(failure: "no answer")
            }
        } catch let error as RuntimeError {
            answer.failure = error.message
        } catch {
            answer.failure = "\(error)"
        }
        return answer
    }

    private static func ask(_ runtime: CRIRuntime) async throws -> RuntimeAnswer {
        let version = try await runtime.version()
        let bad = try await runtime.conditions().first { !$0.status }
        return RuntimeAnswer(
            version: "\(version.name) \(version.version)", failure: bad.map { "\($0.type) is false: \($0.reason) \($0.message)" })
    }
}
