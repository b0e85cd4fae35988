/// Operations that run at once at most.
package let slowStartLimit = 64

/// Runs `count` operations in growing batches (1, 2, 4, …), stopping after a batch in which one failed: when a quota or a webhook
/// refuses every pod, one refusal is enough.
/// - Parameter first: the size of the first batch.
/// - Returns: how many succeeded, and the first failure.
package func slowStart(
    _ count: Int, first: Int = 1, limit: Int = slowStartLimit, _ body: @escaping @Sendable (Int) async throws -> Void
) async -> (succeeded: Int, failure: (any Error)?) {
    var done = 0
    var batch = first
    while done < count {
        let range = done..<min(count, done + batch)
        let results = await withTaskGroup(of: (any Error)?.self) { group in
            for index in range {
                group.addTask {
                    do {
                        try await body(index)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: [(any Error)?]()) { $0.append($1) }
        }
        let failures = results.compactMap { $0 }
        done += results.count - failures.count
        if let failure = failures.first { return (done, failure) }
        batch = min(batch * 2, limit)
    }
    return (done, nil)
}
