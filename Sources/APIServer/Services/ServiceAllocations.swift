internal import Document
package import Resources
internal import Synchronization

/// Who has which cluster IP and node port. Derived from the stored Services alone: what a Service has is taken, what no Service
/// has is free, so nothing can leak; between the choice and the write a number is held back.
package final class ServiceAllocations: Sendable {
    struct Ports: Hashable, Sendable {
        var port: Int
        var proto: String
    }

    private struct State {
        var addresses: AddressPool
        var ports: AddressPool
        /// Services by what they own, so that a later version of the same Service may keep it.
        var addressOwners: [UInt32: ObjectKey] = [:]
        var portOwners: [Int: [String: ObjectKey]] = [:]
        var owned: [ObjectKey: Holding] = [:]
    }

    /// What a stored Service has, and since which revision.
    private struct Holding {
        var addresses: [UInt32] = []
        var ports: [Ports] = []
        var revision: UInt64 = 0
    }

    private let state: Mutex<State>
    private let range: CIDR
    private let portBase: Int
    /// Whether other servers give out of the same ranges.
    let isShared: Bool

    /// - Parameters:
    ///   - range: cluster IPs; its first and last address are never used.
    ///   - ports: node ports.
    package init(range: CIDR, ports: ClosedRange<Int>, isShared: Bool = false) {
        self.range = range
        self.isShared = isShared
        portBase = ports.lowerBound
        let size = range.count
        var addresses = AddressPool(size: size, reserved: AddressPool.reservation(size: size, least: 16, most: 256, divisor: 16))
        addresses.insert(0)
        if size > 1 { addresses.insert(size - 1) }
        let portCount = ports.count
        let reserved = AddressPool.reservation(size: portCount, least: 16, most: 128, divisor: 32)
        state = Mutex(State(addresses: addresses, ports: AddressPool(size: portCount, reserved: reserved)))
    }

    // MARK: Following the stored Services

    package func follow(_ cache: WatchCache) {
        let present = cache.observe { [self] events in
            for event in events { if let key = event.key { update(key, event.record) } }
        }
        for record in present.all { update(record.key, record) }
    }

    func update(_ key: ObjectKey, _ record: ObjectRecord?) {
        let (addresses, ports) = record.map { Self.holdings((try? $0.document()) ?? .null) } ?? ([], [])
        state.withLock { state in
            let before = state.owned[key] ?? Holding()
            let isSame = before.addresses == addresses && before.ports == ports
            state.owned[key] = record.map {
                Holding(addresses: addresses, ports: ports, revision: isSame && before.revision > 0 ? before.revision : $0.revision)
            }
            for address in before.addresses where !addresses.contains(address) { release(address, key, &state) }
            for port in before.ports where !ports.contains(port) { release(port, key, &state) }
            for address in addresses { _ = hold(address, key, &state) }
            for port in ports { _ = hold(port, key, &state) }
        }
    }

    /// The addresses and ports that a Service has.
    static func holdings(_ service: JSON) -> (addresses: [UInt32], ports: [Ports]) {
        let spec = service["spec"]
        var texts = spec["clusterIPs"].strings
        if let one = spec["clusterIP"].string, !texts.contains(one) { texts.append(one) }
        var ports = (spec["ports"].array ?? []).compactMap { port in
            port["nodePort"].int.flatMap { $0 == 0 ? nil : Ports(port: $0, proto: port["protocol"].string ?? "TCP") }
        }
        if let check = spec["healthCheckNodePort"].int, check != 0 { ports.append(Ports(port: check, proto: "TCP")) }
        return (texts.compactMap { IPv4Address($0)?.bits }, ports)
    }

    // MARK: Taking and giving back

    enum Taken: Sendable { case taken, alreadyAllocated, outOfRange }

    func take(_ address: IPv4Address, for key: ObjectKey) -> Taken {
        guard range.contains(address) else { return .outOfRange }
        return state.withLock { hold(address.bits, key, &$0) ? .taken : .alreadyAllocated }
    }

    func takeAddress(for key: ObjectKey) throws(AddressPool.Failure) -> IPv4Address {
        try state.withLock { state throws(AddressPool.Failure) in
            let number = range.base.bits &+ UInt32(try state.addresses.next())
            state.addressOwners[number] = key
            return IPv4Address(bits: number)
        }
    }

    func take(_ port: Ports, for key: ObjectKey) -> Taken {
        state.withLock { state in
            guard port.port >= portBase, port.port < portBase + state.ports.size else { return .outOfRange }
            return hold(port, key, &state) ? .taken : .alreadyAllocated
        }
    }

    func takePort(_ proto: String, for key: ObjectKey) throws(AddressPool.Failure) -> Int {
        try state.withLock { state throws(AddressPool.Failure) in
            let port = portBase + (try state.ports.next())
            state.portOwners[port, default: [:]][proto] = key
            return port
        }
    }

    /// Gives back what was taken for `key` and did not come to be stored.
    func settle(_ addresses: [UInt32], _ ports: [Ports], for key: ObjectKey) {
        state.withLock { state in
            let stored = state.owned[key] ?? Holding()
            for address in addresses where !stored.addresses.contains(address) { release(address, key, &state) }
            for port in ports where !stored.ports.contains(port) { release(port, key, &state) }
        }
    }

    /// Whether no other Service had before what this one has: only another server can have given it out.
    func stands(_ key: ObjectKey) -> Bool {
        state.withLock { state in
            guard let own = state.owned[key] else { return true }
            return !state.owned.contains { other, holding in
                other != key && holding.revision < own.revision
                    && (holding.addresses.contains { own.addresses.contains($0) } || holding.ports.contains { own.ports.contains($0) })
            }
        }
    }

    private func hold(_ address: UInt32, _ key: ObjectKey, _ state: inout State) -> Bool {
        guard address >= range.base.bits, Int(address - range.base.bits) < state.addresses.size else { return false }
        if let owner = state.addressOwners[address] { return owner == key }
        let offset = Int(address - range.base.bits)
        if state.addresses.contains(offset) { return false }
        state.addresses.insert(offset)
        state.addressOwners[address] = key
        return true
    }

    private func hold(_ port: Ports, _ key: ObjectKey, _ state: inout State) -> Bool {
        let offset = port.port - portBase
        guard offset >= 0, offset < state.ports.size else { return false }
        if let owner = state.portOwners[port.port]?[port.proto] { return owner == key }
        state.ports.insert(offset)
        state.portOwners[port.port, default: [:]][port.proto] = key
        return true
    }

    private func release(_ address: UInt32, _ key: ObjectKey, _ state: inout State) {
        guard state.addressOwners[address] == key else { return }
        state.addressOwners[address] = nil
        state.addresses.remove(Int(address - range.base.bits))
        guard isShared, let other = state.owned.first(where: { $0.key != key && $0.value.addresses.contains(address) }) else { return }
        _ = hold(address, other.key, &state)
    }

    private func release(_ port: Ports, _ key: ObjectKey, _ state: inout State) {
        guard state.portOwners[port.port]?[port.proto] == key else { return }
        state.portOwners[port.port]?[port.proto] = nil
        if state.portOwners[port.port]?.isEmpty ?? true {
            state.portOwners[port.port] = nil
            state.ports.remove(port.port - portBase)
        }
        guard isShared, let other = state.owned.first(where: { $0.key != key && $0.value.ports.contains(port) }) else { return }
        _ = hold(port, other.key, &state)
    }
}
