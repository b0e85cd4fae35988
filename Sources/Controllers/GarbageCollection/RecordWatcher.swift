internal import Client
internal import Logging
internal import Resources

/// Follows every object of a resource that is known only at run time, one after the other.
struct RecordWatcher: Sendable {
    let client: any APIClient
    let type: ResourceType
    let logger: Logger
    /// A list has been handed over whole; what it did not hold has gone.
    let listed: @Sendable () -> Void
    let handle: @Sendable (WatchEvent) -> Void

    /// Until cancelled, or until the server has no such resource any more.
    func run() async {
        await ResourceFollower(
            client: client, type: type, logger: logger, level: .debug, endsWhenGone: true,
            listed: { [handle, listed] list in
                for record in list.records { handle(.added(record)) }
                listed()
            },
            changed: { [handle] events in for event in events { handle(event) } }
        ).run()
    }
}
