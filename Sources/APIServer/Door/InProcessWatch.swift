internal import Client
internal import Resources
internal import Synchronization

/// A watch within the process: hands events to the consumer's stream on the thread that committed them.
final class InProcessWatch: Sendable {
    private let served: ServedResource
    private let selection: Selection
    private let watch = Mutex<CacheWatch?>(nil)
    private let source = Mutex<WatchSource?>(nil)

    private init(_ served: ServedResource, _ selection: Selection) {
        self.served = served
        self.selection = selection
    }

    /// - Throws: 410 when the revision is no longer kept.
    static func start(_ served: ServedResource, _ query: ListQuery) throws(APIError) -> WatchStream {
        let cache = served.store.cache
        let session = InProcessWatch(served, query.selection)
        // The cache keeps the session alive through `wake` until the consumer lets go of its stream.
        guard let watch = cache.watch(query.selection, from: try query.watchStart(cache), wake: { session.pump() }) else {
            throw query.tooOld(cache)
        }
        let initial = watch.takeInitial()
        let events = initial?.records.matching(query.selection).map { WatchEvent.added($0) } ?? []
        let (stream, source) = WatchStream.make(limit: events.count + WatchStream.defaultLimit) { session.end() }
        session.watch.withLock { $0 = watch }
        session.source.withLock { $0 = source }
        source.send(session.presented(events))
        if let initial { source.send(.bookmark(initial.revision)) }
        session.pump()
        return stream
    }

    private func end() {
        source.withLock { $0 = nil }
        watch.withLock { watch in
            defer { watch = nil }
            return watch
        }?.cancel()
    }

    /// Called by one thread at a time: the cache wakes a watcher only after it was told that there is nothing more.
    private func pump() {
        guard let watch = watch.withLock({ $0 }), let source = source.withLock({ $0 }) else { return }
        while true {
            switch watch.take() {
            case .idle: return
            case .lost: return source.finish(throwing: APIError.expired("too many events were missed: list anew"))
            case .events(let events):
                let wanted = events.compactMap { event -> WatchEvent? in
                    guard let kind = event.kind(for: selection), let object = event.object(for: kind) else { return nil }
                    return switch kind {
                    case .added: .added(object)
                    case .modified: .modified(object)
                    case .deleted: .deleted(object)
                    }
                }
                if !source.send(presented(wanted)) { return }
            }
        }
    }

    /// Events in the served version. What a webhook would have to convert is handed over as it is stored: those who follow kinds that
    /// they know from discovery alone look at metadata.
    private func presented(_ events: [WatchEvent]) -> [WatchEvent] {
        if served.isStoredVersion || served.awaitsConversion { return events }
        return events.compactMap { event in
            guard let record = event.record, let shown = try? served.present(record) else { return event }
            return switch event {
            case .added: .added(shown)
            case .modified: .modified(shown)
            case .deleted: .deleted(shown)
            case .bookmark: event
            }
        }
    }
}
