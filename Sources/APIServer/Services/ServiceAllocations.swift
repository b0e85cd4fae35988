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

    /// A range that addresses are taken from.
    private struct Range {
        var cidr: CIDR
        /// Handed out from in turn; of very large ranges only the beginning.
        var pool: AddressPool
        /// Whether new addresses may be taken; a range that is being deleted keeps what it gave.
        var isReady = true
    }

    private struct State {
        /// By the names of their ServiceCIDRs, the server's own first.
        var ranges: [(name: String, ranges: [Range])]
        var ports: AddressPool
        /// Services by what they own, so that a later version of the same Service may keep it.
        var addressOwners: [UInt32: ObjectKey] = [:]
        /// Who had an address last, until the object that says so is gone.
        var former: [UInt32: ObjectKey] = [:]
        /// Addresses for which there is an object that belongs to none of the Services here.
        var foreign: Set<UInt32> = []
        var portOwners: [Int: [String: ObjectKey]] = [:]
        var owned: [ObjectKey: Holding] = [:]
        var onChange: (@Sendable (_ address: IPv4Address, _ former: ObjectKey?) -> Void)?
    }

    /// What a stored Service has, and since which revision.
    private struct Holding {
        var addresses: [UInt32] = []
        var ports: [Ports] = []
        var revision: UInt64 = 0
    }

    /// Addresses of a range that are handed out without being asked for by name.
    private static let poolLimit = 1 << 20

    private let state: Mutex<State>
    private let portBase: Int
    /// Whether other servers give out of the same ranges.
    let isShared: Bool

    /// - Parameters:
    ///   - range: cluster IPs; its first and last address are never used.
    ///   - ports: node ports.
    package init(range: CIDR, ports: ClosedRange<Int>, isShared: Bool = false) {
        self.isShared = isShared
        portBase = ports.lowerBound
        let portCount = ports.count
        let reserved = AddressPool.reservation(size: portCount, least: 16, most: 128, divisor: 32)
        state = Mutex(
            State(
                ranges: [(ServiceCIDR.defaultName, [Self.newRange(range)])], ports: AddressPool(size: portCount, reserved: reserved)))
    }

    private static func newRange(_ cidr: CIDR) -> Range {
        let size = min(cidr.count, poolLimit)
        var pool = AddressPool(size: size, reserved: AddressPool.reservation(size: size, least: 16, most: 256, divisor: 16))
        pool.insert(0)
        if size > 1 { pool.insert(size - 1) }
        return Range(cidr: cidr, pool: pool)
    }

    // MARK: Following the stored Services and ranges

    package func follow(_ cache: WatchCache) {
        let present = cache.observe { [self] events in
            for event in events { if let key = event.key { update(key, event.record) } }
        }
        for record in present.all { update(record.key, record) }
    }

    /// Calls back whenever a Service gets an address, or lets go of one.
    func onChange(_ callback: @escaping @Sendable (_ address: IPv4Address, _ former: ObjectKey?) -> Void) {
        state.withLock { $0.onChange = callback }
    }

    func update(_ key: ObjectKey, _ record: ObjectRecord?) {
        let (addresses, ports) = record.map { Self.holdings((try? $0.document()) ?? .null) } ?? ([], [])
        let (callback, gone, new) = state.withLock { state in
            let before = state.owned[key] ?? Holding()
            let isSame = before.addresses == addresses && before.ports == ports
            state.owned[key] = record.map {
                Holding(addresses: addresses, ports: ports, revision: isSame && before.revision > 0 ? before.revision : $0.revision)
            }
            let gone = before.addresses.filter { !addresses.contains($0) }
            for address in gone { release(address, key, &state) }
            for port in before.ports where !ports.contains(port) { release(port, key, &state) }
            for address in addresses { _ = hold(address, key, &state) }
            for port in ports { _ = hold(port, key, &state) }
            return (state.onChange, gone, addresses.filter { !before.addresses.contains($0) })
        }
        guard let callback else { return }
        for address in gone { callback(IPv4Address(bits: address), key) }
        for address in new { callback(IPv4Address(bits: address), nil) }
    }

    /// A ServiceCIDR appeared, changed or, with nil, went.
    func update(range name: String, _ object: ServiceCIDR?) {
        state.withLock { state in
            let index = state.ranges.firstIndex { $0.name == name }
            guard let object else {
                // The server's own range is there without its object too.
                if name != ServiceCIDR.defaultName, let index { state.ranges.remove(at: index) }
                return
            }
            let isReady = !object.isBeingDeleted && (object.isReady || name == ServiceCIDR.defaultName)
            if let index {
                for place in state.ranges[index].ranges.indices { state.ranges[index].ranges[place].isReady = isReady }
                return
            }
            let ranges = object.ranges.compactMap { CIDR($0) }.map { cidr in
                var range = Self.newRange(cidr)
                range.isReady = isReady
                for address in state.addressOwners.keys {
                    if let offset = cidr.offset(of: IPv4Address(bits: address)), offset < range.pool.size { range.pool.insert(offset) }
                }
                return range
            }
            state.ranges.append((name, ranges))
        }
    }

    /// An IPAddress appeared that belongs to none of the Services, or went.
    func setForeign(_ address: IPv4Address, _ isForeign: Bool) {
        state.withLock { state in
            if isForeign { state.foreign.insert(address.bits) } else { state.foreign.remove(address.bits) }
            if state.addressOwners[address.bits] == nil { Self.mark(address.bits, isTaken: isForeign, &state) }
        }
    }

    /// In every range that holds the address.
    private static func mark(_ address: UInt32, isTaken: Bool, _ state: inout State) {
        for place in state.ranges.indices {
            for index in state.ranges[place].ranges.indices {
                let range = state.ranges[place].ranges[index]
                // The first and the last address of a range are never free.
                guard let offset = range.cidr.offset(of: IPv4Address(bits: address)), offset > 0, offset < range.pool.size,
                    offset < range.cidr.count - 1
                else { continue }
                if isTaken {
                    state.ranges[place].ranges[index].pool.insert(offset)
                } else {
                    state.ranges[place].ranges[index].pool.remove(offset)
                }
            }
        }
    }

    /// The Service that let go of an address, while its object may still be there.
    func formerOwner(of address: IPv4Address) -> ObjectKey? { state.withLock { $0.former[address.bits] } }

    /// The object of an address is gone.
    func forgetFormerOwner(of address: IPv4Address) { state.withLock { $0.former[address.bits] = nil } }

    /// The stored Service that has an address, and whether some write holds the address at present.
    func owner(of address: IPv4Address) -> (stored: ObjectKey?, isHeld: Bool) {
        state.withLock { state in
            guard let owner = state.addressOwners[address.bits] else { return (nil, false) }
            let isStored = state.owned[owner]?.addresses.contains(address.bits) ?? false
            return (isStored ? owner : nil, !isStored)
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
        state.withLock { state in
            guard state.ranges.contains(where: { $0.ranges.contains { $0.isReady && $0.cidr.contains(address) } }) else {
                return .outOfRange
            }
            return hold(address.bits, key, &state) ? .taken : .alreadyAllocated
        }
    }

    func takeAddress(for key: ObjectKey) throws(AddressPool.Failure) -> IPv4Address {
        try state.withLock { state throws(AddressPool.Failure) in
            for place in state.ranges.indices {
                for index in state.ranges[place].ranges.indices where state.ranges[place].ranges[index].isReady {
                    let base = state.ranges[place].ranges[index].cidr.base.bits
                    guard let offset = try? state.ranges[place].ranges[index].pool.next() else { continue }
                    let number = base &+ UInt32(offset)
                    state.addressOwners[number] = key
                    Self.mark(number, isTaken: true, &state)
                    return IPv4Address(bits: number)
                }
            }
            throw .full
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
        let (callback, gone) = state.withLock { state in
            let stored = state.owned[key] ?? Holding()
            let gone = addresses.filter { !stored.addresses.contains($0) }
            for address in gone { release(address, key, &state) }
            for port in ports where !stored.ports.contains(port) { release(port, key, &state) }
            return (state.onChange, gone)
        }
        for address in gone { callback?(IPv4Address(bits: address), key) }
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
        if let owner = state.addressOwners[address] { return owner == key }
        if state.foreign.contains(address) { return false }
        let place = IPv4Address(bits: address)
        let isEnd = state.ranges.contains { $0.ranges.contains { $0.cidr.base == place || ($0.cidr.count > 1 && $0.cidr.last == place) } }
        if isEnd { return false }
        state.addressOwners[address] = key
        Self.mark(address, isTaken: true, &state)
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
        state.former[address] = key
        if !state.foreign.contains(address) { Self.mark(address, isTaken: false, &state) }
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
