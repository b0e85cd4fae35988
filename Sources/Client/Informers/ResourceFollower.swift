package import Logging
package import Resources

/// Follows a collection: lists it, then watches it, and lists it anew when the watch has expired. Keeps nothing of what it sees.
package struct ResourceFollower: Sendable {
    let client: any APIClient
    let type: ResourceType
    let options: ListOptions
    let time: TimeSource
    let backoff: Backoff
    let logger: Logger
    /// How loudly failures are told.
    let level: Logger.Level
    /// A resource that the server has no more is not waited for.
    let endsWhenGone: Bool
    /// A whole list; what it does not hold has gone.
    let listed: @Sendable (RecordList) -> Void
    let changed: @Sendable ([WatchEvent]) -> Void

    package init(
        client: any APIClient, type: ResourceType, options: ListOptions = ListOptions(), time: TimeSource = .system,
        backoff: Backoff = .watch, logger: Logger, level: Logger.Level = .warning, endsWhenGone: Bool = false,
        listed: @escaping @Sendable (RecordList) -> Void,
        changed: @escaping @Sendable ([WatchEvent]) -> Void
    ) {
        self.client = client
        self.type = type
        self.options = options
        self.time = time
        self.backoff = backoff
        var logger = logger
        logger[metadataKey: "resource"] = "\(type.plural)"
        self.logger = logger
        self.level = level
        self.endsWhenGone = endsWhenGone
        self.listed = listed
        self.changed = changed
    }

    /// Until cancelled, or with `endsWhenGone` until the server knows no such resource. Failures are logged and tried again after a growing wait.
    package func run() async {
        var failures = 0
        var revision: UInt64?
        while !Task.isCancelled {
            do {
                if revision == nil {
                    let list = try await client.list(type, options)
                    listed(list)
                    revision = list.revision
                }
                if try await follow(&revision) { failures = 0 }
                // A watch that ends at once, again and again, must not become a loop without pause.
                failures += 1
                if failures > 1 { try await pause(failures - 1) }
            } catch is CancellationError {
                if Task.isCancelled { return }
                revision = nil
            } catch let error as APIError where error.isExpired {
                logger.debug("the watch has expired; listing anew")
                revision = nil
                failures += 1
                if failures > 1 { try? await pause(failures - 1) }
            } catch {
                if Task.isCancelled { return }
                if endsWhenGone, (error as? APIError)?.isNotFound ?? false { return }
                logger.log(level: level, "list or watch failed; trying again", metadata: ["error": "\(error)"])
                try? await pause(failures)
                failures += 1
            }
        }
    }

    private func pause(_ failures: Int) async throws { try await time.sleep(backoff.jittered(failures: failures)) }

    /// Follows one watch to its end. Returns whether any event came.
    private func follow(_ revision: inout UInt64?) async throws -> Bool {
        let watch = try await client.watch(
            type,
            WatchOptions(
                namespace: options.namespace, labelSelector: options.labelSelector, fieldSelector: options.fieldSelector,
                revision: revision))
        defer { watch.cancel() }
        var received = false
        while let batch = try await watch.nextBatch() {
            received = true
            for event in batch { revision = max(revision ?? 0, event.revision) }
            changed(batch)
        }
        return received
    }
}
