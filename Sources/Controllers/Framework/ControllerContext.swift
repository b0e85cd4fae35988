package import Client
package import Logging
package import Resources

/// What every controller is built from.
package struct ControllerContext: Sendable {
    package let client: any APIClient
    package let informers: InformerSet
    package let events: EventRecorder
    package let logger: Logger
    /// Pods, parsed once for all controllers.
    package let pods: PodSummaries
    /// The time that decisions depend on.
    package let now: @Sendable () -> Timestamp

    /// - Parameter pods: shared by controllers whose contexts differ in other things; made of `informers` when there is none.
    package init(
        client: any APIClient, informers: InformerSet, pods: PodSummaries? = nil, events: EventRecorder, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.client = client
        self.informers = informers
        self.events = events
        self.logger = logger
        self.now = now
        self.pods = pods ?? PodSummaries(informers.informer(Pod.self))
    }
}
