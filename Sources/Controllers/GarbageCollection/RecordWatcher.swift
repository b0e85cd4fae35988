internal import Document
internal import Client
internal import Logging
internal import Resources

/// Follows every object of a resource that is known only at run time: lists, watches, and lists anew when the watch has expired.
struct RecordWatcher: Sendable {
    let client: any APIClient
    let type: ResourceType
    let logger: Logger
    let handle: @Sendable (WatchEvent) -> Void

    /// Until cancelled.
    func run() async {
        var failures = 0
        var known: [ObjectKey: String] = [:]
        while !Task.isCancelled {
            do {
                try await follow(&known)
                failures = 0
            } catch is CancellationError {
                return
            } catch {
                failures += 1
                logger.debug("a watch ended", metadata: ["resource": "\(type.plural)", "error": "\(error)"])
            }
            guard (try? await Task.sleep(for: Backoff.watch.jittered(failures: failures))) != nil else { return }
        }
    }

    private func follow(_ known: inout [ObjectKey: String]) async throws {
        let list = try await client.list(type, ListOptions())
        var current: [ObjectKey: String] = [:]
        for record in list.records {
            current[record.key] = record.uid
            handle(.added(record))
        }
        for (key, uid) in known where current[key] != uid {
            handle(.deleted(ObjectRecord(document: ["metadata": ["name": .string(key.name), "namespace": .string(key.namespace), "uid": .string(uid)]])))
        }
        known = current
        let stream = try await client.watch(type, WatchOptions(revision: list.revision))
        while let batch = try await stream.nextBatch() {
            for event in batch {
                if let record = event.record {
                    if case .deleted = event { known[record.key] = nil } else { known[record.key] = record.uid }
                }
                handle(event)
            }
        }
    }
}
