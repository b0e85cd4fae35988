internal import Client
internal import Logging
internal import Resources

/// Follows every object of a resource that is known only at run time: lists, watches, and lists anew when the watch has expired.
struct RecordWatcher: Sendable {
    let client: any APIClient
    let type: ResourceType
    let logger: Logger
    /// A list has been handed over whole; what it did not hold has gone.
    let listed: @Sendable () -> Void
    let handle: @Sendable (WatchEvent) -> Void

    /// Until cancelled, or until the server has no such resource any more.
    func run() async {
        var failures = 0
        var revision: UInt64?
        while !Task.isCancelled {
            do {
                if revision == nil { revision = try await list() }
                if try await follow(&revision) { failures = 0 }
            } catch is CancellationError {
                if Task.isCancelled { return }
            } catch {
                if (error as? APIError)?.isNotFound ?? false { return }
                if (error as? APIError)?.isExpired ?? true { revision = nil }
                logger.debug("a watch ended", metadata: ["resource": "\(type.plural)", "error": "\(error)"])
            }
            failures += 1
            guard (try? await Task.sleep(for: Backoff.watch.jittered(failures: failures - 1))) != nil else { return }
        }
    }

    private func list() async throws -> UInt64 {
        let list = try await client.list(type, ListOptions())
        for record in list.records { handle(.added(record)) }
        listed()
        return list.revision
    }

    /// Follows one watch to its end; whether anything came.
    private func follow(_ revision: inout UInt64?) async throws -> Bool {
        let stream = try await client.watch(type, WatchOptions(revision: revision))
        defer { stream.cancel() }
        var received = false
        while let batch = try await stream.nextBatch() {
            received = true
            for event in batch {
                revision = max(revision ?? 0, event.revision)
                handle(event)
            }
        }
        return received
    }
}
