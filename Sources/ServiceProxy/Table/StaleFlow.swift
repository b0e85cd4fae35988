internal import Resources

/// UDP flows the connection tracking still knows though their backend is gone, or that were let through unchanged while a service
/// had no backend. UDP has no end of connection: a client that keeps its port would be stuck until the entry times out.
package struct StaleFlow: Hashable, Sendable {
    package var key: FrontendKey
    /// nil: every flow to the frontend.
    package var backend: Backend?

    package init(key: FrontendKey, backend: Backend?) {
        self.key = key
        self.backend = backend
    }

    /// The flows that become stale when `old` gives way to `new`.
    static func between(_ old: InstalledFrontend?, _ new: InstalledFrontend?) -> [StaleFlow] {
        guard let key = (old ?? new)?.key else { return [] }
        let before = old?.backends ?? []
        let after = new?.backends ?? []
        if before.isEmpty { return after.isEmpty ? [] : [StaleFlow(key: key, backend: nil)] }
        let staying = Set(after)
        return before.filter { !staying.contains($0) }.map { StaleFlow(key: key, backend: $0) }
    }

    /// Arguments for the `conntrack` tool that delete these flows.
    package var conntrackArguments: [String] {
        var arguments = ["-D", "-f", "ipv4", "-p", "udp", "--orig-port-dst", "\(key.port)"]
        if let address = key.address { arguments += ["--orig-dst", "\(address)"] }
        if let backend { arguments += ["--reply-src", "\(backend.address)", "--reply-port-src", "\(backend.port)"] }
        return arguments
    }

    /// Arguments that delete every translated UDP flow: for a change so large that naming each flow would take longer.
    package static let everyTranslatedFlow = ["-D", "-f", "ipv4", "-p", "udp", "--dst-nat"]
}
