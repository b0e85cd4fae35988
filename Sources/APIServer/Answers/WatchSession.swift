internal import Document
package import HTTPServing
internal import NIOCore
package import NIOHTTP1
internal import Resources
internal import Synchronization

/// One watch over HTTP, in the answer's body or over a WebSocket: takes events from the cache when woken and writes them, on the
/// connection's event loop.
///
/// A client that reads slowly is not buffered for: its place in the cache's history waits, and when the history moves past it
/// the stream ends and the client lists anew.
package final class WatchSession: Sendable {
    /// Above this many unsent bytes no more events are taken.
    private static let unsentLimit = 1 << 20
    /// Lines of the initial state are joined to buffers of about this many bytes.
    private static let joinedBytes = 64 * 1024
    /// How long a watch lasts when the client names no time, in seconds; up to twice that, so that clients do not return together.
    static let defaultSeconds = 1800

    private struct State {
        var watch: CacheWatch?
        var writer: (any WatchOutlet)?
        var waker: LoopWaker?
        var initial: ArraySlice<ObjectRecord> = []
        /// The revision of the initial state, while its end has yet to be marked.
        var initialRevision: UInt64?
        var hasWritten = false
        var bookmarkDue = false
        var lastBookmark: UInt64 = 0
        var isWaitingForClient = false
        var isEnded = false
        var timeout: Scheduled<Void>?
        /// Wakes the task that converts what is told, where that takes asking somebody.
        var converting: AsyncStream<Void>.Continuation?
    }

    private let cache: WatchCache
    private let query: ListQuery
    let presenter: Presenter
    private let hub: WatchHub
    private let seconds: Int
    private let start: WatchCache.Start
    /// Touched on the event loop only, but for the flags that other threads set.
    private let state = Mutex(State())

    init(cache: WatchCache, query: ListQuery, presenter: Presenter, hub: WatchHub, jitter: Double) throws(APIError) {
        self.cache = cache
        self.query = query
        self.presenter = presenter
        self.hub = hub
        seconds = query.timeoutSeconds ?? Int(Double(Self.defaultSeconds) * (1 + jitter))
        start = try query.watchStart(cache)
    }

    /// Opens the stream and tells what there is to tell.
    package func begin(on exchange: HTTPExchange, headers: HTTPHeaders) {
        var headers = headers
        headers.replaceOrAdd(name: "Content-Type", value: presenter.representation.streamType)
        open(exchange.stream(status: 200, headers: headers))
    }

    func open(_ writer: any WatchOutlet) {
        guard let watch = cache.watch(query.selection, from: start, wake: { [weak self] in self?.wake(isFeeding: true) }) else {
            writer.write(presenter.frame("ERROR", query.tooOld(cache).status.encoded()))
            writer.finish()
            return
        }
        let initial = watch.takeInitial()
        let waker = hub.waker(of: writer.eventLoop)
        state.withLock { state in
            state.watch = watch
            state.writer = writer
            state.waker = waker
            if let initial {
                state.initial = initial.records.matching(query.selection)[...]
                if query.sendInitialEvents == true { state.initialRevision = initial.revision }
            }
        }
        hub.add(self)
        writer.onClose { [self] in end() }
        let timeout = writer.eventLoop.scheduleTask(in: .seconds(Int64(seconds))) { [weak self] in
            guard let self else { return }
            self.finish()
        }
        state.withLock { $0.timeout = timeout }
        if presenter.served.awaitsConversion { return tellConverted(writer) }
        wake()
    }

    /// Ends the stream properly; the client may begin another at the last revision it saw.
    func finish() {
        let writer = state.withLock { $0.writer }
        writer?.finish()
        end()
    }

    func remindOfBookmark() {
        guard query.allowsBookmarks else { return }
        state.withLock { $0.bookmarkDue = true }
        wake()
    }

    func end() {
        let (watch, timeout, converting) = state.withLock { state in
            state.isEnded = true
            state.initial = []
            defer { (state.watch, state.timeout, state.converting) = (nil, nil, nil) }
            return (state.watch, state.timeout, state.converting)
        }
        timeout?.cancel()
        converting?.finish()
        watch?.cancel()
        hub.remove(self)
    }

    /// - Parameter isFeeding: a write is being told to the caches, on whichever thread: what is to be said of it is said afterwards.
    private func wake(isFeeding: Bool = false) {
        let (isEnded, writer, waker, converting) = state.withLock { ($0.isEnded, $0.writer, $0.waker, $0.converting) }
        guard !isEnded, let writer, let waker else { return }
        if let converting {
            converting.yield()
            return
        }
        if !isFeeding, writer.eventLoop.inEventLoop { pump(writer) } else { waker.wake(self) }
    }

    /// On the event loop.
    func pump() {
        if let writer = state.withLock({ $0.isEnded ? nil : $0.writer }) { pump(writer) }
    }

    /// Writes until there is nothing more or the client has enough for now. On the event loop.
    private func pump(_ writer: any WatchOutlet) {
        guard writeInitial(writer) else { return waitForClient(writer) }
        while true {
            guard writer.pendingBytes < Self.unsentLimit else { return waitForClient(writer) }
            guard let watch = state.withLock({ $0.isEnded ? nil : $0.watch }) else { return }
            switch watch.take() {
            case .events(let events): writer.write(events.compactMap(frame))
            case .idle(let revision): return writeBookmark(revision, writer)
            case .lost: return finish()
            }
        }
    }

    /// - Returns: whether the initial state has been told completely.
    private func writeInitial(_ writer: any WatchOutlet) -> Bool {
        var rest = state.withLock { state in
            defer { state.initial = [] }
            return state.initial
        }
        while !rest.isEmpty {
            guard writer.pendingBytes < Self.unsentLimit else {
                state.withLock { $0.initial = rest }
                return false
            }
            var joined = ByteBuffer()
            while joined.readableBytes < (writer.joinsEvents ? Self.joinedBytes : 1), let record = rest.popFirst() {
                if var frame = presenter.frame(.added, record, isFirst: isFirst()) { joined.writeBuffer(&frame) }
            }
            if joined.readableBytes > 0 { writer.write(joined) }
        }
        if let revision = state.withLock({ state in
            defer { state.initialRevision = nil }
            return state.initialRevision
        }) {
            if query.allowsBookmarks { writer.write(presenter.bookmark(revision, endsInitialEvents: true)) }
        }
        return true
    }

    private func frame(_ event: CacheEvent) -> ByteBuffer? {
        guard let kind = event.kind(for: query.selection) else { return nil }
        return presenter.isShared ? event.frame(kind) : presenter.frame(event, kind, isFirst: isFirst())
    }

    private func writeBookmark(_ revision: UInt64, _ writer: any WatchOutlet) {
        let isDue = state.withLock { state in
            guard state.bookmarkDue else { return false }
            state.bookmarkDue = false
            defer { state.lastBookmark = revision }
            return revision > state.lastBookmark
        }
        if isDue { writer.write(presenter.bookmark(revision, endsInitialEvents: false)) }
    }

    // MARK: Conversion

    /// Tells everything from a task of its own: a webhook has to be asked about what is told. Ends with the stream.
    private func tellConverted(_ writer: any WatchOutlet) {
        let (wakes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { $0.converting = $0.isEnded ? nil : continuation }
        continuation.yield()
        Task {
            guard await tellInitialConverted(writer) else { return finish() }
            for await _ in wakes {
                guard await tellEventsConverted(writer) else { break }
            }
            finish()
        }
    }

    private func tellInitialConverted(_ writer: any WatchOutlet) async -> Bool {
        let (records, revision) = state.withLock { state in
            defer { (state.initial, state.initialRevision) = ([], nil) }
            return (Array(state.initial), state.initialRevision)
        }
        if !records.isEmpty {
            guard let converted = try? await presenter.served.converted(records) else { return false }
            for record in converted {
                guard (try? await writer.ready()) != nil else { return false }
                if let frame = presenter.frame(.added, record, isFirst: isFirst()) { writer.write(frame) }
            }
        }
        if let revision, query.allowsBookmarks { writer.write(presenter.bookmark(revision, endsInitialEvents: true)) }
        return true
    }

    /// - Returns: false when the stream is to end.
    private func tellEventsConverted(_ writer: any WatchOutlet) async -> Bool {
        while let watch = state.withLock({ $0.isEnded ? nil : $0.watch }) {
            switch watch.take() {
            case .lost: return false
            case .idle(let revision):
                writeBookmark(revision, writer)
                return true
            case .events(let events):
                for event in events {
                    guard let kind = event.kind(for: query.selection), let object = event.object(for: kind) else { continue }
                    guard let converted = try? await presenter.served.converted([object]), let record = converted.first,
                        (try? await writer.ready()) != nil
                    else { return false }
                    if let frame = presenter.frame(kind, record, isFirst: isFirst()) { writer.write(frame) }
                }
            }
        }
        return false
    }

    private func isFirst() -> Bool {
        state.withLock { state in
            defer { state.hasWritten = true }
            return !state.hasWritten
        }
    }

    /// Goes on when the client has read most of what it was sent.
    private func waitForClient(_ writer: any WatchOutlet) {
        let isFirst = state.withLock { state in
            defer { state.isWaitingForClient = true }
            return !state.isWaitingForClient
        }
        guard isFirst else { return }
        Task {
            let isOpen = (try? await writer.ready()) != nil
            state.withLock { $0.isWaitingForClient = false }
            if isOpen { wake() }
        }
    }
}

extension ListQuery {
    /// Where a watch with this query begins.
    func watchStart(_ cache: WatchCache) throws(APIError) -> WatchCache.Start {
        let wanted = try revision()
        if let sendInitialEvents {
            let current = cache.snapshot().revision
            if let wanted, wanted > current { throw WatchCache.tooLarge(wanted, current: current) }
            if sendInitialEvents { return .now }
            return .after(wanted ?? current)
        }
        return wanted.map { .after($0) } ?? .now
    }

    func tooOld(_ cache: WatchCache) -> APIError {
        .expired("too old resource version: \(resourceVersion) (\(cache.oldestRevision))")
    }
}

extension RecordTree {
    /// The records that `selection` matches, in order.
    func matching(_ selection: Selection) -> [ObjectRecord] {
        var result: [ObjectRecord] = []
        forEach(namespace: selection.namespace) { record in
            if selection.matches(record) { result.append(record) }
            return true
        }
        return result
    }
}
