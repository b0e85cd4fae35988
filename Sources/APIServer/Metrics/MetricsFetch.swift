internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
internal import Resources

/// Fetches a text of metrics whole, within bounds of size and time.
enum MetricsFetch {
    /// Targets that are asked at a time.
    static let concurrentLimit = 16
    /// The longest text, in bytes.
    static let bodyLimit = 4 << 20
    static let timeout: Duration = .seconds(5)

    static func text(_ connection: HTTPClientConnection, _ target: String) async throws -> PrometheusText {
        var connection = connection
        (connection.connectTimeout, connection.answerTimeout) = (.seconds(3), .seconds(5))
        let answer = try await connection.request("GET", target, headers: ["Accept": "text/plain;version=0.0.4", "Connection": "close"])
        defer { answer.close() }
        // A body that trickles in forever is cut off.
        let deadline = Task {
            try await Task.sleep(for: timeout)
            answer.close()
        }
        defer { deadline.cancel() }
        guard answer.status == 200 else { throw APIError.serviceUnavailable("\(target) answered \(answer.status)") }
        let body = try await answer.body.collect(upTo: bodyLimit)
        return PrometheusText(Array(body.readableBytesView))
    }

    /// Does something for each of many keys, some at a time; what fails is left out.
    static func each<Key: Hashable & Sendable, Value: Sendable>(
        _ keys: some Collection<Key>, _ body: @escaping @Sendable (Key) async throws -> Value
    ) async -> [Key: Value] {
        await withTaskGroup(of: (Key, Value?).self) { group in
            var result: [Key: Value] = [:]
            var rest = Array(keys)[...]
            func addNext() {
                guard let key = rest.popFirst() else { return }
                group.addTask { (key, try? await body(key)) }
            }
            for _ in 0..<concurrentLimit { addNext() }
            for await (key, value) in group {
                result[key] = value
                addNext()
            }
            return result
        }
    }
}
