package import Client
package import CommandRunner
package import Logging
package import Netfilter
package import Resources
import ServiceLifecycle
import Synchronization

/// Makes services reachable from one node: follows Services and EndpointSlices and keeps the packet filter's table in step.
///
/// A change wakes the proxy; it waits a moment for the others that usually come with it, works out what the touched services want,
/// and hands the kernel the difference as one transaction. Nothing happens while nothing changes.
package final class ServiceProxy: ServiceLifecycle.Service, Syncable {
    private let services: Informer<Resources.Service>
    private let slices: Informer<EndpointSlice>
    private let node: Informer<Node>?
    private let writer: TableWriter
    private let state: Mutex<ProxyState>
    private let health: HealthCheckServers
    private let configuration: ProxyConfiguration
    private let logger: Logger

    /// How long the first change waits for more.
    static let gatheringTime: Duration = .milliseconds(3)
    static let firstRetry: Duration = .milliseconds(100)
    static let longestRetry: Duration = .seconds(30)

    /// - Parameters:
    ///   - informers: run by the caller; the proxy asks for the two kinds it needs.
    ///   - node: of the proxy's own node alone, which tells its zone; run by the proxy.
    package init(
        configuration: ProxyConfiguration, informers: InformerSet, node: Informer<Node>? = nil, filter: any PacketFilter,
        commands: any CommandRunning, logger: Logger
    ) {
        var logger = logger
        logger[metadataKey: "component"] = "service-proxy"
        self.logger = logger
        self.configuration = configuration
        self.node = node
        services = informers.informer(Resources.Service.self)
        slices = informers.informer(EndpointSlice.self)
        health = HealthCheckServers(logger: logger)
        state = Mutex(ProxyState(nodeName: configuration.nodeName))
        writer = TableWriter(
            frame: configuration.frame, filter: filter, commands: commands,
            namespace: NetworkNamespace(path: configuration.networkNamespace), logger: logger)
    }

    /// Returns once the table stands for the first time.
    package func waitUntilSynced() async throws { await writer.waitUntilWritten() }

    /// Runs until cancelled or shut down, and removes the table on the way out.
    package func run() async throws {
        let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        services.onChange { [weak self] change in
            self?.state.withLock { $0.serviceChanged(change.key, change.isDeletion ? nil : change.object) }
            signal.yield()
        }
        slices.onChange { [weak self] change in
            self?.state.withLock { $0.sliceChanged(change.key, change.isDeletion ? nil : change.object) }
            signal.yield()
        }
        node?.onChange { [weak self] change in
            let zone = change.record.label(Node.zoneLabel)
            self?.state.withLock { $0.zoneChanged(change.isDeletion || zone?.isEmpty ?? true ? nil : zone) }
            signal.yield()
        }
        await cancelWhenGracefulShutdown {
            do {
                try await self.services.waitUntilSynced()
                try await self.slices.waitUntilSynced()
            } catch {
                return
            }
            signal.yield()
            await withDiscardingTaskGroup { group in
                group.addTask { await self.health.run() }
                if let node = self.node { group.addTask { try? await node.run() } }
                for await _ in signals {
                    try? await Task.sleep(for: Self.gatheringTime)
                    if Task.isCancelled { break }
                    await self.synchronise()
                    self.health.update(self.state.withLock { $0.healthChecks })
                }
                group.cancelAll()
            }
        }
        try await writer.remove()
    }

    /// Writes what changed; keeps trying while the kernel refuses, each time with the newest state.
    private func synchronise() async {
        var wait = Self.firstRetry
        while !Task.isCancelled {
            do throws(PacketFilterError) {
                return try await writer.write(state.withLock { $0.changes() })
            } catch {
                logger.error("packet filter not written; trying again", metadata: ["error": "\(error)", "after": "\(wait)"])
            }
            try? await Task.sleep(for: wait)
            wait = min(wait * 2, Self.longestRetry)
        }
    }

    /// Removes everything a proxy of this cluster may have left in the packet filter, also after a crash.
    package static func removeAll(cluster: String, filter: any PacketFilter) async throws(PacketFilterError) {
        for name in [TableFrame.tableName(cluster: cluster), PolicyTable.tableName(cluster: cluster)] {
            try await filter.removeTable(family: "ip", name: name)
        }
    }
}
