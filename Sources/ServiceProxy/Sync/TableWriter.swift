package import CommandRunner
package import Logging
package import Netfilter
package import Resources

/// Keeps the kernel's table equal to the proxy's: the only place that writes it.
package actor TableWriter {
    private var table: ProxyTable
    private let filter: any PacketFilter
    private let commands: any CommandRunning
    private let namespace: NetworkNamespace
    private let logger: Logger
    /// False until the whole table was written, and after a refused change, when the kernel's content is not known for certain.
    private var isInStep = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var wasWritten = false

    /// Stale flows deleted one by one in one change; above, all translated UDP flows go.
    static let maximumNamedFlows = 64
    static let conntrackTimeout: Duration = .seconds(5)

    package init(
        frame: TableFrame, filter: any PacketFilter, commands: any CommandRunning, namespace: NetworkNamespace = .own, logger: Logger
    ) {
        table = ProxyTable(frame: frame)
        self.filter = filter
        self.commands = commands
        self.namespace = namespace
        self.logger = logger
    }

    package var frontendCount: Int { table.frontendCount }

    /// Returns once the table was written for the first time, or was removed.
    package func waitUntilWritten() async {
        if wasWritten { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func tellWaiting() {
        wasWritten = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    /// Brings the kernel to the table with `changes` taken in. After an error the next call writes the whole table.
    package func write(_ changes: [ObjectKey: ServiceRuleSet?]) async throws(PacketFilterError) {
        let change = table.update(changes)
        for service in changes.keys.sorted() {
            let lost = table.lostClaims(of: service)
            if !lost.isEmpty {
                logger.warning(
                    "another service already has this address and port", metadata: ["service": "\(service)", "frontends": "\(lost)"])
            }
        }
        if isInStep, change.isEmpty { return }
        let text = isInStep ? change.text : table.replacement()
        // While the kernel works, and if it refuses, the content is unknown: whoever comes next replaces the table.
        let wasInStep = isInStep
        isInStep = false
        try await filter.apply(text)
        isInStep = true
        tellWaiting()
        logger.debug(
            "packet filter written",
            metadata: ["elements": "\(change.elementCount)", "bytes": "\(text.utf8.count)", "whole": "\(!wasInStep)"])
        await flush(change.staleFlows)
    }

    /// Removes the table; nothing of the proxy stays behind.
    package func remove() async throws(PacketFilterError) {
        isInStep = false
        tellWaiting()
        try await filter.removeTable(family: "ip", name: table.frame.table)
    }

    /// Connection tracking is a convenience to clients: a failure is logged and does not stop the proxy.
    private func flush(_ flows: [StaleFlow]) async {
        guard !flows.isEmpty else { return }
        let argumentLists = flows.count > Self.maximumNamedFlows ? [StaleFlow.everyTranslatedFlow] : flows.map(\.conntrackArguments)
        for arguments in argumentLists {
            do {
                let output = try await commands.run(namespace.command("conntrack", arguments), timeout: Self.conntrackTimeout)
                // Status 1 with this sentence only says that there was nothing to delete.
                if !output.succeeded, !output.standardError.contains("0 flow entries") {
                    logger.warning("stale UDP flows not deleted", metadata: ["error": "\(output.standardError)"])
                }
            } catch {
                logger.warning("stale UDP flows not deleted", metadata: ["error": "\(error)"])
            }
        }
    }
}
