package import Resources

/// The packet filter table of one cluster on one node: what stands in the kernel, and the text that brings it to what is wanted.
///
/// A value without I/O. The table is a fixed frame (see `TableFrame`) around maps; a change of a service touches its own elements
/// only. Where two services claim one frontend (an external address, say), the one whose name sorts first has it, and the other
/// takes over when it goes.
package struct ProxyTable: Sendable {
    package let frame: TableFrame
    private var claims: [FrontendKey: [ObjectKey: Frontend]] = [:]
    private var services: [ObjectKey: ServiceRuleSet] = [:]
    private var installed: [FrontendKey: InstalledFrontend] = [:]
    private var localBackends: [IPv4Address: Int] = [:]
    private var chains: Set<PickChain> = []

    package init(frame: TableFrame) { self.frame = frame }

    package var frontendCount: Int { installed.count }

    /// The frontends a service wanted and another has, in order.
    package func lostClaims(of service: ObjectKey) -> [FrontendKey] {
        (services[service]?.frontends ?? []).map(\.key).filter { key in claims[key]?.keys.min() != service }.sorted()
    }

    /// Takes over what some services want now (nil: gone) and returns the change as one transaction.
    package mutating func update(_ changes: [ObjectKey: ServiceRuleSet?]) -> TableChange {
        var touched: Set<FrontendKey> = []
        var touchedLocals: [IPv4Address: Int] = [:]
        for (service, wanted) in changes {
            let old = services[service]
            guard old != wanted else { continue }
            for frontend in old?.frontends ?? [] {
                claims[frontend.key]?[service] = nil
                if claims[frontend.key]?.isEmpty == true { claims[frontend.key] = nil }
                touched.insert(frontend.key)
            }
            for frontend in wanted?.frontends ?? [] {
                claims[frontend.key, default: [:]][service] = frontend
                touched.insert(frontend.key)
            }
            for address in old?.localBackends ?? [] { touchedLocals[address, default: 0] -= 1 }
            for address in wanted?.localBackends ?? [] { touchedLocals[address, default: 0] += 1 }
            services[service] = wanted
        }
        var change = TableChange(table: frame.table)
        for key in touched.sorted() { move(key, into: &change) }
        for (address, difference) in touchedLocals.sorted(by: { $0.key < $1.key }) where difference != 0 {
            count(address, difference, into: &change)
        }
        return change
    }

    /// The whole table as one transaction that replaces whatever stands there under its name.
    package func replacement() -> String {
        var change = TableChange(table: frame.table)
        change.newChains = chains.sorted().map { ($0.name, $0.rules(frame.marks)) }
        for key in installed.keys.sorted() {
            for element in installed[key]?.elements(frame.marks) ?? [] { change.add(element) }
        }
        for address in localBackends.keys.sorted() { change.add(frame.hairpin(address)) }
        return frame.text + change.text
    }

    private mutating func move(_ key: FrontendKey, into change: inout TableChange) {
        let old = installed[key]
        let owner = claims[key]?.min { $0.key < $1.key }
        let new = owner.map { InstalledFrontend($0.value, previous: old) }
        guard old != new else { return }
        installed[key] = new
        if let chain = new?.chain, chains.insert(chain).inserted { change.newChains.append((chain.name, chain.rules(frame.marks))) }
        change.replace(old?.elements(frame.marks) ?? [], with: new?.elements(frame.marks) ?? [])
        if key.transport == .udp { change.staleFlows += StaleFlow.between(old, new) }
    }

    private mutating func count(_ address: IPv4Address, _ difference: Int, into change: inout TableChange) {
        let before = localBackends[address] ?? 0
        let after = before + difference
        localBackends[address] = after > 0 ? after : nil
        if before == 0, after > 0 { change.add(frame.hairpin(address)) }
        if before > 0, after <= 0 { change.remove(frame.hairpin(address)) }
    }
}
